"""A contact centre in full swing, written straight into the database: workgroups, agents at their desks, a backlog."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from agents.models import (
    AccessLicense,
    Agent,
    Family,
    License,
    MediaType,
    Membership,
    Seat,
    Status,
    Utilization,
    Workgroup,
)
from channels_admin.models import Account, Channel, FeedKind, Platform
from interactions.models import Customer, Interaction, State, Thread
from interactions.standing import entering

WORKGROUPS, AGENTS, ROOM = 10, 500, 4
KIND = MediaType.SOCIAL_DIRECT_MESSAGE
PORTION = 2000


def make(agents=AGENTS):
    """The company with so many agents, without anything that waits."""
    for part in License.Part.values:
        License.objects.update_or_create(part=part, defaults={"count": agents})
    workgroups = Workgroup.objects.bulk_create(Workgroup(name=f"Workgroup {n}") for n in range(WORKGROUPS))
    facts = {"media_type": KIND, "percent": 100 // ROOM, "max_assign": ROOM}
    Utilization.objects.bulk_create(Utilization(workgroup=workgroup, **facts) for workgroup in workgroups)
    available = Status.objects.get(name=Status.AVAILABLE)
    people = Agent.objects.bulk_create(Agent(username=f"agent{n}", status=available) for n in range(agents))
    Membership.objects.bulk_create(
        Membership(agent=agent, workgroup=workgroups[n % WORKGROUPS]) for n, agent in enumerate(people)
    )
    AccessLicense.objects.bulk_create(AccessLicense(agent=agent, family=Family.WHATSAPP) for agent in people)
    there = timezone.now() + timedelta(hours=1)  # nobody's desk goes while the bench runs
    Seat.objects.bulk_create(Seat(agent=agent, seen_at=there) for agent in people)
    account = Account.objects.create(platform=Platform.WHATSAPP, name="Bench", external_id="1", token="t")
    Channel.objects.create(
        name="Bench", platform=Platform.WHATSAPP, account=account, addresses=["1"], direct_workgroup=workgroups[0]
    )


def queue(count, workgroups):
    """Let so many wait, spread over these workgroups (ids): priorities and waiting times differ."""
    channel, now = Channel.objects.get(), timezone.now()
    first = Thread.objects.count()
    for begin in range(0, count, PORTION):
        numbers = range(first + begin, first + min(count, begin + PORTION))
        customers = Customer.objects.bulk_create(Customer(name=f"Customer {n}") for n in numbers)
        threads = Thread.objects.bulk_create(
            Thread(channel=channel, kind=FeedKind.WHATSAPP, address="1", external_id=str(n), customer=customer)
            for n, customer in zip(numbers, customers, strict=True)
        )
        Interaction.objects.bulk_create(
            waiting(thread, workgroups[n % len(workgroups)], now - timedelta(seconds=n % 600), 40 + n % 20)
            for n, thread in zip(numbers, threads, strict=True)
        )


def waiting(thread, workgroup, since, priority=50):
    """One that waits."""
    made = Interaction(
        thread=thread,
        customer_id=thread.customer_id,
        platform=Platform.WHATSAPP,
        media_type=KIND,
        created_at=since,
        state_since=since,
        priority=priority,
        last_event=1,
    )
    for name, value in entering(made, workgroup, since).items():
        setattr(made, name, value)
    return made


def clear(*states):
    """End all that is in these states, with nobody told."""
    Interaction.objects.filter(state__in=states).update(state=State.DISCONNECTED, offer_expires_at=None)


def settle():
    """As the server does by itself within a minute: statistics, and no dead rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
