"""When a workgroup is open: pure arithmetic over a week, holidays and a time zone (R34b)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = 24 * 60  # the end of a day, in minutes
HORIZON = 400  # days within which the next opening is looked for
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A week as {weekday (Monday is 0): ((opens, closes), …)} in minutes of the local day, and the days that are closed."""

    zone: ZoneInfo
    week: dict
    holidays: frozenset[date] = frozenset()

    def open_at(self, moment):
        """Is it open then, by the clock on the wall there?"""
        local = moment.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return any(opens <= minute < closes for opens, closes in self._of(local.date()))

    def next_opening(self, moment):
        """`moment` itself while it is open, else when it opens next; None: not within a year."""
        if self.open_at(moment):
            return moment
        first = moment.astimezone(self.zone).date()
        for ahead in range(HORIZON):
            day = first + timedelta(days=ahead)
            found = [self._opening(day, opens, moment) for opens, _closes in self._of(day)]
            if any(found):
                return min(filter(None, found))
        return None

    def _of(self, day):
        return () if day in self.holidays else self.week.get(day.weekday(), ())

    def _opening(self, day, opens, after):
        """The first moment past `after` at which the wall clock says so; where it jumps over that, at the jump's end."""
        wall = datetime.combine(day, time(opens // 60, opens % 60))
        for fold in (0, 1):  # a time that the clock shows twice counts at both
            moment = wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
            if moment.astimezone(self.zone).replace(tzinfo=None) != wall:
                moment = self._after_the_jump(moment, wall)
            if moment > after and self.open_at(moment):
                return moment
        return None

    def _after_the_jump(self, moment, wall):
        # One reading lies before the jump, the other behind it: the first minute at which the clock is past `wall`.
        moment -= timedelta(hours=3)
        while moment.astimezone(self.zone).replace(tzinfo=None) < wall:
            moment += MINUTE
        return moment


def schedules(workgroups):
    """{workgroup id: Schedule} of those that keep hours; load them with `hours` and `holidays`."""
    return {group.pk: schedule_of(group) for group in workgroups if group.keeps_hours}


def schedule_of(workgroup):
    """The schedule that a workgroup's rows come to."""
    week = defaultdict(list)
    for row in workgroup.hours.all():
        week[row.weekday].append((row.opens, row.closes))
    days = {weekday: tuple(sorted(spans)) for weekday, spans in week.items()}
    return Schedule(ZoneInfo(workgroup.time_zone), days, frozenset(row.day for row in workgroup.holidays.all()))
