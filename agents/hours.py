"""When a workgroup is open: pure arithmetic over a week, holidays and a time zone (R34b)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
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

    def last_opening(self, moment):
        """When it opened last: where it is open now, the beginning of that; None: not within a week."""
        today = moment.astimezone(self.zone).date()
        for back in range(8):
            day = today - timedelta(days=back)
            walls = [datetime.combine(day, time(opens // 60, opens % 60)) for opens, _closes in self._of(day)]
            found = [at for wall in walls if (at := wall.replace(tzinfo=self.zone).astimezone(UTC)) <= moment]
            if found:
                return max(found)
        return None

    def open_between(self, since, until):
        """How long it is open between two moments, as a timedelta."""
        if until <= since:
            return timedelta(0)
        inside = {moment for moment in self._changes(since, until) if since < moment < until}
        marks = [since.astimezone(UTC), *sorted(inside), until.astimezone(UTC)]
        spans = zip(marks, marks[1:], strict=False)
        return sum((after - before for before, after in spans if self.open_at(before)), timedelta(0))

    def _changes(self, since, until):
        """Every moment between two at which it may open or close: by the week, at midnight, or as the clock jumps."""
        first, last = (moment.astimezone(self.zone).date() for moment in (since, until))
        for ahead in range((last - first).days + 2):
            day = first + timedelta(days=ahead)
            for minute in {0, *chain.from_iterable(self._of(day))}:
                wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
                yield from (wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
            yield from self._jump(day)

    def _jump(self, day):
        """The moment of this day, if any, at which the clock is put forward or back."""
        ends = (datetime.combine(day, time.min) + timedelta(days=ahead) for ahead in (0, 1))
        before, after = (wall.replace(tzinfo=self.zone).astimezone(UTC) for wall in ends)
        if self._offset(before) == self._offset(after):
            return []
        while after - before > MINUTE:
            middle = before + (after - before) // MINUTE // 2 * MINUTE
            before, after = (middle, after) if self._offset(middle) == self._offset(before) else (before, middle)
        return [after]

    def _offset(self, moment):
        return moment.astimezone(self.zone).utcoffset()

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
