"""What each report counts: rows, and conditions on them. The Tracker lists by the same conditions (`listed.py`)."""

from dataclasses import dataclass, field

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet, Sum, When

from agents.models import MediaType, ServiceLevel
from agents.models.service_level import TARGET
from channels_admin.models import Channel, Incident
from interactions.models import Delivery, Stay
from supervision.quality import ratings

GOOD = Q(delivery__state__in=[Delivery.State.SENT, Delivery.State.DELIVERED, Delivery.State.READ])
BAD = Q(delivery__state__in=[Delivery.State.FAILED, Delivery.State.UNCERTAIN])
PUBLIC, PRIVATE = Q(media_type=MediaType.SOCIAL_CONVERSATION), Q(media_type=MediaType.SOCIAL_DIRECT_MESSAGE)
ALL = Q()
LENGTHS = ("connected", "held", "wrap_up")


@dataclass(frozen=True)
class Part:
    """Rows of one kind: `at` says in which interval each counts, `counts` {figure: condition} what is counted, `sums` {name:
    aggregate} what else is asked of them; `interaction` leads to the interaction of a row, blank where it has none."""

    rows: QuerySet
    at: str
    counts: dict
    sums: dict = field(default_factory=dict)
    interaction: str = "interaction"

    @property
    def aggregates(self):
        """By the names of the figures."""
        return {name: Count("pk", filter=condition) for name, condition in self.counts.items()} | self.sums

    def by(self, key):
        """{value of the key: {figure: number}}."""
        rows = self.rows.annotate(key=F(key)).values("key").annotate(**self.aggregates)
        return {row.pop("key"): row for row in rows}

    def listed(self, figure):
        """The interactions (ids) whose rows a figure counts."""
        return self.rows.filter(self.counts[figure]).values(self.interaction)


def volume(scope):
    """What began, what ended, and what was written."""
    begun = {"begun": ALL, "conversations": PUBLIC, "messages": PRIVATE}
    ours = Q(outbound=True) & (GOOD | Q(delivery=None))  # without a delivery: written on the platform itself
    written = {"received": Q(outbound=False), "sent": ours}
    return [
        Part(scope.begun(), "created_at", begun, interaction="pk"),
        Part(scope.ended(), "disconnected_at", {"ended": ALL, "unanswered": Q(picked_up_at=None)}, interaction="pk"),
        Part(scope.messages(), "platform_at", written),
    ]


def service_level(scope):
    """What became of stays in queues."""
    ends = {end.value: Q(end=end) for end in Stay.End}
    counts = ends | {"within": in_time(scope.workgroups)}
    return [Part(scope.stays(), "left_at", counts, {"longest_ms": Max("waited_ms")})]


def in_time(workgroups):
    """The condition that a stay was picked up within the target of its workgroup and type."""
    own = ServiceLevel.objects.filter(workgroup__in=workgroups)
    targets = [
        When(workgroup=workgroup, media_type=media_type, then=seconds * 1000)
        for workgroup, media_type, seconds in own.values_list("workgroup", "media_type", "seconds")
    ]
    return Q(end=Stay.End.PICKED_UP, waited_ms__lte=Case(*targets, default=TARGET * 1000))


def first_reply(scope):
    """How long first replies took."""
    took = ExpressionWrapper(F("first_reply_at") - F("created_at"), DurationField())
    rows = scope.replied().annotate(took=took)
    return [Part(rows, "first_reply_at", {"replies": ALL}, {"took": Sum("took")}, interaction="pk")]


def handle_time(scope):
    """How long agents had what they had in hand."""
    return [Part(scope.work(), "ended_at", {"work": ALL}, {name: Sum(f"{name}_ms") for name in LENGTHS})]


def satisfaction(scope):
    """What customers say."""
    return [Part(scope.surveys(), "asked_at", ratings.COUNTS, {"points": Sum("rating")})]


def agents(scope):
    """What agents picked up and had in hand; their statuses: `people.py`."""
    return [Part(scope.stays(), "left_at", {"picked_up": Q(end=Stay.End.PICKED_UP)}), *handle_time(scope)]


def channels(scope):
    """What came in by channels, what became of replies, and what went wrong; what it cost: `places.py`."""
    began = Incident.objects.filter(began__gte=scope.span.since, began__lt=scope.span.until).order_by()
    wrong = began.filter(account__in=places(scope).order_by().values("account"))
    return [
        Part(scope.begun(), "created_at", {"begun": ALL}, interaction="pk"),
        Part(scope.messages_of_begun(), "interaction__created_at", {"sent": GOOD, "failed": BAD}),
        Part(wrong, "began", {"incidents": ALL}, interaction=""),
    ]


def places(scope):
    """The channels that send to the workgroups, and those by which something came in there then."""
    sends = Q(direct_workgroup__in=scope.workgroups) | Q(conversation_workgroup__in=scope.workgroups)
    known = sends & Q(deleted_at=None) | Q(pk__in=scope.begun().values("thread__channel"))
    found = Channel.objects.filter(known).order_by("name")
    return found.filter(pk=scope.channel) if scope.channel else found


PARTS = {
    "volume": volume,
    "service_level": service_level,
    "first_reply": first_reply,
    "handle_time": handle_time,
    "satisfaction": satisfaction,
    "agents": agents,
    "channels": channels,
}
