"""The service level of a workgroup (R49): live and by interval, counted from the stays in its queue.

Attained is what was picked up within the target, of what was picked up or left unanswered, by the time of leaving the
queue. What was handed on to another queue counts there, and is only named here. The target is that of now.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q
from django.db.models.functions import TruncDay, TruncHour, TruncMinute
from django.utils import timezone

from agents import service_clock
from agents.models import MediaType, ServiceLevel
from agents.models.service_level import TARGET
from interactions.models import Interaction, State, Stay

LATELY = timedelta(minutes=30)
HALF_HOUR = timedelta(minutes=30)


@dataclass(slots=True)
class Figures:
    """What became of the stays that ended in some time."""

    picked_up: int = 0
    within: int = 0
    unanswered: int = 0
    handed_on: int = 0

    @property
    def attained(self):
        """Percent, rounded to one decimal; None where there is nothing to attain."""
        counted = self.picked_up + self.unanswered
        return round(100 * self.within / counted, 1) if counted else None

    def add(self, end, number, within):
        """`number` stays more that ended so, `within` of them in time."""
        setattr(self, end, getattr(self, end) + number)
        self.within += within

    def as_json(self):
        """The counts, and what they come to."""
        counts = {name: getattr(self, name) for name in self.__slots__}
        return counts | {"attained": self.attained}


def in_time(targets):
    """The condition that a stay was picked up within the target of its type."""
    each = (Q(media_type=media_type, waited_ms__lte=seconds * 1000) for media_type, seconds in targets.items())
    return Q(end=Stay.End.PICKED_UP) & reduce(or_, each)


def between(workgroup, since, until):
    """The stays of a workgroup (id) that ended then."""
    return Stay.objects.filter(workgroup=workgroup, left_at__gte=since, left_at__lt=until)


def figures(workgroup, since, until, targets):
    """{interaction type: Figures} of a workgroup (id)."""
    found = defaultdict(Figures)
    rows = between(workgroup, since, until).values("media_type", "end")
    counted = rows.annotate(number=Count("pk"), within=Count("pk", filter=in_time(targets)))
    for media_type, end, number, within in counted.values_list("media_type", "end", "number", "within"):
        found[media_type].add(end, number, within)
    return found


def first_replies(workgroup, since, until):
    """{interaction type: (how many, mean seconds from arrival)} of the first replies that agents wrote for it."""
    took = ExpressionWrapper(F("first_reply_at") - F("created_at"), DurationField())
    rows = Interaction.objects.filter(first_reply_in=workgroup, first_reply_at__gte=since, first_reply_at__lt=until)
    counted = rows.order_by().values("media_type").annotate(number=Count("pk"), mean=Avg(took))
    return {row["media_type"]: (row["number"], round(row["mean"].total_seconds(), 1)) for row in counted}


def waiting_now(workgroup, now):
    """{interaction type: (how many are in the queue, seconds of the longest that count)}; what is being offered counts too."""
    rows = Interaction.objects.filter(workgroup=workgroup, state__in=(State.WAITING, State.ALERTING))
    counted = rows.exclude(stay_since=None).order_by().values("media_type")
    counted = counted.annotate(number=Count("pk"), longest=Min("stay_since"))
    waited = {row["media_type"]: service_clock.counted(workgroup, row["longest"], now) for row in counted}
    return {row["media_type"]: (row["number"], int(waited[row["media_type"]].total_seconds())) for row in counted}


def live(workgroup, now=None):
    """One row for each type that has a target of its own or something to show: today, the last 30 minutes, now."""
    now = now or timezone.now()
    pk, own, today = workgroup.pk, ServiceLevel.own(workgroup.pk), midnight(workgroup, now)
    targets = dict.fromkeys(MediaType.values, TARGET) | own
    until = now + timedelta.resolution  # what left this very moment has left
    day, lately = figures(pk, today, until, targets), figures(pk, now - LATELY, until, targets)
    replies, waiting = first_replies(pk, today, until), waiting_now(pk, now)
    shown = own.keys() | day.keys() | lately.keys() | replies.keys() | waiting.keys() | SOCIAL
    return [
        {
            "media_type": media_type,
            "name": str(MediaType(media_type).label),
            "target": targets[media_type],
            "today": day[media_type].as_json(),
            "last_30_min": lately[media_type].as_json(),
            "first_reply": _named(replies.get(media_type), "number", "mean_seconds"),
            "in_queue": _named(waiting.get(media_type), "number", "longest_seconds"),
        }
        for media_type in MediaType.values
        if media_type in shown
    ]


SOCIAL = {MediaType.SOCIAL_CONVERSATION.value, MediaType.SOCIAL_DIRECT_MESSAGE.value}


def _named(pair, *names):
    return dict(zip(names, pair or (0, None), strict=True))


def zone(workgroup):
    """Its time zone; UTC where the name is none."""
    try:
        return ZoneInfo(workgroup.time_zone or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def midnight(workgroup, now):
    """When today began there."""
    return day_begins(now.astimezone(zone(workgroup)).date(), zone(workgroup))


def day_begins(day, where):
    """The moment at which a day begins in a time zone."""
    return datetime.combine(day, time.min, tzinfo=where)


@dataclass(frozen=True)
class Interval:
    """How history is cut: the database's cut, the step, and how many days may be asked for."""

    cut: type
    days: int
    step: timedelta


INTERVALS = {
    "half_hour": Interval(TruncMinute, 2, HALF_HOUR),
    "hour": Interval(TruncHour, 14, timedelta(hours=1)),
    "day": Interval(TruncDay, 366, timedelta(days=1)),
}


def history(workgroup, name, first, last):
    """[{"since", Figures as JSON}, …] for each interval from the day `first` to the day `last`, all types together."""
    where, interval = zone(workgroup), INTERVALS[name]
    since, until = day_begins(first, where), day_begins(last + timedelta(days=1), where)
    targets, found = ServiceLevel.targets(workgroup.pk), defaultdict(Figures)
    rows = between(workgroup.pk, since, until).annotate(cut=interval.cut("left_at", tzinfo=where)).values("cut", "end")
    counted = rows.annotate(number=Count("pk"), within=Count("pk", filter=in_time(targets)))
    for cut, end, number, within in counted.values_list("cut", "end", "number", "within"):
        found[_begins(cut, since, interval, where)].add(end, number, within)
    return [{"since": at.isoformat(), **found[at].as_json()} for at in _starts(since, until, interval, where)]


def _begins(at, since, interval, where):
    """The beginning of the interval in which a moment lies."""
    if interval.cut is TruncDay:
        return day_begins(at.astimezone(where).date(), where)
    steps = (at.astimezone(UTC) - since.astimezone(UTC)) // interval.step
    return (since.astimezone(UTC) + steps * interval.step).astimezone(where)


def _starts(since, until, interval, where):
    """Every beginning, also of intervals in which nothing happened; a day may have 23 or 25 hours."""
    at = since
    while at < until:
        yield at
        if interval.cut is TruncDay:
            at = day_begins(at.date() + timedelta(days=1), where)
        else:
            at = (at.astimezone(UTC) + interval.step).astimezone(where)
