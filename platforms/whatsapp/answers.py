"""Answering in WhatsApp. An accepted message may still fail: what became of it comes as a receipt with our mark."""

from platforms import graph, payload, times
from platforms.base import Found, Outcome, PlatformError, Search, Sent


def send(wire, outgoing):
    """Send text to `outgoing.to`: a phone number, or an id at the business if `to_kind` is "business_scoped"."""
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(outgoing),
        "type": "text",
        "text": {"preview_url": False, "body": outgoing.text},
        "biz_opaque_callback_data": outgoing.mark,
    }
    answer, _ = graph.call(wire, "POST", f"{wire.address}/messages", body=body)
    number = next((payload.ident(message, "id") for message in payload.rows(answer, "messages")), "")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", "WhatsApp did not name the message it took.")
    return Sent(number, times.now())


def find_sent(wire, outgoing, known=frozenset()):
    """CANNOT_TELL: WhatsApp lets nobody read sent messages; a receipt with our mark tells it."""
    return Search(Found.CANNOT_TELL)


def _recipient(outgoing):
    if outgoing.to_kind == "business_scoped":
        return {"recipient": outgoing.to}
    # Without the + the business's own country code would be put before the number.
    return {"to": "+" + outgoing.to.lstrip("+")}
