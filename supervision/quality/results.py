"""What the cards of agents come to over time: means by week or month, of complete cards only, no exercises."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django import forms
from django.db.models import Avg, Count, Q
from django.db.models.functions import TruncMonth, TruncWeek
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from agents.models import Agent
from supervision.quality.doors import for_quality
from supervision.quality.finding import Filters
from supervision.quality.scorecards import Scorecard

INTERVALS = {"week": TruncWeek, "month": TruncMonth}
LINES = 5  # of agents in one drawing; the table has all
MOST = 60  # intervals on one page; who asks for more gets the newest
SPAN = {"week": timedelta(weeks=11), "month": timedelta(days=330)}


class ResultFilters(Filters):
    """Whose results, with which questionnaire, when, and by week or month."""

    every = forms.ChoiceField(label=_("By"), choices=[("week", _("Week")), ("month", _("Month"))], required=False)

    ONLY = ("workgroup", "agent", "questionnaire", "since", "until", "every")

    @property
    def interval(self):
        """`week` or `month`."""
        return self.given.get("every", "week")


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean score of some cards, and how many they are."""

    score: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """One agent: his mean in each interval (None: no card), in all, and how many of his cards were not passed."""

    agent: object
    means: list
    total: Mean
    not_passed: int


@for_quality("GET")
def results(request):
    """A line for the team and for each agent, and beneath it a table that says the same."""
    filters = ResultFilters(request.GET, person=request.user)
    cards = filters.among(Scorecard.objects.for_supervisor(request.user).counted(), "completed_at")
    cards = cards.filter(score__isnull=False)
    if "since" not in filters.given:
        cards = cards.filter(completed_at__gte=timezone.now() - SPAN[filters.interval])
    days, rows, team = tabled(cards, filters.interval)
    labels = [_label(day, filters.interval) for day in days]
    context = {
        "page": "quality",
        "tab": "results",
        "filters": filters,
        "filtered": bool(filters.given),
        "labels": labels,
        "rows": rows,
        "team": team,
        "chart": drawn(days, rows, team) | {"labels": labels} if rows else None,
    }
    return render(request, "supervision/quality/results.html", context)


def drawn(days, rows, team):
    """What the script draws: the team, and those of whom there are the most cards."""
    most = sorted(rows, key=lambda row: -row.total.count)[:LINES]
    together = [(_("All together"), team)] if len(rows) > 1 else []
    lines = [*together, *((row.agent, row) for row in rows if row in most)]
    zone = timezone.get_current_timezone()
    return {
        "times": [datetime.combine(day, time.min, zone).timestamp() for day in days],
        "zone": str(zone),
        "unit": "percent",
        "series": [
            {"label": str(name), "values": [mean and round(float(mean.score), 1) for mean in row.means]}
            for name, row in lines
        ],
    }


def tabled(cards, interval):
    """([first day of each interval], [Row of each agent], Row of all of them). Intervals without cards are there too."""
    began = INTERVALS[interval]("completed_at")
    found = cards.order_by().annotate(began=began).values("agent", "began")
    found = found.annotate(mean=Avg("score"), n=Count("pk"), failed=Count("pk", filter=Q(passed=False)))
    cells = defaultdict(dict)
    for one in found:
        cells[one["agent"]][timezone.localtime(one["began"]).date()] = one
    days = _days({day for row in cells.values() for day in row}, interval)
    agents = Agent.objects.in_bulk(list(cells))
    rows = [_row(agents[pk], row, days) for pk, row in cells.items()]
    rows.sort(key=lambda row: str(row.agent))
    return days, rows, _row(None, _together(cells), days)


def _row(agent, cells, days):
    means = [Mean(cells[day]["mean"], cells[day]["n"]) if day in cells else None for day in days]
    there = [cells[day] for day in days if day in cells]
    return Row(agent, means, _mean(there), sum(one["failed"] for one in there))


def _mean(cells):
    """The mean of all cards in these cells, each card counted once."""
    count = sum(one["n"] for one in cells)
    total = sum(Decimal(one["mean"]) * one["n"] for one in cells)
    return Mean(total / count, count) if count else None


def _together(cells):
    by_day = defaultdict(list)
    for row in cells.values():
        for day, one in row.items():
            by_day[day].append(one)
    return {
        day: {"mean": _mean(ones).score, "n": _mean(ones).count, "failed": sum(one["failed"] for one in ones)}
        for day, ones in by_day.items()
    }


def _days(found, interval):
    """Every interval from the first to the last in which there is a card."""
    if not found:
        return []
    days, day = [], min(found)
    while day <= max(found):
        days.append(day)
        day = day + timedelta(weeks=1) if interval == "week" else (day + timedelta(days=32)).replace(day=1)
    return days[-MOST:]


def _label(day, interval):
    if interval == "month":
        return date_format(day, pgettext("date format", "M Y"))
    return date_format(day, pgettext("date format", "j M"))
