"""A small company in the test database: people, workgroups, a WhatsApp channel, and customers who write there."""

import itertools
from datetime import timedelta

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
from channels_admin.models import Account, Channel, Platform, PlatformApp
from interactions.intake import take_in
from interactions.models import Interaction
from platforms.base import Person, Post

_numbers = itertools.count(1)


def licensed():
    """All parts, enough of each."""
    for part in License.Part.values:
        License.objects.get_or_create(part=part, defaults={"count": 1000})


def agent(name, *workgroups, status=Status.AVAILABLE, seated=True, families=Family.values):
    """A person who can take interactions of these workgroups."""
    made = Agent.objects.create(username=name, first_name=name.title(), status=Status.objects.get(name=status))
    Membership.objects.bulk_create(Membership(agent=made, workgroup=workgroup) for workgroup in workgroups)
    AccessLicense.objects.bulk_create(AccessLicense(agent=made, family=family) for family in families)
    if seated:
        Seat.objects.create(agent=made)
    return made


def workgroup(name="Care", *, percent=25, most=4, **more):
    """A workgroup with a queue and utilization for both social types."""
    made = Workgroup.objects.create(name=name, **more)
    for media_type in (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE):
        Utilization.objects.create(workgroup=made, media_type=media_type, percent=percent, max_assign=most)
    return made


def channel(direct, *, public=None, platform=Platform.WHATSAPP, address="106", began=timedelta(hours=1)):
    """A channel that is enabled since `began` ago."""
    licensed()
    app = PlatformApp.objects.create(
        platform=platform, app_id=f"app{next(_numbers)}", name="App", secret="s", verify_token="v"
    )
    account = Account.objects.create(platform=platform, name="Acme", token="t", external_id=address, app=app)
    made = Channel.objects.create(
        name=f"{platform} {address}",
        platform=platform,
        account=account,
        addresses=[address],
        direct_workgroup=direct,
        conversation_workgroup=public,
    )
    made.enable()
    Channel.objects.filter(pk=made.pk).update(enabled_at=timezone.now() - began)
    made.refresh_from_db()
    return made


def said(text="hello", *, by="351900000001", name="Ann", id=None, at=None, **more):
    """A private message as a platform module gives it."""
    person = Person("phone", by, name=name)
    facts = {"private": True, "peer": person, "author": person} | more
    return Post(external_id=id or f"wamid.{next(_numbers)}", at=at or timezone.now(), text=text, **facts)


def writes(where, *posts):
    """Customers wrote; returns the open interactions of the channel, newest last."""
    feed = where.feeds.get()
    take_in(feed, list(posts) or [said()])
    return list(Interaction.objects.open().filter(thread__channel=where).order_by("pk"))


def waiting(where, count):
    """`count` interactions in the queue, each of another customer."""
    take_in(where.feeds.get(), [said(by=f"35191{n:07}", name=f"Customer {n}") for n in range(count)])
    return list(Interaction.objects.filter(thread__channel=where).order_by("pk"))
