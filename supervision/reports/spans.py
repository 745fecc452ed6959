"""Time cut into intervals, by the clock of a time zone: a day there may have 23 or 25 hours."""

import bisect
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import TextChoices
from django.db.models.functions import TruncDay, TruncHour, TruncMinute
from django.utils.translation import gettext_lazy as _


class Interval(TextChoices):
    """How long one row of a report is."""

    QUARTER = "quarter", _("15 minutes")
    HALF = "half", _("30 minutes")
    HOUR = "hour", _("Hour")
    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


STEPS = {
    Interval.QUARTER: timedelta(minutes=15),
    Interval.HALF: timedelta(minutes=30),
    Interval.HOUR: timedelta(hours=1),
}
# How the database groups before we do: never coarser than the interval.
CUTS = {Interval.QUARTER: TruncMinute, Interval.HALF: TruncMinute, Interval.HOUR: TruncHour}
MOST_DAYS = {
    Interval.QUARTER: 4,
    Interval.HALF: 8,
    Interval.HOUR: 31,
    Interval.DAY: 366,
    Interval.WEEK: 5 * 366,
    Interval.MONTH: 10 * 366,
}


@dataclass(frozen=True)
class Span:
    """From the day `first` to the day `last`, both included, in `zone`, by `interval`."""

    first: object
    last: object
    zone: object
    interval: Interval

    @property
    def since(self):
        """The first moment."""
        return self._begins(self.first)

    @property
    def until(self):
        """The first moment after it."""
        return self._begins(self.last + timedelta(days=1))

    def _begins(self, day):
        return datetime.combine(day, time.min, tzinfo=self.zone).astimezone(UTC)

    def starts(self):
        """When each interval begins, also those in which nothing happened."""
        step = STEPS.get(self.interval)
        return list(self._by_step(step) if step else self._by_day())

    def _by_step(self, step):
        at, until = self.since, self.until
        while at < until:
            yield at
            at += step

    def _by_day(self):
        day = self.first
        while day <= self.last:
            yield self._begins(day)
            day = self._following(day)

    def _following(self, day):
        if self.interval == Interval.DAY:
            return day + timedelta(days=1)
        if self.interval == Interval.WEEK:
            return day + timedelta(days=7 - day.weekday())
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)

    def cut(self, field):
        """The expression by which the database groups."""
        return CUTS.get(self.interval, TruncDay)(field, tzinfo=self.zone)

    def place(self, starts, moment):
        """Which interval a moment lies in."""
        return bisect.bisect_right(starts, moment) - 1
