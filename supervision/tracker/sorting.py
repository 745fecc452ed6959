"""The orders of the Tracker, each with a key to go on from: page 1,000 costs what page 1 does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, Value
from django.utils.translation import gettext_lazy as _

from supervision.tracker.conditions import LASTED

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEP = timedelta(microseconds=1)
ENDED, OPEN = Q(disconnected_at__isnull=False), Q(disconnected_at=None)
RELEVANCE = "relevance"
NAMES = {"started": _("Started"), "ended": _("Ended"), "duration": _("Duration"), RELEVANCE: _("Relevance")}


@dataclass(frozen=True, slots=True)
class Step:
    """Where to go on: after this value and this number, in which direction, as of which moment."""

    value: object = None
    pk: int = 0
    down: bool = True
    now: datetime = EPOCH

    @property
    def order(self):
        """For a query of values named `key` and `pk`."""
        return ("-key", "-pk") if self.down else ("key", "pk")

    def beyond(self):
        """What comes after it."""
        if self.value is None:
            return Q()
        side = "lt" if self.down else "gt"
        further = Q(**{f"key__{side}": self.value}) | Q(**{f"pk__{side}": self.pk})
        return Q(**{f"key__{side}e": self.value}) & further


def parts(sort, now):
    """[(condition, key)]: what runs still has no end, and lasts until the moment for which the list was made."""
    if sort == "ended":
        return [(ENDED, F("disconnected_at")), (OPEN, Value(now, DateTimeField()))]
    if sort == "duration":
        until_now = ExpressionWrapper(Value(now, DateTimeField()) - F("created_at"), DurationField())
        return [(ENDED, LASTED), (OPEN, until_now)]
    return [(Q(), F("created_at"))]


def value(interaction, sort, now):
    """Where one stands in an order."""
    if sort == "started":
        return interaction.created_at
    ended = interaction.disconnected_at or now
    return ended - interaction.created_at if sort == "duration" else ended


def written(value, pk):
    """A key for an address: microseconds, and the number."""
    return f"{(value if isinstance(value, timedelta) else value - EPOCH) // STEP}-{pk}"


def read(key, sort):
    """(value, number) of such a key; None of what is none."""
    try:
        units, number = (int(part) for part in key.rsplit("-", 1))
        length = timedelta(microseconds=units)
        return (length if sort == "duration" else EPOCH + length), min(number, 2**63 - 1)
    except (ValueError, OverflowError):
        return None


def written_moment(moment):
    """A moment for an address."""
    return str((moment - EPOCH) // STEP)


def read_moment(text):
    """The same back; None of what is none."""
    try:
        return EPOCH + timedelta(microseconds=int(text))
    except (ValueError, OverflowError):
        return None
