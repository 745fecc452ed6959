"""How channels did: what began there, what became of replies, what went wrong, and what it cost; of each, or by intervals."""

from collections import Counter, defaultdict
from datetime import datetime, time

from channels_admin.models import Usage
from supervision.reports.parts import channels, places
from supervision.reports.spans import STEPS

COUNTED = ("begun", "sent", "failed", "incidents")
KEYS = ("thread__channel", "channel", "account")  # of the parts of `parts.channels`


def each(scope, _now):
    """([(channel, {figure: value})], total)."""
    cells, total = defaultdict(lambda: Counter(used=0, cost=0)), Counter(used=0, cost=0)
    begun, replies, wrong = [part.by(key) for part, key in zip(channels(scope), KEYS, strict=True)]
    for channel, _day, used, cost in _usage(scope):
        cells[channel].update({"used": used, "cost": cost or 0})
    found = list(places(scope))
    for one in found:
        cells[one.pk].update(begun.get(one.pk, {}) | replies.get(one.pk, {}) | wrong.get(one.account_id, {}))
        total.update(cells[one.pk])
    total["incidents"] = sum(row["incidents"] for row in wrong.values())  # channels of one account share them
    return [(one, figures(cells[one.pk])) for one in found], figures(total)


def by_interval(scope, starts, _now):
    """(which interval, what was used and what it cost): kept by days, so where rows are shorter it is in the total only."""
    days = scope.span.interval not in STEPS
    if days:
        yield from ((place, {"used": 0, "cost": 0}) for place, _start in enumerate(starts))
    for _channel, day, used, cost in _usage(scope):
        begins = datetime.combine(day, time.min, tzinfo=scope.span.zone)
        yield scope.span.place(starts, begins) if days else None, {"used": used, "cost": cost or 0}


def figures(cell):
    """Costs with two places; None where nothing is known of so short a time."""
    cost = cell.get("cost")
    counted = {name: cell[name] for name in COUNTED} | {"used": cell.get("used")}
    return counted | {"cost": None if cost is None else round(float(cost), 2)}


def _usage(scope):
    """(channel id, day, how much, its cost), by the days of the span."""
    rows = Usage.objects.filter(channel__in=places(scope).order_by().values("pk"))
    rows = rows.filter(day__gte=scope.span.first, day__lte=scope.span.last).priced().order_by()
    return rows.values_list("channel", "day", "count", "cost")
