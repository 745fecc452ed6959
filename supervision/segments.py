"""The stretches of an interaction's life, read from its journal: where it was, in whose hands, for how long."""

from dataclasses import dataclass
from datetime import datetime

from interactions.models import State

# What state a line of the journal leaves the interaction in; lines not named here change none.
LEADS_TO = {
    "received": State.WAITING,
    "reopened": State.CONNECTED,
    "alerted": State.ALERTING,
    "picked_up": State.CONNECTED,
    "held": State.HELD,
    "parked": State.PARKED,
    "resumed": State.WAITING,
    "taken_back": State.HELD,
    "taken_over": State.CONNECTED,
    "released": State.WAITING,
    "disconnected": State.DISCONNECTED,
}
NOT_TAKEN = ("declined", "not_answered", "not_shown")


@dataclass(slots=True)
class Segment:
    """One stretch; `agent` and `workgroup` are ids, `until` is None while it lasts."""

    state: State
    since: datetime
    agent: int | None
    workgroup: int | None
    until: datetime | None = None

    def seconds(self, now):
        """How long it lasted, or has lasted until now."""
        return max(0.0, ((self.until or now) - self.since).total_seconds())


def segments(events):
    """The stretches in their order. `events` are `interactions.models.Event`s, by number."""
    found, giver = [], None
    for event in events:
        state = _state_after(event)
        if state is not None:
            _end(found, event.at)
        if state not in (None, State.DISCONNECTED):
            _begin(found, event, state, giver)
        giver = _giver(event, giver)
    return found


def total(stretches, states, now):
    """Seconds spent in any of these states."""
    return sum(one.seconds(now) for one in stretches if one.state in states)


def _state_after(event):
    """A transfer that was not taken comes back to who sent it, on hold, if he is there; any other offer to the queue."""
    if event.kind in NOT_TAKEN:
        return State.HELD if "returned_to" in event.data else State.WAITING
    if event.kind == "transferred":
        return State.ALERTING if "to_agent" in event.data else State.WAITING
    if event.kind == "overflow" and "to_workgroup" in event.data:
        return State.WAITING
    if event.kind == "reopened" and "state" in event.data:
        return State(event.data["state"])
    return LEADS_TO.get(event.kind)


def _giver(event, giver):
    """Who sent it, while the transfer to an agent is not taken."""
    if event.kind == "transferred":
        return event.by_id if "to_agent" in event.data else None
    return None if event.kind in (*NOT_TAKEN, "picked_up", "taken_back", "taken_over", "disconnected") else giver


def _end(found, at):
    if found and found[-1].until is None:
        found[-1].until = at


def _begin(found, event, state, giver):
    before = found[-1] if found else None
    workgroup = event.data.get("to_workgroup") or event.data.get("workgroup") or (before and before.workgroup)
    found.append(Segment(state, event.at, _agent(event, state, before, giver), workgroup))


def _agent(event, state, before, giver):
    """In whose hands it is now: whom it is offered to, or who did it; nobody's while it waits."""
    if state == State.WAITING:
        return None
    if event.kind in NOT_TAKEN:
        return giver
    return event.data.get("agent") or event.data.get("to_agent") or event.by_id or (before and before.agent)
