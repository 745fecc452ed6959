"""Whatever happens to interactions: the figures of the service level equal a straight recount from the journal (R49)."""

import contextlib
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agents import queue_rules, service_clock
from agents.models import Membership, OpeningHours, OverflowStep, Seat, ServiceLevel
from interactions.models import Event, Interaction, Refused
from supervision import service_level
from tests import company

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DIRECT = "social_direct_message"


OPEN = [(720, 721), (723, 735), (740, 770)]  # 12:00–12:01, 12:03–12:15, 12:20–12:50 in Lisbon, where it is UTC


def founded(in_hours):
    """Alice, Bob and Sam, who supervises, in Care; and another workgroup, which Sam supervises too.

    `in_hours`: the clock of Care stands still while it is closed.
    """
    care = company.workgroup(time_zone="Europe/Lisbon", keeps_hours=True, counts_open_time=in_hours)
    repairs = company.workgroup("Repairs")
    rows = (OpeningHours(workgroup=care, weekday=0, opens=opens, closes=closes) for opens, closes in OPEN)
    OpeningHours.objects.bulk_create(rows)
    queue_rules.forget()  # ids come again in the next example
    service_clock.forget()
    OverflowStep.objects.create(workgroup=care, seconds=100, action="workgroup", to_workgroup=repairs)
    people = {name: company.agent(name, care) for name in ("alice", "bob", "sam")}
    Membership.objects.create(agent=people["sam"], workgroup=repairs)
    Membership.objects.filter(agent=people["sam"]).update(supervises=True)
    return SimpleNamespace(care=care, repairs=repairs, queue=company.channel(care), **people)


PEOPLE = ["alice", "bob", "sam"]
people = st.sampled_from(PEOPLE)
VERBS = {
    "alert": lambda i, firm, who: i.alert(who, why={}),
    "decline": lambda i, firm, who: i.decline(who),
    "not answered": lambda i, firm, who: i.return_to_queue("not_answered"),
    "pick up": lambda i, firm, who: i.pick_up(who),
    "hold": lambda i, firm, who: i.hold(who),
    "park": lambda i, firm, who: i.park(who),
    "resume": lambda i, firm, who: i.resume("time"),
    "release": lambda i, firm, who: i.release("gone"),
    "to repairs": lambda i, firm, who: i.transfer_to_workgroup(firm.repairs, who),
    "to care": lambda i, firm, who: i.transfer_to_workgroup(firm.care, who),
    "to alice": lambda i, firm, who: i.transfer_to_agent(firm.alice, who),
    "take back": lambda i, firm, who: i.take_back(who),
    "take over": lambda i, firm, who: i.take_over(who),
    "end": lambda i, firm, who: i.disconnect(who),
    "end by itself": lambda i, firm, who: i.disconnect(None),
    "overflow": lambda i, firm, who: i.wait_on(),
    "write": lambda i, firm, who: company.writes(firm.queue),
}
step = st.tuples(st.sampled_from(sorted(VERBS)), people, st.sampled_from([0, 1, 40, 61, 600]), st.booleans())


ENDS = {"picked_up": "picked_up", "taken_over": "picked_up", "disconnected": "unanswered"}


def lasted(since, until, in_hours):
    """What counts of a stay: all of it, or what it has in common with the spans in which it is open."""
    if not in_hours:
        return until - since
    day = NOON.replace(hour=0, tzinfo=ZoneInfo("Europe/Lisbon"))
    spans = [(day + timedelta(minutes=opens), day + timedelta(minutes=closes)) for opens, closes in OPEN]
    common = (min(until, closes) - max(since, opens) for opens, closes in spans)
    return sum((span for span in common if span > timedelta(0)), timedelta(0))


def recounted(target, keeping=None):
    """{workgroup: Counter} from the journal alone, line by line; for `keeping` (id) only open time counts."""
    found, here = defaultdict(Counter), {}
    for event in Event.objects.order_by("interaction_id", "number"):
        workgroup, since = here.get(event.interaction_id, (None, None))
        end = "handed_on" if "to_workgroup" in event.data else ENDS.get(event.kind)
        if since and end:
            found[workgroup][end] += 1
            found[workgroup]["within"] += end == "picked_up" and (
                lasted(since, event.at, workgroup == keeping) <= timedelta(seconds=target)
            )
            since = None
        if goes_into_a_queue(event):
            since = since or event.at
        place = event.data.get("to_workgroup") or event.data.get("workgroup") or workgroup
        here[event.interaction_id] = place, since
    return found


def goes_into_a_queue(event):
    """By this line of the journal it is in a queue, anew or still."""
    not_taken = event.kind in ("declined", "not_answered", "not_shown") and "returned_to" not in event.data
    return not_taken or event.kind in ("received", "resumed", "released") or "to_workgroup" in event.data


@pytest.mark.both
@pytest.mark.slow
@settings(max_examples=settings.default.max_examples // 8)  # each example is a life with a database
@given(st.lists(step, min_size=4, max_size=25), st.booleans())
@example([("decline", "bob", 40, True), ("pick up", "alice", 61, True)], True)  # in time, as it was closed from 12:01
def test_the_figures_equal_a_recount_from_the_journal(steps, in_hours):
    with time_machine.travel(NOON, tick=False) as clock, undone():
        firm = founded(in_hours)
        company.writes(firm.queue)
        for verb, who, seconds, heard in steps:
            clock.shift(seconds)
            if heard:
                Seat.objects.update(seen_at=timezone.now())
            interaction = Interaction.objects.order_by("-pk").first()
            with contextlib.suppress(Refused):
                VERBS[verb](interaction, firm, getattr(firm, who))
        recount = recounted(60, firm.care.pk if in_hours else None)
        for workgroup in (firm.care, firm.repairs):
            _same(recount[workgroup.pk], workgroup)


def _same(counted, workgroup):
    """Live, as history, and of every day: what the product says is what was counted."""
    now, targets = timezone.now() + timedelta(microseconds=1), ServiceLevel.targets(workgroup.pk)
    said = service_level.figures(workgroup.pk, NOON, now, targets)[DIRECT]
    assert {name: getattr(said, name) for name in said.__slots__} == {name: counted[name] for name in said.__slots__}
    rows = service_level.history(workgroup, "hour", NOON.date(), now.date())
    assert sum(row["picked_up"] for row in rows) == counted["picked_up"]
    assert sum(row["within"] for row in rows) == counted["within"]


@contextlib.contextmanager
def undone():
    """What one example makes is gone for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
