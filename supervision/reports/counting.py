"""The figures of every report, counted from rows, by intervals: those of each, and the total of all."""

from collections import defaultdict
from datetime import timedelta

from supervision.quality import ratings
from supervision.reports import people, places
from supervision.reports.parts import LENGTHS, PARTS

BESIDE = {"agents": people.by_interval, "channels": places.by_interval}  # what is no row with a moment


def by_interval(scope, report, now):
    """([{figure: value} for each interval], total)."""
    merge, starts = MERGES[report.name], scope.span.starts()
    cells = [defaultdict(int) for _start in starts]
    for part in PARTS[report.name](scope):
        for row in part.rows.annotate(cut=scope.span.cut(part.at)).values("cut").annotate(**part.aggregates):
            _add(cells[scope.span.place(starts, row.pop("cut"))], row)
    total = defaultdict(int)
    for place, row in BESIDE.get(report.name, _nothing)(scope, starts, now):
        _add(total if place is None else cells[place], row)
    for cell in cells:
        _add(total, cell)
    return [merge(cell) for cell in cells], merge(total)


def _nothing(_scope, _starts, _now):
    return ()


def _add(cell, row):
    """Numbers are added; of what is longest, the longer counts."""
    for name, value in row.items():
        if isinstance(value, timedelta):
            cell[name] = (cell[name] or timedelta(0)) + value
        else:
            cell[name] = max(cell[name], value or 0) if name.startswith("longest") else cell[name] + (value or 0)


def _as_counted(cell):
    names = ("begun", "ended", "unanswered", "conversations", "messages", "received", "sent")
    return {name: cell[name] for name in names}


def _levels(cell):
    counted = cell["picked_up"] + cell["unanswered"]
    named = {name: cell[name] for name in ("picked_up", "within", "unanswered", "handed_on")}
    level = round(100 * cell["within"] / counted, 1) if counted else None
    longest = cell["longest_ms"] // 1000 if counted + cell["handed_on"] else None
    return named | {"service_level": level, "longest_waited": longest}


def _replies(cell):
    replies = cell["replies"]
    return {"replies": replies, "first_reply": round(cell["took"].total_seconds() / replies) if replies else None}


def _handled(cell):
    """Lengths in seconds, and their mean for each piece of work."""
    lengths = {name: cell[name] / 1000 for name in LENGTHS}
    mean = round(sum(lengths.values()) / cell["work"]) if cell["work"] else None
    return {name: round(value) for name, value in lengths.items()} | {"work": cell["work"], "mean": mean}


def _rated(cell):
    return ratings.figures(**{name: cell[name] for name in ratings.SUMS})


MERGES = {
    "volume": _as_counted,
    "service_level": _levels,
    "first_reply": _replies,
    "handle_time": _handled,
    "satisfaction": _rated,
    "agents": people.figures,
    "channels": places.figures,
}
