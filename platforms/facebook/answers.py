"""Answering in public: a comment under the very message answered, and finding one whose answer got lost."""

from platforms import graph, payload, times
from platforms.base import Found, Outcome, PlatformError, Search, Sent
from platforms.facebook import shapes
from platforms.text import normal
from platforms.watermark import first_try


def send(wire, outgoing):
    """Comment on `outgoing.parent`, a post or a comment."""
    answer, _ = graph.call(wire, "POST", f"{outgoing.parent}/comments", body={"message": outgoing.text})
    number = payload.ident(answer, "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", "Facebook did not name the comment it made.")
    return Sent(number, times.now())


def find_sent(wire, outgoing, known=frozenset()):
    """Look for the comment under what it answers."""
    for above in _places(wire, outgoing.parent):
        sent = _under(wire, above, outgoing, known)
        if sent:
            return Search(Found.YES, sent)
    return Search(Found.NO)


def _places(wire, parent):
    """Where the comment can hang: an answer to a reply may be hung beside the reply, under the comment above both."""
    yield parent
    if not parent.startswith(f"{wire.address}_"):
        answer, _ = _read(wire, parent, {"fields": "id,parent{id}"})
        above = payload.ident(answer, "parent", "id")
        if above:
            yield above


def _under(wire, above, outgoing, known):
    since = first_try(outgoing)
    params = {"fields": shapes.COMMENT_FIELDS, "order": "chronological", "since": times.unix(since), "limit": 100}
    try:
        rows = [row for page, _ in graph.pages(wire, f"{above}/comments", params) for row in page]
    except PlatformError as error:
        if graph.refused(error):
            return None
        raise
    return next((_sent(row) for row in rows if _is_it(row, wire, above, outgoing, known, since)), None)


def _read(wire, path, params):
    try:
        return graph.call(wire, "GET", path, params=params)
    except PlatformError as error:
        if graph.refused(error):
            return {}, None
        raise


def _is_it(row, wire, above, outgoing, known, since):
    return (
        payload.ident(row, "from", "id") == wire.address
        and payload.ident(row, "id") not in known
        and payload.ident(row, "parent", "id") in ("", above)
        and times.moment(row.get("created_time"), since) >= since
        and normal(payload.words(row, "message")) == normal(outgoing.text)
    )


def _sent(row):
    return Sent(payload.ident(row, "id"), times.moment(row.get("created_time"), times.now()))
