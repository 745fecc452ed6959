"""A figure of a report as a criterion of the Tracker: the interactions that it counts, by the condition that counts them.

It is one value in an address: the figure, from when to when, and of which workgroups, agent, interaction type and channel.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agents.models import Agent, MediaType, Workgroup
from audit.local_times import zone_of
from channels_admin.models import Channel
from supervision.reports.figures import REPORTS
from supervision.reports.parts import PARTS
from supervision.reports.scope import Moments, Scope
from supervision.statistics.figures import Unit

BETWEEN, AND = "~", "."
MOST = 2**31  # no moment and no key is beyond it


def countable(report, parts):
    """The names of the figures of a report that count rows of interactions; of some the Tracker's rows have several."""
    numbers = {column.name for column in report.columns if column.unit == Unit.NUMBER}
    return {name for part in parts if part.interaction for name in part.counts} & numbers


@dataclass(frozen=True)
class Counted:
    """What one figure counts; no workgroups: all that whoever looks supervises."""

    report: str
    figure: str
    since: int
    until: int
    workgroups: tuple = ()
    agent: int | None = None
    media_type: str = ""
    channel: int | None = None

    @classmethod
    def read(cls, text):
        """What an address says; ValueError where it makes no sense."""
        named, since, until, groups, *others = text.split(BETWEEN)
        (report, figure), (agent, media_type, channel) = named.split(AND), others
        if report not in REPORTS or figure not in {one.name for one in REPORTS[report].columns}:
            raise ValueError(named)
        if media_type and media_type not in MediaType.values:
            raise ValueError(media_type)
        own = tuple(_number(pk) for pk in groups.split(AND) if pk)
        keys = [_number(key) if key else None for key in (agent, channel)]
        return cls(report, figure, _number(since), _number(until), own, keys[0], media_type, keys[1])

    def written(self):
        """As it stands in an address."""
        groups = AND.join(map(str, self.workgroups))
        facts = (self.since, self.until, groups, self.agent or "", self.media_type, self.channel or "")
        return BETWEEN.join([f"{self.report}{AND}{self.figure}", *map(str, facts)])

    def within(self, workgroups):
        """The same of these alone."""
        mine = tuple(pk for pk in self.workgroups if pk in workgroups) if self.workgroups else tuple(workgroups)
        return replace(self, workgroups=mine)

    @property
    def scope(self):
        """What it is counted of."""
        moments = Moments(*(datetime.fromtimestamp(at, UTC) for at in (self.since, self.until)))
        return Scope(self.workgroups, moments, self.agent, self.media_type, self.channel)

    def condition(self):
        """The interactions that it counts."""
        if not self.workgroups:
            return Q(pk=None)
        parts = PARTS[self.report](self.scope)
        part = next((part for part in parts if part.interaction and self.figure in part.counts), None)
        return Q(pk__in=part.listed(self.figure)) if part else Q(pk=None)

    def words(self, person):
        """What it is, and from when to when by the clock of somebody."""
        report = REPORTS[self.report]
        label = next(one.label for one in report.columns if one.name == self.figure)
        span = self.scope.span
        moments = (_moment(at.astimezone(zone_of(person))) for at in (span.since, span.until))
        facts = {"figure": label, "report": report.label} | dict(zip(("since", "until"), moments, strict=True))
        said = _("%(figure)s (%(report)s), %(since)s to %(until)s") % facts
        return ", ".join([said, *self._whose()])

    def _whose(self):
        """The names of whom it is about, where it is not about all."""
        for model, pk in ((Agent, self.agent), (Channel, self.channel)):
            yield from map(str, model.objects.filter(pk=pk)) if pk else ()
        yield from [str(MediaType(self.media_type).label)] if self.media_type else ()
        if len(self.workgroups) == 1:
            yield from map(str, Workgroup.objects.filter(pk__in=self.workgroups))


def _number(text):
    if not (text.isascii() and text.isdecimal() and int(text) < MOST):
        raise ValueError(text)
    return int(text)


def _moment(at):
    return date_format(at, pgettext("date format", "j M Y, H:i"))
