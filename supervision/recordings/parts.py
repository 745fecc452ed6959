"""Whose part of an interaction was when: from taking it until it left his hands, read from the journal."""

from dataclasses import dataclass
from datetime import datetime

from interactions.models import State
from supervision.segments import segments

IN_HAND = (State.CONNECTED, State.HELD)


@dataclass(slots=True)
class Part:
    """One agent's stretch in one piece; `first` and `last` are lines of the journal. `agent` None: nobody took it."""

    agent: int | None
    workgroup: int
    first: int
    last: int
    since: datetime
    until: datetime


def parts(events):
    """The parts of an interaction that has ended, in their order. `events` are its journal, by number."""
    found, ended = [], events[-1].at
    for one in segments(events):
        if one.state not in IN_HAND:
            continue
        if found and found[-1].until == one.since and found[-1].agent == one.agent:
            found[-1].until = one.until or ended
        else:
            found.append(Part(one.agent, one.workgroup, 0, 0, one.since, one.until or ended))
    for part in found:
        part.first, part.last = _line_at(events, part.since), _line_at(events, part.until)
    return found


def whole(events):
    """The one part of an interaction that nobody took."""
    group = next((event.data["workgroup"] for event in events if event.data.get("workgroup")), None)
    return Part(None, group, events[0].number, events[-1].number, events[0].at, events[-1].at)


def snippet(events, first, until):
    """The part that a snippet covers, which began with the line `first`: until it was ended, or his part was."""
    begin = next(event for event in events if event.number == first)
    around = [part for part in parts(events) if part.since <= begin.at <= part.until and part.agent == begin.by_id]
    end = max(begin.at, min([until, *(part.until for part in around)]))  # the clock of who ended it may be behind
    last = max(event.number for event in events if event.at <= end and event.number >= first)
    group = around[0].workgroup if around else None
    return Part(begin.by_id, group, first, last, begin.at, end)


def _line_at(events, at):
    return next(event.number for event in events if event.at >= at)
