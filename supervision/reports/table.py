"""A report as a table: what a page, a CSV and a mail show alike."""

import csv
import io
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from supervision.reports import people, places
from supervision.reports.counting import by_interval
from supervision.reports.listed import Counted, countable
from supervision.reports.parts import PARTS
from supervision.reports.spans import STEPS, Interval
from supervision.rows import clock, percent
from supervision.statistics.figures import Unit

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
EACH = {"agents": people.each, "channels": places.each}
KEYS = {"agents": "agent", "channels": "channel"}


@dataclass(slots=True)
class Row:
    """One row: what it is called, when it begins (of an interval), its figures, and where what they count is listed."""

    name: str
    at: object
    values: dict
    links: dict


@dataclass(slots=True)
class Table:
    """The whole."""

    report: object
    kind: str
    rows: list
    all: Row

    @property
    def total(self):
        """The figures of all."""
        return self.all.values

    def shown(self):
        """[(row, [(a figure as people read it, where what it counts is listed)])]."""
        return [(row, self._read(row)) for row in self.rows]

    def total_shown(self):
        """The total, likewise."""
        return self._read(self.all)

    def _read(self, row):
        return [(written(column, row.values), row.links.get(column.name)) for column in self.report.columns]

    def as_csv(self):
        """Numbers as numbers: lengths in seconds, moments in ISO 8601."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow([str(self.kind), *(_titled(column) for column in self.report.columns)])
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
    if column.unit == Unit.PERCENT:
        return percent(value)
    return number_format(value, 2 if isinstance(value, float) else 0, force_grouping=True)


def table(asked, now=None):
    """Count it. `asked` is a valid `Asked`."""
    report, scope, now = asked.report_asked, asked.scope(), now or timezone.now()
    link = _links(asked, scope)
    if asked.by_interval:
        rows, total = by_interval(scope, report, now)
        starts = scope.span.starts()
        made = [
            Row(_name(asked, at), at.astimezone(scope.span.zone), row, link(row, at, until))
            for at, until, row in zip(starts, [*starts[1:], scope.span.until], rows, strict=True)
        ]
    else:
        found, total = EACH[report.name](scope, now)
        made = [Row(str(one), None, row, link(row, **{KEYS[report.name]: one.pk})) for one, row in found]
    return Table(
        report, _("Interval") if asked.by_interval else report.each, made, Row(_("Total"), None, total, link(total))
    )


def _name(asked, at):
    interval, local = asked.cleaned_data["interval"], at.astimezone(asked.cleaned_data["zone"])
    return date_format(local, pgettext("date format", "D j M, H:i") if interval in STEPS else _day_format(interval))


def _day_format(interval):
    return pgettext("date format", "F Y") if interval == Interval.MONTH else pgettext("date format", "D j M Y")


def _links(asked, scope):
    """What makes the Tracker's addresses of the figures of a row: {figure: address}, of those that count interactions."""
    report, address = asked.report_asked, reverse("supervision:tracker")
    names = countable(report, PARTS[report.name](scope))
    chosen = scope.workgroups if asked.cleaned_data.get("workgroup") else ()

    def link(values, since=scope.span.since, until=scope.span.until, **whose):
        facts = {"workgroups": chosen, "agent": scope.agent, "media_type": scope.media_type, "channel": scope.channel}
        span = int(since.timestamp()), int(until.timestamp())
        return {
            name: f"{address}?counted={Counted(report.name, name, *span, **facts | whose).written()}"
            for name in names
            if values[name]
        }

    return link
