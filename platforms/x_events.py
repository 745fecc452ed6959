"""The envelope of the X Activity API ({data: {event_uuid, filter, event_type, payload, includes}}), and notices of it."""

from platforms import payload, x_api
from platforms.base import Notice

# How a like, X's only reaction to a post, is shown.
LIKE = "👍"
# Events of private messages: unencrypted, and encrypted ones.
PRIVATE = ("dm.", "chat.")
TIMES = ("timestamp_ms", "created_timestamp", "created_at_msec", "date_time", "created_at")


def events(delivery):
    """The events in a delivery; X sends one at a time, under `data`."""
    found = payload.dig(delivery, "data")
    return payload.rows(delivery, "data") if isinstance(found, list) else [found] if isinstance(found, dict) else []


def address(event):
    """The account whose subscription it is; for a revoked consent, whose it was."""
    return payload.ident(event, "filter", "user_id") or payload.ident(event, "payload", "user_id")


def happened(event):
    """When, as the payload says; else now."""
    told = (payload.dig(event, "payload", name) for name in TIMES)
    return x_api.when(next(filter(None, told), None))


def notice(kind, event, subject, identifier=""):
    """An event that says nothing, kept whole."""
    inner = payload.dig(event, "payload")
    data = inner if isinstance(inner, dict) else {"payload": inner}
    return Notice(kind, happened(event), subject, identifier, data)
