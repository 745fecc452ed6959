"""Pages by key: what is asked for is "older than this one", so page 1,000 costs what page 1 does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

SIZE = 50
COUNTED_MOST = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first, and the keys of the neighboring pages (blank: there is none)."""

    rows: list
    newer: str
    older: str


def key_of(interaction):
    """Where it stands in the order: when it began (microseconds since 1970), and its number."""
    return f"{(interaction.created_at - EPOCH) // timedelta(microseconds=1)}-{interaction.pk}"


def page(interactions, before="", after=""):
    """The newest, or those right before or after a key; a key that is none counts as blank."""
    older_than, newer_than = _read(before), _read(after)
    if newer_than and not older_than:
        rows = list(interactions.filter(_beyond("gt", newer_than)).order_by("created_at", "pk")[: SIZE + 1])
        more, rows = len(rows) > SIZE, rows[:SIZE][::-1]
        return _page(rows, newer=more, older=True)
    if older_than:
        interactions = interactions.filter(_beyond("lt", older_than))
    rows = list(interactions.order_by("-created_at", "-pk")[: SIZE + 1])
    return _page(rows[:SIZE], newer=bool(older_than), older=len(rows) > SIZE)


def count(interactions):
    """How many there are, counted no further than is worth the time: (number, are there more)."""
    number = interactions.order_by()[: COUNTED_MOST + 1].count()
    return min(number, COUNTED_MOST), number > COUNTED_MOST


def _page(rows, *, newer, older):
    return Page(rows, key_of(rows[0]) if rows and newer else "", key_of(rows[-1]) if rows and older else "")


def _read(key):
    try:
        moment, number = (int(part) for part in key.split("-"))
        return EPOCH + timedelta(microseconds=moment), number
    except (ValueError, OverflowError):
        return None


def _beyond(side, key):
    moment, number = key
    return Q(**{f"created_at__{side}": moment}) | Q(created_at=moment, **{f"pk__{side}": number})
