"""Answering in Messenger, and finding a message whose answer got lost.

Sources: Messenger Platform, "Send API", "Message tags", "Quick replies" and "Attachment Upload API".
"""

from datetime import timedelta

from platforms import times
from platforms.base import Found, MediaKind, Outcome, PlatformError, Search, Sent
from platforms.graph_messages import deliver
from platforms.graph_upload import upload
from platforms.messenger.inbox import SHOWN, conversations, messages_of
from platforms.text import normal
from platforms.watermark import first_try
from platforms.words import _

# A minute short of what the platform gives, for the way to it and its clock.
MARGIN = timedelta(minutes=1)
FREE_WINDOW = timedelta(hours=24) - MARGIN
AGENT_WINDOW = timedelta(days=7) - MARGIN
TYPES = {MediaKind.IMAGE: "image", MediaKind.VIDEO: "video", MediaKind.AUDIO: "audio", MediaKind.FILE: "file"}


def send(wire, outgoing):
    """Send words or a file to the customer `outgoing.to`; our mark comes back in the echo as `metadata`."""
    occasion = _occasion(outgoing)
    quoted = {"reply_to": {"mid": outgoing.parent}} if outgoing.parent else {}
    body = {
        "recipient": {"id": outgoing.to},
        "message": {**_contents(wire, outgoing), "metadata": outgoing.mark},
        **quoted,
        **occasion,
    }
    return deliver(wire, body)


def find_sent(wire, outgoing, known=frozenset()):
    """Look among the customer's 20 newest messages.

    CANNOT_TELL if all of them are newer than the first try, or if several files of ours could be the one.
    """
    since = first_try(outgoing)
    messages = _newest(wire, outgoing.to)
    found = [message for message in messages if _is_it(message, outgoing, known, since)]
    if len(found) == 1 or (found and not outgoing.media):
        return Search(Found.YES, Sent(found[0].external_id, found[0].at))
    out_of_sight = len(messages) >= SHOWN and all(message.at > since for message in messages)
    return Search(Found.CANNOT_TELL if found or out_of_sight else Found.NO)


def _newest(wire, customer):
    return [
        message
        for page, _ in conversations(wire, user_id=customer)
        for thread in page
        for message in messages_of(wire.address, thread)
        if message.peer.id == customer
    ]


def _contents(wire, outgoing):
    if not outgoing.media:
        return {"text": outgoing.text, **_choices(outgoing)}
    if outgoing.text or len(outgoing.media) > 1:
        raise PlatformError(
            Outcome.MESSAGE_FAILED,
            "media",
            _("Messenger takes words and files one by one: send them after each other."),
        )
    (file,) = outgoing.media
    kind = TYPES.get(file.kind, "file")
    # Reusable ones are all that can be uploaded beforehand; the customer sees nothing before the message.
    about = {"message": {"attachment": {"type": kind, "payload": {"is_reusable": True}}}}
    number = upload(wire, f"{wire.address}/message_attachments", "filedata", file, about, "attachment_id")
    return {"attachment": {"type": kind, "payload": {"attachment_id": number}}}


def _choices(outgoing):
    """Answers to tap ("Quick replies"); what is tapped comes back as a message with that title."""
    rows = [{"content_type": "text", "title": one, "payload": f"choice-{one}"} for one in outgoing.choices]
    return {"quick_replies": rows} if rows else {}


def _occasion(outgoing):
    """Why we may write: an answer within 24 hours, or within seven days one that a person wrote."""
    quiet = times.now() - outgoing.last_inbound if outgoing.last_inbound else timedelta(0)
    if quiet < FREE_WINDOW:
        return {"messaging_type": "RESPONSE"}
    if quiet < AGENT_WINDOW and outgoing.by_hand:
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    reason = _("The 24-hour window is closed: until the customer writes again only a person may answer, not a machine.")
    if quiet >= AGENT_WINDOW:
        reason = _("The customer last wrote more than seven days ago: he must write again before he can be answered.")
    raise PlatformError(Outcome.MESSAGE_FAILED, "window_closed", reason)


def _is_it(message, outgoing, known, since):
    return (
        message.own
        and message.external_id not in known
        and message.at >= since
        and normal(message.text) == normal(outgoing.text)
        and _same_file(message, outgoing)
    )


def _same_file(message, outgoing):
    return [one.kind for one in message.media] == [one.kind for one in outgoing.media]
