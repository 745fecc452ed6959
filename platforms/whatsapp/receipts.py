"""What became of our messages: `statuses` of a delivery as receipts. They come repeated and in any order."""

from platforms import graph_errors, payload, times
from platforms.base import Post, PostKind, Receipt
from platforms.whatsapp import people
from platforms.words import _

RECEIPTS = {
    "sent": Receipt.SENT,
    "delivered": Receipt.DELIVERED,
    "read": Receipt.READ,
    "played": Receipt.READ,
    "failed": Receipt.FAILED,
}


def read(status, known, heard):
    """The receipt in a status; None for a status that we do not know, or of a message that it does not name."""
    receipt = RECEIPTS.get(payload.words(status, "status"))
    number = payload.ident(status, "id")
    if receipt is None or not number:
        return None
    code, reason = _why(status) if receipt is Receipt.FAILED else ("", "")
    return Post(
        external_id=number,
        at=times.moment(status.get("timestamp"), heard),
        kind=PostKind.RECEIPT,
        private=True,
        peer=_recipient(status, known),
        receipt=receipt,
        code=code,
        reason=reason,
        mark=payload.words(status, "biz_opaque_callback_data"),
    )


def _recipient(status, known):
    """The person who got it; in a group that is a participant, not the recipient."""
    one = "recipient_participant" if payload.words(status, "recipient_type") == "group" else "recipient"
    return people.find(known, payload.ident(status, f"{one}_id"), payload.ident(status, f"{one}_user_id"))


def _why(status):
    """(code, reason in words) of a failure."""
    error = next(iter(payload.rows(status, "errors")), {})
    code = payload.dig(error, "code")
    known = graph_errors.meaning(code if isinstance(code, int) else None)
    said = payload.words(error, "error_data", "details") or payload.words(error, "title")
    return payload.ident(error, "code"), known[1] if known else said or _("WhatsApp could not deliver the message.")
