"""Answering in Messenger, and finding a message whose answer got lost."""

from datetime import timedelta

from platforms import graph, payload, times
from platforms.base import Found, Outcome, PlatformError, Search, Sent
from platforms.messenger.inbox import SHOWN, conversations, messages_of
from platforms.messenger.shapes import message_id
from platforms.text import normal
from platforms.watermark import first_try

# A minute short of the 24 hours, for the way to the platform and its clock.
FREE_WINDOW = timedelta(hours=24) - timedelta(minutes=1)


def send(wire, outgoing):
    """Send to the customer `outgoing.to`; our mark comes back in the echo as `metadata`."""
    body = {
        "recipient": {"id": outgoing.to},
        "message": {"text": outgoing.text, "metadata": outgoing.mark},
        **_occasion(outgoing.last_inbound),
    }
    answer, _ = graph.call(wire, "POST", f"{wire.address}/messages", body=body)
    number = payload.ident(answer, "message_id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", "Messenger did not name the message it took.")
    return Sent(message_id(number), times.now())


def find_sent(wire, outgoing, known=frozenset()):
    """Look among the customer's 20 newest messages; CANNOT_TELL if all of them are newer than the first try."""
    since = first_try(outgoing)
    messages = [
        message
        for page, _ in conversations(wire, user_id=outgoing.to)
        for thread in page
        for message in messages_of(wire.address, thread)
        if message.peer.id == outgoing.to
    ]
    for message in messages:
        if _is_it(message, outgoing, known, since):
            return Search(Found.YES, Sent(message.external_id, message.at))
    out_of_sight = len(messages) >= SHOWN and all(message.at > since for message in messages)
    return Search(Found.CANNOT_TELL if out_of_sight else Found.NO)


def _occasion(last_inbound):
    if last_inbound is None or times.now() - last_inbound < FREE_WINDOW:
        return {"messaging_type": "RESPONSE"}
    return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def _is_it(message, outgoing, known, since):
    return (
        message.own
        and message.external_id not in known
        and message.at >= since
        and normal(message.text) == normal(outgoing.text)
    )
