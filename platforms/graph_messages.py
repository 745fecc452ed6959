"""What every private message of a page goes through, whether it begins in Messenger or under a public post.

Source: Graph API reference, /page/messages.
"""

from platforms import graph, payload, times
from platforms.base import Outcome, PlatformError, Sent
from platforms.words import _


def deliver(wire, body):
    """POST one message of the page; returns `Sent`, or raises PlatformError."""
    answer, _headers = graph.call(wire, "POST", f"{wire.address}/messages", body=body)
    number = payload.ident(answer, "message_id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("Messenger did not name the message it took."))
    return Sent(message_id(number), times.now())


def message_id(value):
    """One spelling of a message id: old captures have `m_mid.…` when polled and `mid.…` in a webhook."""
    return value.removeprefix("m_") if value.startswith("m_mid.") else value
