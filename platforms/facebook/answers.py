"""Answering a public post or comment, in public or in private, and finding an answer whose receipt got lost.

Sources: Graph API reference, /object/comments and /page/photos; Messenger Platform, "Private Replies".
"""

from platforms import graph, payload, times
from platforms.base import Found, Outcome, PlatformError, Search, Sent
from platforms.facebook import attached, shapes
from platforms.graph_messages import deliver
from platforms.graph_upload import upload
from platforms.text import normal
from platforms.watermark import first_try
from platforms.words import _


def send(wire, outgoing):
    """Comment on `outgoing.parent`, a post or a comment, with one image at most; or answer it in private."""
    if outgoing.private_reply:
        return _privately(wire, outgoing)
    answer, _headers = graph.call(wire, "POST", f"{outgoing.parent}/comments", body=_body(wire, outgoing))
    number = payload.ident(answer, "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("Facebook did not name the comment it made."))
    return Sent(number, times.now())


def find_sent(wire, outgoing, known=frozenset()):
    """Look for the comment under what it answers; a private answer cannot be looked up, only whether there is none."""
    if outgoing.private_reply:
        return _find_private(wire, outgoing.parent)
    for above in _places(wire, outgoing.parent):
        sent = _under(wire, above, outgoing, known)
        if sent:
            return Search(Found.YES, sent)
    return Search(Found.NO)


def _body(wire, outgoing):
    if len(outgoing.media) > 1:
        raise PlatformError(
            Outcome.MESSAGE_FAILED, "media", _("A comment carries one image: send the others by themselves.")
        )
    words = {"message": outgoing.text} if outgoing.text else {}
    # A photo that is not published is seen by nobody before the comment carries it.
    values = {"published": "false"}
    photos = [upload(wire, f"{wire.address}/photos", "source", file, values) for file in outgoing.media]
    return {**words, **({"attachment_id": photos[0]} if photos else {})}


def _privately(wire, outgoing):
    if outgoing.media:
        raise PlatformError(Outcome.MESSAGE_FAILED, "media", _("A private answer to a comment carries text only."))
    about = "post_id" if is_post(wire, outgoing.parent) else "comment_id"
    message = {"text": outgoing.text, "metadata": outgoing.mark}
    return deliver(wire, {"recipient": {about: outgoing.parent}, "message": message})


def is_post(wire, number):
    """Is this the id of a post on the page? A comment's begins with the second half of its post's."""
    return number.startswith(f"{wire.address}_")


def _find_private(wire, parent):
    """While it can still be answered in private, it was not; afterwards nobody says which message did it."""
    answer, _headers = _read(wire, parent, {"fields": "id,can_reply_privately"})
    free = payload.dig(answer, "can_reply_privately") is True
    return Search(Found.NO if free else Found.CANNOT_TELL)


def _places(wire, parent):
    """Where the comment can hang: an answer to a reply may be hung beside the reply, under the comment above both."""
    yield parent
    if not is_post(wire, parent):
        answer, _headers = _read(wire, parent, {"fields": "id,parent{id}"})
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
        and _same(row, outgoing)
    )


def _same(row, outgoing):
    """The same words, and a picture if one was sent; what hangs on a comment without one is made of a link in it."""
    media, _headers = attached.polled(row)
    pictured = not outgoing.media or any(one.kind is outgoing.media[0].kind for one in media)
    return pictured and normal(payload.words(row, "message")) == normal(outgoing.text)


def _sent(row):
    return Sent(payload.ident(row, "id"), times.moment(row.get("created_time"), times.now()))
