"""From what was drawn and what is stored to figures: percentiles by stage; lost, doubled, misordered. Pure functions."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from bench.plan import Mark

SHOWN = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Draw:
    """A customer's message that appeared at a desk, `arrived` in unix seconds; `spell` tells two stays at a desk apart."""

    mark: Mark
    arrived: float
    desk: int
    spell: int
    interaction: int
    thread: int
    joined: bool


def draws(rows):
    """The draws as the desks' process tells them."""
    return [
        Draw(Mark(k, r, p, 0, s, t), a, d, sp, i, th, kind == "message")
        for k, r, p, s, t, a, d, sp, i, th, kind in rows
    ]


def percentile(values, percent):
    """The smallest value that so many percent do not exceed; 0.0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0


def spread(name, values):
    """{name_p50_ms, name_p95_ms, name_p99_ms} of durations in milliseconds."""
    return {f"{name}_p{percent}_ms": round(percentile(values, percent), 1) for percent in SHOWN}


def first_draws(drawn):
    """{sequence: the first draw of it}."""
    found = {}
    for draw in sorted(drawn, key=lambda draw: draw.arrived):
        found.setdefault(draw.mark.sequence, draw)
    return found


def doubled(drawn, stored):
    """How often a message was drawn again at the same desk in the same stay, or stored again."""
    drawings = Counter((draw.desk, draw.spell, draw.mark.sequence) for draw in drawn)
    stores = Counter(item.mark.sequence for item in stored)
    return sum(count - 1 for counts in (drawings, stores) for count in counts.values())


def misordered(sequences):
    """How many of a list come after one that was sent later."""
    highest, late = -1, 0
    for sequence in sequences:
        late += sequence < highest
        highest = max(highest, sequence)
    return late


def misdrawn(drawn):
    """How many messages were drawn after one of the same thread that was sent later, at the same desk in the same stay."""
    stays = defaultdict(list)
    for draw in drawn:  # in the order in which they were drawn
        stays[draw.desk, draw.spell, draw.thread].append(draw.mark.sequence)
    return sum(map(misordered, stays.values()))


def stages(stored, shown, warm):
    """Milliseconds per stage, {stage: [duration, …]}, of the messages whose sequence is above `warm`."""
    found = defaultdict(list)
    for item in stored:
        draw = shown.get(item.mark.sequence)
        if item.mark.sequence > warm and draw:
            for stage, begin, end in _steps(item, draw):
                if begin and end:
                    found[stage].append((end - begin) * 1000)
    return found


def _steps(item, draw):
    """(stage, begin, end): one that joined is shown once it is committed, one that opened once it is offered."""
    yield "sent_to_received", item.mark.sent, item.received
    yield "received_to_committed", item.received, item.committed
    yield "sent_to_committed", item.mark.sent, item.committed
    yield "webhook_to_socket", item.mark.sent, draw.arrived
    if draw.joined:
        yield "joined_committed_to_socket", item.committed, draw.arrived
        yield "joined_to_socket", item.mark.sent, draw.arrived
    else:
        yield "offer", item.committed, item.offered
        yield "offered_to_socket", item.offered, draw.arrived
        yield "opened_to_socket", item.mark.sent, draw.arrived
