"""Pages of recordings by key, newest first: page 1,000 costs what page 1 does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

SIZE = 50
COUNTED_MOST = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the key under which older ones begin; blank: there are none."""

    rows: list
    older: str


def page(recordings, before=""):
    """The newest, or those before a key; a key that is none counts as blank."""
    key = _read(before)
    if key:
        at, pk = key
        recordings = recordings.filter(Q(began_at__lt=at) | Q(began_at=at, pk__lt=pk))
    rows = list(recordings.order_by("-began_at", "-pk")[: SIZE + 1])
    shown = rows[:SIZE]
    return Page(shown, _key(shown[-1]) if len(rows) > SIZE else "")


def count(recordings):
    """How many there are, counted no further than is worth the time: (number, are there more)."""
    number = recordings.order_by()[: COUNTED_MOST + 1].count()
    return min(number, COUNTED_MOST), number > COUNTED_MOST


def _key(recording):
    return f"{(recording.began_at - EPOCH) // timedelta(microseconds=1)}-{recording.pk}"


def _read(key):
    try:
        moment, number = (int(part) for part in key.split("-"))
        return EPOCH + timedelta(microseconds=moment), number
    except (ValueError, OverflowError):
        return None
