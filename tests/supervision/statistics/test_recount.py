"""Whatever happens: every live figure (R85) and every one of a report (R87) equals a straight recount from the journal."""

import contextlib
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agents.models import Agent, MediaType, Seat
from channels_admin.models import Platform
from interactions.intake import take_in
from interactions.models import Event, Interaction, Refused, State
from supervision import segments
from supervision.reports import working
from supervision.statistics import company, counting
from tests import company as firms
from tests.supervision import test_service_level_recount as lives
from tests.supervision.reports.listing import agrees, report

pytestmark = pytest.mark.django_db
NOON = lives.NOON
PUBLIC = MediaType.SOCIAL_CONVERSATION
# Several customers, in private and in public, so that one is offered while another is talked to.
VERBS = lives.VERBS | {
    "another": lambda i, firm, who: firms.writes(firm.queue, firms.said(by=f"35197{Interaction.objects.count():07}")),
    "comment": lambda i, firm, who: take_in(firm.page, [firms.commented()]),
}
step = st.tuples(st.sampled_from(sorted(VERBS)), lives.people, st.sampled_from([0, 1, 40, 61, 600]), st.booleans())


def quarter(moment):
    return moment - (moment - NOON) % timedelta(minutes=15)


def journals():
    """Every interaction's lines."""
    found = defaultdict(list)
    for event in Event.objects.order_by("interaction_id", "number"):
        found[event.interaction_id].append(event)
    return found.values()


def stays(lines):
    """(workgroup, since, until or None, end) of every stay in a queue, line by line."""
    place = since = None
    for line in lines:
        end = "handed_on" if "to_workgroup" in line.data else lives.ENDS.get(line.kind)
        if since and end:
            yield place, since, line.at, end, line.data.get("agent") or line.by_id
            since = None
        if lives.goes_into_a_queue(line):
            since = since or line.at
        place = line.data.get("to_workgroup") or line.data.get("workgroup") or place
    if since:
        yield place, since, None, "", None


def worked(lines):
    """(workgroup, agent) of everybody who had it connected or on hold, where it has ended."""
    found = segments.segments(lines) if lines[-1].kind == "disconnected" else ()
    return {(one.workgroup, one.agent) for one in found if one.state in (State.CONNECTED, State.HELD)}


def now_of(lines):
    """(state, workgroup, agent, when first picked up, is it public) at the end of a journal."""
    last = segments.segments(lines)[-1]
    picked = [line.at for line in lines if line.kind in ("picked_up", "taken_over")]
    public = Interaction.objects.get(pk=lines[0].interaction_id).media_type == PUBLIC
    return None if last.until else (last.state, last.workgroup, last.agent, min(picked, default=None), public)


class Recount:
    """From the journal alone."""

    def __init__(self, firm, now):
        self.firm, self.now = firm, now
        self.open = [found for lines in journals() if (found := now_of(lines))]
        self.stays = [stay for lines in journals() for stay in stays(lines)]

    def moment(self, group=None, agent=None):
        """The figures of this moment."""
        mine = [one for one in self.open if group in (None, one[1]) and agent in (None, one[2])]
        states = Counter(one[0] for one in mine)
        found = {name: states[name] for name in ("alerting", "connected", "held")}
        for public, name in ((True, "conversation"), (False, "message")):
            active = [one[3] for one in mine if one[0] in (State.CONNECTED, State.HELD) and one[4] == public]
            found |= {f"active_{name}s": len(active), f"longest_{name}": counting.ms(min(active, default=None))}
        return found

    def queue(self, group, in_hours):
        """How many wait, and since when by the clock of the service level."""
        since = [began for place, began, until, *_rest in self.stays if until is None and place == group]
        longest = lives.lasted(min(since), self.now, in_hours) if since else None
        return {"waiting": len(since), "longest_waiting": counting.ms(self.now - longest if since else None)}

    def over(self, since, in_hours, group=None, agent=None):
        """What left the queue from then on."""
        mine = [
            (end, lives.lasted(began, until, in_hours and place == self.firm.care.pk))
            for place, began, until, end, who in self.stays
            if until
            and until >= since
            and group in (None, place)
            and (not agent or (who == agent and end == "picked_up"))
        ]
        ends = Counter(end for end, _took in mine)
        within = sum(end == "picked_up" and took <= timedelta(seconds=60) for end, took in mine)
        found = {name: ends[name] for name in ("picked_up", "unanswered", "handed_on")} | {"within": within}
        counted, longest = ends["picked_up"] + ends["unanswered"], max((took for _end, took in mine), default=None)
        level = round(100 * within / counted, 1) if counted else None
        return found | {"service_level": level, "longest_waited": longest.seconds or None if longest else None}


def begins(firm, group, now):
    """When each period began."""
    if group == firm.care:
        openings = [NOON + timedelta(minutes=opens - 720) for opens, _closes in lives.OPEN]
        shift = quarter(max(at for at in openings if at <= now))
    else:
        since = Seat.objects.live(now).filter(agent__memberships__workgroup=group).values_list("since", flat=True)
        shift = quarter(min(since)) if since else NOON.replace(hour=0)
    return {
        "now": now - timedelta(minutes=5),
        "today": NOON.replace(hour=0),
        "shift": shift,
        "lately": now - timedelta(minutes=30),
    }


def part(row, like):
    """Of a row what the recount knows."""
    return {name: row[name] for name in like}


@pytest.mark.both
@pytest.mark.slow
@settings(max_examples=settings.default.max_examples // 10)  # each example is a life with a database
@given(st.lists(step, min_size=4, max_size=20), st.booleans())
@example([("alert", "alice", 600, True), ("pick up", "alice", 40, True), ("hold", "alice", 600, True)], True)
@example(
    [("alert", "alice", 1, True), ("another", "bob", 1, True), ("pick up", "bob", 1, True)], False
)  # an older one is offered
@example([("alert", "bob", 1, True), ("comment", "bob", 1, True), ("take over", "sam", 1, True)], False)
@example([("overflow", "alice", 600, True), ("alert", "alice", 1, True)], False)  # it waits elsewhere then
@example([("pick up", "alice", 600, True), ("to repairs", "alice", 600, True), ("end", "sam", 600, True)], False)
def test_every_figure_equals_a_recount_from_the_journal(steps, in_hours):
    with time_machine.travel(NOON, tick=False) as clock, lives.undone():
        firm = lives.founded(in_hours)
        company.forget()
        counting.forget()
        page = firms.channel(firm.care, public=firm.care, platform=Platform.FACEBOOK, address="110")
        firm.page = page.feeds.get(kind="facebook_posts")
        firm.sam.user_permissions.add(Permission.objects.get(codename="tracker"))
        firms.writes(firm.queue)
        for verb, who, seconds, heard in steps:
            clock.shift(seconds)
            if heard:
                Seat.objects.update(seen_at=timezone.now())
            interaction = Interaction.objects.order_by("-pk").first()
            with contextlib.suppress(Refused):
                VERBS[verb](interaction, firm, getattr(firm, who))
            if heard:
                counting.count()  # quarters settle on the way
        company.forget()
        now = timezone.now()
        recount = Recount(firm, now)
        compare(counting.count(now), recount, in_hours)
        if in_hours:  # the same definitions either way
            compare_reports(recount)


def compare(state, recount, in_hours):
    """The product says what was counted."""
    firm, now = recount.firm, recount.now
    for group in (firm.care, firm.repairs):
        row, kept = state["workgroups"][group.pk], in_hours and group == firm.care
        counted = recount.moment(group.pk) | recount.queue(group.pk, kept)
        assert part(row, counted) == counted
        for period, since in begins(firm, group, now).items():
            counted = recount.over(since, in_hours, group.pk)
            assert (period, part(row["over"][period], counted)) == (period, counted)
    present = set(Seat.objects.live(now).values_list("agent", flat=True))
    assert set(state["agents"]) == present
    here = Agent.objects.filter(pk__in=present, memberships__workgroup=firm.care).select_related("status")
    statuses = {str(status): number for status, number in Counter(agent.status_id for agent in here).items()}
    row = state["workgroups"][firm.care.pk]
    assert (row["statuses"], row["logged_on"]) == (statuses, len(here))
    assert row["available"] == sum(agent.status.takes_acd for agent in here)
    for agent in Agent.objects.filter(pk__in=present):
        row, counted = state["agents"][agent.pk], recount.moment(agent=agent.pk)
        assert part(row, counted) == counted
        for period, since in (
            ("now", now - timedelta(minutes=5)),
            ("today", NOON),
            ("lately", now - timedelta(minutes=30)),
        ):
            counted = recount.over(since, in_hours, agent=agent.pk)
            assert (period, part(row["over"][period], counted)) == (period, counted)


def compare_reports(recount):
    """Sam's reports of the day say what was counted, and the Tracker lists for each figure what it counts."""
    firm, day = recount.firm, {"since": str(NOON.date()), "until": str(NOON.date()), "zone": "UTC"}
    working.read_due(recount.now)
    lives_of = {lines[0].interaction_id: lines for lines in journals()}
    ended = [pk for pk, lines in lives_of.items() if lines[-1].kind == "disconnected"]
    left = [(pk, *stay) for pk, lines in lives_of.items() for stay in stays(lines) if stay[2]]
    in_time = [
        pk
        for pk, place, began, until, end, _who in left
        if end == "picked_up" and lives.lasted(began, until, place == firm.care.pk) <= timedelta(seconds=60)
    ]
    counted = {
        "volume": {
            "begun": list(lives_of),
            "ended": ended,
            "unanswered": [pk for pk in ended if not {"picked_up", "taken_over"} & {one.kind for one in lives_of[pk]}],
            "received": [pk for pk, lines in lives_of.items() for one in lines if one.kind in ("received", "message")],
        },
        "service_level": {
            end: [pk for pk, *stay in left if stay[3] == end] for end in ("picked_up", "unanswered", "handed_on")
        }
        | {"within": in_time},
        "handle_time": {"work": [pk for pk, lines in lives_of.items() for _one in worked(lines)]},
    }
    for name, figures in counted.items():
        agrees(firm.sam, report(firm.sam, name, interval="day", **day).all, figures)
