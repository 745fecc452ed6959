"""The whole state of all workgroups and agents at one moment, in a handful of queries.

What it returns is plain data: {"version", "workgroups": {id: row}, "agents": {id: row}}. Moments are milliseconds since 1970,
so that pages can let them run. Keys of the inner dictionaries are the names of `figures.py`.
"""

import threading
from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Count, Min
from django.utils import timezone

from agents import service_clock
from agents.models import MediaType, Seat
from agents.room import Item
from interactions.models import Interaction, State
from interactions.models.states import TAKES_ROOM
from supervision.statistics.cells import LATELY, QUARTER, Cells, Ledger, quarter
from supervision.statistics.company import company
from supervision.statistics.figures import Period

SOCIAL = {
    MediaType.SOCIAL_CONVERSATION.value: ("active_conversations", "longest_conversation"),
    MediaType.SOCIAL_DIRECT_MESSAGE.value: ("active_messages", "longest_message"),
}
ACTIVE = (State.CONNECTED, State.HELD)
NOW = timedelta(minutes=5)
TRAIL = 12  # quarters of an hour that a board draws

_cells, _one_at_a_time = Cells(), threading.Lock()


def forget():
    """Count everything anew."""
    _cells.forget()


def count(now=None):
    """Everything, as of now."""
    now = now or timezone.now()
    with _one_at_a_time:
        firm = company()
        ledger = Ledger(_cells, sorted(firm.workgroups), now, firm.targets)
        hands, seats = Hands(firm), _seats(now)
        agents = {seat.agent_id: _agent(firm, hands, ledger, seat, now) for seat in seats}
        since = {seat.agent_id: seat.since for seat in seats}
        groups = {pk: _workgroup(firm, hands, ledger, pk, agents, since, now) for pk in firm.workgroups}
    return {"version": ms(now), "workgroups": groups, "agents": agents}


def ms(moment):
    """Milliseconds since 1970; None for none."""
    return None if moment is None else round(moment.timestamp() * 1000)


def _seats(now):
    return list(Seat.objects.live(now).select_related("agent__status").order_by("agent__first_name", "agent__username"))


class Hands:
    """What is in the queues and in whose hands: two queries, each over an index of what is open."""

    def __init__(self, firm):
        self.queues, self.groups = defaultdict(_Pile), defaultdict(_Pile)
        self.agents, self.items = defaultdict(_Pile), defaultdict(Counter)
        keys = ("workgroup", "media_type", "state", "owner", "returns_to")
        rows = Interaction.objects.order_by().values(*keys)
        rows = rows.annotate(number=Count("pk"), stay=Min("stay_since"), picked=Min("picked_up_at"))
        for row in [*rows.filter(state=State.WAITING), *rows.filter(state__in=TAKES_ROOM)]:
            if row["workgroup"] in firm.workgroups:
                self._place(row)

    def _place(self, row):
        if row["stay"]:
            self.queues[row["workgroup"]].put(row, row["stay"])
        if row["state"] == State.WAITING:
            return
        for pile in (self.groups[row["workgroup"]], self.agents[row["owner"]]):
            pile.put(row, row["picked"])
        item = Item(row["media_type"], row["workgroup"], row["state"] == State.HELD)
        for agent in {row["owner"], row["returns_to"]} - {None}:
            self.items[agent][item] += row["number"]


class _Pile:
    """Interactions by state and by type, and since when the oldest of each is there."""

    def __init__(self):
        self.number, self.oldest = Counter(), {}

    def put(self, row, since):
        kinds = [row["state"], "all", *([row["media_type"]] if row["state"] in ACTIVE else [])]
        for kind in kinds:
            self.number[kind] += row["number"]
            if since:  # what is offered has not been picked up yet
                self.oldest[kind] = min(self.oldest.get(kind, since), since)

    def figures(self):
        """As `figures.py` names them."""
        found = {state.value: self.number[state] for state in TAKES_ROOM}
        for media_type, (active, longest) in SOCIAL.items():
            found |= {active: self.number[media_type], longest: ms(self.oldest.get(media_type))}
        return found


def _workgroup(firm, hands, ledger, pk, agents, since, now):
    group, queue = firm.workgroups[pk], hands.queues[pk]
    here = [agents[one] for one in firm.members[pk] if one in agents]
    periods = _periods(firm.midnight(group, now), firm.shift(pk, since, now), now)
    key = ("workgroup", pk)
    return {
        "id": pk,
        "name": group.name,
        "platforms": sorted(firm.platforms[pk]),
        "waiting": queue.number["all"],
        "longest_waiting": _waits_since(pk, queue.oldest.get("all"), now),
        **hands.groups[pk].figures(),
        "logged_on": len(here),
        "available": sum(one["takes_acd"] for one in here),
        "statuses": dict(Counter(str(one["status"]) for one in here)),
        "over": {period: ledger.count(key, begins).as_json() for period, begins in periods.items()},
        "since": {period: ms(begins) for period, begins in periods.items()},
        "objective": firm.objective(pk),
        "trail": _trail(ledger, key, periods, now),
    }


def _waits_since(workgroup, since, now):
    """Where the clock stands still while it is closed, the moment is put forward by that."""
    return ms(since and now - service_clock.counted(workgroup, since, now))


def _agent(firm, hands, ledger, seat, now):
    agent, pk = seat.agent, seat.agent_id
    shift = firm.within_a_day(seat.since, now) or firm.midnight(agent, now)
    periods, items = _periods(firm.midnight(agent, now), shift, now), hands.items[pk]
    has = sum(items.values())
    return {
        "id": pk,
        "name": str(agent),
        "workgroups": sorted(pk_of for pk_of in firm.workgroups if pk in firm.members[pk_of]),
        "status": agent.status_id,
        "takes_acd": bool(agent.status and agent.status.takes_acd),
        "status_since": ms(agent.status_since),
        **hands.agents[pk].figures(),
        "has": has,
        "room": has + _room(firm, pk, items),
        "over": {period: ledger.count(("agent", pk), begins).as_json() for period, begins in periods.items()},
    }


def _room(firm, agent, items):
    """How many more he could be given, of whatever he could be given most of. Counted once while nothing changes."""
    known = agent, frozenset(items.items())
    if known not in firm.rooms:
        rooms = (
            firm.shares.room_for(agent, items.elements(), Item(kind, group), exempts_held=free)
            for group in firm.places[agent]
            for free in [firm.workgroups[group].exempts_held]
            for kind in SOCIAL
        )
        firm.rooms[known] = max(rooms, default=0)
    return firm.rooms[known]


def _periods(midnight, shift, now):
    return {
        Period.NOW.value: now - NOW,
        Period.TODAY.value: midnight,
        Period.SHIFT.value: shift,
        Period.LATELY.value: now - LATELY,
    }


def _trail(ledger, key, periods, now):
    """The service level as it was at the end of each of the last quarters: of the day and of the shift so far."""
    ends = [quarter(now) - QUARTER * back for back in range(TRAIL - 1, -1, -1)]
    return {
        period: [ledger.count(key, periods[period], end).attained if end > periods[period] else None for end in ends]
        for period in (Period.TODAY.value, Period.SHIFT.value)
    } | {Period.LATELY.value: [ledger.count(key, end - LATELY, end).attained for end in ends]}
