"""The figures of every report, counted from rows: {row key: {figure: value}} and the total, which is counted, not added up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Max, Q, Sum, When

from agents.models import MediaType, ServiceLevel
from agents.models.service_level import TARGET
from interactions.models import Interaction, State, Stay
from supervision.quality import ratings
from supervision.reports.models import Work
from supervision.reports.spans import Span


@dataclass(frozen=True)
class Scope:
    """What is asked: workgroups (ids), one agent (id) or all, one interaction type or all, and the time."""

    workgroups: tuple
    span: Span
    agent: int | None = None
    media_type: str = ""

    def between(self, rows, field, **names):
        """Of these rows, those in the time, by what the other criteria are called there."""
        found = rows.filter(**{f"{field}__gte": self.span.since, f"{field}__lt": self.span.until})
        found = found.filter(**{f"{names.get('workgroup', 'workgroup')}__in": self.workgroups})
        if self.agent:
            found = found.filter(**{names.get("agent", "agent"): self.agent})
        return found.filter(media_type=self.media_type) if self.media_type else found

    def begun(self):
        """The interactions that began then."""
        return self.between(Interaction.objects.order_by(), "created_at", agent="owner")

    def ended(self):
        """Those that were disconnected then."""
        rows = Interaction.objects.filter(state=State.DISCONNECTED).order_by()
        return self.between(rows, "disconnected_at", agent="owner")

    def stays(self):
        """The stays in queues that ended then."""
        return self.between(Stay.objects.order_by(), "left_at")

    def replied(self):
        """The interactions that got their first reply then."""
        return self.between(Interaction.objects.order_by(), "first_reply_at", workgroup="first_reply_in", agent="owner")

    def work(self):
        """What agents had in hand and what ended then."""
        return self.between(Work.objects.order_by(), "ended_at")


def by_interval(scope, report):
    """([{figure: value} for each interval], total)."""
    merge, counts = _MERGES[report.name], COUNTS[report.name]
    starts = scope.span.starts()
    cells = [defaultdict(int) for _start in starts]
    for rows, field, sums in counts(scope):
        for row in rows.annotate(cut=scope.span.cut(field)).values("cut").annotate(**sums):
            _add(cells[scope.span.place(starts, row.pop("cut"))], row)
    total = defaultdict(int)
    for cell in cells:
        _add(total, cell)
    return [merge(cell) for cell in cells], merge(total)


def _add(cell, row):
    """Numbers are added; of what is longest, the longer counts."""
    for name, value in row.items():
        if isinstance(value, timedelta):
            cell[name] = (cell[name] or timedelta(0)) + value
        else:
            cell[name] = max(cell[name], value or 0) if name.startswith("longest") else cell[name] + (value or 0)


PUBLIC, PRIVATE = Q(media_type=MediaType.SOCIAL_CONVERSATION), Q(media_type=MediaType.SOCIAL_DIRECT_MESSAGE)


def _volume(scope):
    begun = {"begun": Count("pk"), "conversations": Count("pk", filter=PUBLIC), "messages": Count("pk", filter=PRIVATE)}
    ended = {"ended": Count("pk"), "unanswered": Count("pk", filter=Q(picked_up_at=None))}
    return [(scope.begun(), "created_at", begun), (scope.ended(), "disconnected_at", ended)]


def in_time(workgroups):
    """The condition that a stay was picked up within the target of its workgroup and type."""
    own = ServiceLevel.objects.filter(workgroup__in=workgroups)
    targets = [
        When(workgroup=workgroup, media_type=media_type, then=seconds * 1000)
        for workgroup, media_type, seconds in own.values_list("workgroup", "media_type", "seconds")
    ]
    return Q(end=Stay.End.PICKED_UP, waited_ms__lte=Case(*targets, default=TARGET * 1000))


def _service_level(scope):
    ends = {end.value: Count("pk", filter=Q(end=end)) for end in Stay.End}
    within = Count("pk", filter=in_time(scope.workgroups))
    return [(scope.stays(), "left_at", {**ends, "within": within, "longest_ms": Max("waited_ms")})]


def _first_reply(scope):
    took = ExpressionWrapper(F("first_reply_at") - F("created_at"), DurationField())
    return [(scope.replied().annotate(took=took), "first_reply_at", {"replies": Count("pk"), "took": Sum("took")})]


def _handle_time(scope):
    sums = {name: Sum(f"{name}_ms") for name in ("connected", "held", "wrap_up")}
    return [(scope.work(), "ended_at", {"work": Count("pk"), **sums})]


def _satisfaction(scope):
    return [(scope.between(ratings.asked(), "asked_at"), "asked_at", ratings.SUMS)]


COUNTS = {
    "volume": _volume,
    "service_level": _service_level,
    "first_reply": _first_reply,
    "handle_time": _handle_time,
    "satisfaction": _satisfaction,
}


def _as_counted(cell):
    return {name: cell[name] for name in ("begun", "ended", "unanswered", "conversations", "messages")}


def _levels(cell):
    counted = cell["picked_up"] + cell["unanswered"]
    named = {name: cell[name] for name in ("picked_up", "within", "unanswered", "handed_on")}
    level = round(100 * cell["within"] / counted, 1) if counted else None
    return named | {
        "service_level": level,
        "longest_waited": cell["longest_ms"] // 1000 if sum(named.values()) else None,
    }


def _replies(cell):
    replies = cell["replies"]
    return {"replies": replies, "first_reply": round(cell["took"].total_seconds() / replies) if replies else None}


def handled(cell):
    """Lengths in seconds, and their mean for each piece of work."""
    lengths = {name: cell[name] / 1000 for name in ("connected", "held", "wrap_up")}
    mean = round(sum(lengths.values()) / cell["work"]) if cell["work"] else None
    return {name: round(value) for name, value in lengths.items()} | {"work": cell["work"], "mean": mean}


def _rated(cell):
    return ratings.figures(**{name: cell[name] for name in ratings.SUMS})


_MERGES = {
    "volume": _as_counted,
    "service_level": _levels,
    "first_reply": _replies,
    "handle_time": handled,
    "satisfaction": _rated,
}
