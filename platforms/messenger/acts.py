"""What can be done in a private thread beside writing, and fetching its files.

Sources: Messenger Platform, "Sender actions"; Graph API reference, /message.
"""

from platforms import graph, payload
from platforms.base import Act, Outcome, PlatformError
from platforms.graph_media import located
from platforms.messenger import attached
from platforms.words import _


def do(wire, doing):
    """Show the customer `doing.to` that his messages were read. A result that stays open is RETRY: it may be repeated."""
    if doing.act is not Act.MARK_READ:
        raise PlatformError(Outcome.MESSAGE_FAILED, "act", _("Messenger does not offer this for a private message."))
    body = {"recipient": {"id": doing.to}, "sender_action": "mark_seen"}
    try:
        graph.call(wire, "POST", f"{wire.address}/messages", body=body)
    except PlatformError as error:
        if error.outcome is not Outcome.UNKNOWN:
            raise
        problem = PlatformError(Outcome.RETRY, error.code, error.reason)
    else:
        return
    raise problem


def locate(wire, media):
    """(address, headers) for fetching a file of a message; one whose address has ended is asked for anew."""
    return located(media, lambda: _address(wire, media))


def _address(wire, media):
    """Only the 20 newest messages of a thread can be asked for their files."""
    number, _, place = media.id.rpartition(":")
    try:
        answer, _ = graph.call(wire, "GET", number, params={"fields": "id,sticker,attachments"})
    except PlatformError as error:
        if graph.refused(error):
            return ""
        raise
    files = payload.rows(answer, "attachments", "data")
    wanted = files[int(place)] if place.isdecimal() and int(place) < len(files) else {}
    return attached.address(wanted) or payload.words(answer, "sticker")
