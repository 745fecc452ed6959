"""What happened, counted by quarters of an hour: those that are over are read once, and only the last minutes every second."""

import bisect
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.models import ServiceLevel
from agents.models.service_level import TARGET
from interactions.models import Interaction, Stay

QUARTER = timedelta(minutes=15)
LATELY = timedelta(minutes=30)
HORIZON = timedelta(hours=26)  # a day has at most 25 hours
SETTLES = timedelta(seconds=60)  # after which nothing is still being committed with a time before


def quarter(moment):
    """The quarter of an hour in which a moment lies; midnight is the beginning of one in every time zone."""
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)


@dataclass(slots=True)
class Count:
    """What became of the stays that ended in some time, and of first replies."""

    picked_up: int = 0
    within: int = 0
    unanswered: int = 0
    handed_on: int = 0
    longest_ms: int = 0
    replies: int = 0
    reply_ms: int = 0

    def stay(self, end, waited_ms, target):
        """One stay more."""
        setattr(self, end, getattr(self, end) + 1)
        self.within += end == Stay.End.PICKED_UP and waited_ms <= target * 1000
        self.longest_ms = max(self.longest_ms, waited_ms)

    def reply(self, took):
        """One first reply more."""
        self.replies += 1
        self.reply_ms += took // timedelta(milliseconds=1)

    def __iadd__(self, other):
        longest = max(self.longest_ms, other.longest_ms)
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.longest_ms = longest
        return self

    @property
    def attained(self):
        """The service level in percent, rounded to one decimal; None where there is nothing to attain."""
        counted = self.picked_up + self.unanswered
        return round(100 * self.within / counted, 1) if counted else None

    def as_json(self):
        """By the names of the figures; the first three let figures of several workgroups be added up."""
        return {
            "picked_up": self.picked_up,
            "within": self.within,
            "unanswered": self.unanswered,
            "handed_on": self.handed_on,
            "service_level": self.attained,
            "longest_waited": self.longest_ms // 1000 if self.longest_ms else None,
            "first_reply": round(self.reply_ms / self.replies / 1000) if self.replies else None,
            "replies": self.replies,
        }


@dataclass(frozen=True, slots=True)
class Happened:
    """One stay that ended or one first reply: when, and whose (keys of workgroup and agent)."""

    at: datetime
    keys: tuple
    end: str
    number: object

    def into(self, count, target):
        """Count it."""
        count.reply(self.number) if self.end == "reply" else count.stay(self.end, self.number, target)


class Targets:
    """Seconds by workgroup (id) and interaction type."""

    def __init__(self):
        rows = ServiceLevel.objects.values_list("workgroup", "media_type", "seconds")
        self.own = {(workgroup, media_type): seconds for workgroup, media_type, seconds in rows}

    def of(self, workgroup, media_type):
        """The target; 60 where none is set."""
        return self.own.get((workgroup, media_type), TARGET)


def happened(workgroups, since, until, targets):
    """[(Happened, target), …] in the order of nothing in particular: two queries, each by its index."""
    left = Stay.objects.filter(workgroup__in=workgroups, left_at__gte=since, left_at__lt=until).order_by()
    for workgroup, media_type, agent, end, waited, at in left.values_list(
        "workgroup", "media_type", "agent", "end", "waited_ms", "left_at"
    ).iterator():
        keys = (("workgroup", workgroup), *([("agent", agent)] if agent else []))
        yield Happened(at, keys, end, waited), targets.of(workgroup, media_type)
    replied = Interaction.objects.filter(
        first_reply_in__in=workgroups, first_reply_at__gte=since, first_reply_at__lt=until
    )
    for workgroup, began, at in replied.order_by().values_list("first_reply_in", "created_at", "first_reply_at"):
        yield Happened(at, (("workgroup", workgroup),), "reply", at - began), 0


class Cells:
    """The quarters that are over, and what is asked of them, each sum made once."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Read everything anew."""
        self._known, self.until = None, None

    def settle(self, workgroups, now, targets):
        """Read the quarters that have ended since; all of them where workgroups or targets are others than before."""
        until, known = quarter(now - SETTLES), (tuple(workgroups), tuple(sorted(targets.own.items())))
        if self._known == known and self.until == until:
            return
        if self._known != known or until < self.until:
            self._cells, self.until = defaultdict(dict), quarter(now - HORIZON)
        for one, target in happened(workgroups, self.until, until, targets):
            for key in one.keys:
                one.into(self._cells[key].setdefault(quarter(one.at), Count()), target)
        self._known, self.until = known, until
        self._forget(quarter(now - HORIZON))

    def _forget(self, horizon):
        """What nobody asks for any more; sums are made anew, and the times kept in order for them."""
        self._sums = {}
        self._cells = defaultdict(
            dict,
            {
                key: {at: cell for at, cell in sorted(cells.items()) if at >= horizon}
                for key, cells in self._cells.items()
            },
        )
        self._times = {key: list(cells) for key, cells in self._cells.items()}

    def sum(self, key, since, until):
        """A new Count of one workgroup or agent between two quarters."""
        asked = key, since, until
        if asked not in self._sums:
            times, total = self._times.get(key, ()), Count()
            for at in times[bisect.bisect_left(times, since) : bisect.bisect_left(times, until)]:
                total += self._cells[key][at]
            self._sums[asked] = total
        total = Count()
        total += self._sums[asked]
        return total


class Ledger:
    """The cells and what has happened since they were settled, at one moment."""

    def __init__(self, cells, workgroups, now, targets):
        cells.settle(workgroups, now, targets)
        self.cells, self.fresh = cells, defaultdict(list)
        self._since = min(cells.until, now - LATELY)
        for one, target in happened(workgroups, self._since, now + timedelta.resolution, targets):
            for key in one.keys:
                self.fresh[key].append((one, target))

    def count(self, key, since, until=None):
        """What happened to one workgroup or agent from then on, or between two quarters."""
        fresh_since, total = since, Count()
        if since < self._since:  # further back only whole quarters are known
            total = self.cells.sum(key, since, min(until or self.cells.until, self.cells.until))
            fresh_since = self.cells.until
        if until and until <= fresh_since:
            return total
        for one, target in self.fresh[key]:
            if one.at >= fresh_since and (until is None or one.at < until):
                one.into(total, target)
        return total
