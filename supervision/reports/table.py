"""A report as a table: what a page, a CSV and a mail show alike."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from supervision.reports.counting import by_interval
from supervision.reports.people import agents
from supervision.reports.places import channels
from supervision.reports.spans import STEPS, Interval
from supervision.rows import clock
from supervision.statistics.figures import Unit

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
ROWS = {"agents": agents, "channels": channels}


@dataclass(slots=True)
class Row:
    """One row: what it is called, when it begins (of an interval), where its interactions are listed, and its figures."""

    name: str
    at: object
    link: str
    values: dict


@dataclass(slots=True)
class Table:
    """The whole."""

    report: object
    rows: list
    total: dict

    def shown(self):
        """[(row, [its figures as people read them])]."""
        return [(row, [written(column, row.values) for column in self.report.columns]) for row in self.rows]

    def total_shown(self):
        """The total, likewise."""
        return [written(column, self.total) for column in self.report.columns]

    def as_csv(self):
        """Numbers as numbers: lengths in seconds, moments in ISO 8601."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow([str(self.report.rows), *(_titled(column) for column in self.report.columns)])
        for row in self.rows:
            name = row.at.isoformat() if row.at else _harmless(row.name)
            writer.writerow([name, *self._plain(row.values)])
        writer.writerow([_("Total"), *self._plain(self.total)])
        return "\ufeff" + file.getvalue()

    def _plain(self, values):
        found = (values.get(column.name) for column in self.report.columns)
        return ["" if value is None else value for value in found]


def _harmless(cell):
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _titled(column):
    return f"{column.label} (s)" if column.unit == Unit.SECONDS else str(column.label)


def written(column, values):
    """One figure for people; a dash where there is nothing to say."""
    value = values.get(column.name)
    if value is None:
        return "–"
    if column.unit == Unit.SECONDS:
        return clock(value)
    return (_("%(n)s %%") % {"n": f"{value:g}"}).replace(" ", "\xa0") if column.unit == Unit.PERCENT else f"{value:,}"


def table(asked, now=None):
    """Count it. `asked` is a valid `Asked`."""
    report, scope, now = asked.report_asked, asked.scope(), now or timezone.now()
    if report.by_interval:
        rows, total = by_interval(scope, report)
        starts = scope.span.starts()
        return Table(report, [_interval(asked, at, row) for at, row in zip(starts, rows, strict=True)], total)
    found, total = ROWS[report.name](scope, now)
    return Table(report, [Row(str(one), None, _theirs(asked, one), row) for one, row in found], total)


def _interval(asked, at, values):
    interval, zone = asked.cleaned_data["interval"], asked.cleaned_data["zone"]
    local, is_short = at.astimezone(zone), interval in STEPS
    name = date_format(local, pgettext("date format", "D j M, H:i") if is_short else _day_format(interval))
    return Row(name, local, "" if is_short else _days(asked, local.date()), values)


def _day_format(interval):
    return pgettext("date format", "F Y") if interval == Interval.MONTH else pgettext("date format", "D j M Y")


def _days(asked, first):
    """The Tracker's list of the interactions that began in the interval of this day, where that is what its row counts."""
    if asked.report_asked.name != "volume" or asked.cleaned_data.get("agent"):
        return ""
    last = {
        Interval.DAY: first,
        Interval.WEEK: first + timedelta(days=6 - first.weekday()),
        Interval.MONTH: (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1),
    }[asked.cleaned_data["interval"]]
    return _tracker(asked, first, min(last, asked.cleaned_data["until"]))


def _theirs(asked, one):
    """The interactions of an agent."""
    if asked.report_asked.name != "agents":
        return ""
    return _tracker(asked, asked.cleaned_data["since"], asked.cleaned_data["until"], agent=one.pk)


def _tracker(asked, since, until, **more):
    given = {"since": since, "until": until, "zone": asked.cleaned_data["zone"].key}
    given |= {"workgroup": asked.scope().workgroups, "media_type": asked.cleaned_data["media_type"]} | more
    query = urlencode({name: value for name, value in given.items() if value}, doseq=True)
    return f"{reverse('supervision:tracker')}?{query}"
