"""Messages of Genesys Cloud as `Post`s. Source: Platform API, MessageData and ConversationNormalizedMessage."""

from platforms import payload, times
from platforms.base import Detail, Media, MediaKind, Person, Post, PostKind, Receipt
from platforms.words import _

KINDS = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO, "file": MediaKind.FILE}
RECEIPTS = {
    "sent": Receipt.SENT,
    "published": Receipt.SENT,
    "delivery-success": Receipt.DELIVERED,
    "read": Receipt.READ,
    "failed": Receipt.FAILED,
    "delivery-failed": Receipt.FAILED,
}
# Typing and presence, and receipts, which are read from the status.
SILENT = ("event", "receipt")
FAILED = _("WhatsApp could not deliver the message.")


def digits(address):
    """A number without what is written around it: +1 555, tel:+1555."""
    return "".join(sign for sign in address.removeprefix("tel:") if sign.isdigit())


def known_by(address):
    """How a person is known: the digits of a number, or an id with letters in it as it is."""
    return digits(address) if _is_number(address) else address


def belongs(message, integration):
    """Is it a WhatsApp message of this integration? Where none is named, the conversation was ours."""
    if payload.words(message, "messengerType").lower() not in ("", "whatsapp"):
        return False
    return payload.ident(message, "normalizedMessage", "channel", "id") in ("", integration)


def is_own(message):
    """Is it a message of the company?"""
    return payload.words(message, "direction").lower() == "outbound"


def post(message):
    """A message in either direction; None where it says nothing, or names nobody at the other end."""
    number, told = payload.ident(message, "id"), payload.dig(message, "normalizedMessage")
    own = is_own(message)
    peer = _peer(message, own)
    if not number or peer is None or payload.words(told, "type").lower() in SILENT:
        return None
    common = {"private": True, "peer": peer, "author": None if own else peer, "own": own}
    deleted = times.moment(payload.dig(told, "channel", "dateDeleted"))
    if deleted or payload.words(message, "status") == "removed":
        return Post(number, deleted or time_of(message), PostKind.DELETION, **common)
    return _said(message, number, common)


def receipt(number, status, at, message=None):
    """What became of our message `number`; None for a status that tells nothing. `message` tells why it failed."""
    state = RECEIPTS.get(status)
    if state is None:
        return None
    code, reason = _why(message) if state is Receipt.FAILED else ("", "")
    peer = _peer(message, own=True) if message else None
    return Post(number, at, PostKind.RECEIPT, private=True, peer=peer, receipt=state, code=code, reason=reason)


def time_of(message):
    """When it was written, else when Genesys Cloud had it."""
    written = times.moment(payload.dig(message, "normalizedMessage", "channel", "time"))
    return written or times.moment(message.get("timestamp")) or times.now()


def _said(message, number, common):
    told = payload.dig(message, "normalizedMessage")
    text = payload.words(told, "text") or payload.words(message, "textBody")
    rows = payload.rows(told, "content")
    media = tuple(filter(None, map(_media, rows))) or tuple(
        filter(None, map(_old_media, payload.rows(message, "media")))
    )
    details = [one for row in rows if (one := _detail(row))]
    text = text or next(filter(None, map(_words, rows)), "")
    known = text or media or any(detail.kind != "unsupported" for detail in details)
    if not known and not details:
        details.append(Detail("unsupported", payload.words(told, "type") or "unknown"))
    return Post(
        external_id=number,
        at=time_of(message),
        kind=PostKind.MESSAGE if known else PostKind.UNSUPPORTED,
        text=text,
        media=media,
        details=tuple(details),
        aliases=tuple(filter(None, [payload.ident(message, "providerMessageId")])),
        edited_at=times.moment(payload.dig(told, "channel", "dateModified")),
        **common,
    )


def _peer(message, own):
    """The customer: who wrote, or to whom the company did."""
    end = "to" if own else "from"
    told = payload.dig(message, "normalizedMessage", "channel", end)
    address = payload.ident(told, "id") or payload.ident(message, f"{end}Address")
    if not address:
        return None
    names = (payload.words(told, "firstName"), payload.words(told, "lastName"))
    name = payload.words(told, "nickname") or " ".join(filter(None, names))
    kind = "phone" if _is_number(address) else "business_scoped"
    return Person(kind, known_by(address), name=name, picture=payload.words(told, "image"))


def _is_number(address):
    return bool(digits(address)) and not any(sign.isalpha() for sign in address.removeprefix("tel:"))


def _media(row):
    file = payload.dig(row, "attachment")
    kind = KINDS.get(payload.words(file, "mediaType").lower())
    number, url = payload.ident(file, "id"), payload.words(file, "url")
    if kind is None or not url:
        return None
    size = payload.dig(file, "contentSizeBytes")
    size = size if isinstance(size, int) else None
    return Media(kind, url, number, payload.words(file, "mime"), payload.words(file, "filename"), size)


def _old_media(row):
    """A file as it was told before messages were normalized."""
    mime, url = payload.words(row, "mediaType"), payload.words(row, "url")
    if not url:
        return None
    size = payload.dig(row, "contentLengthBytes")
    kind = KINDS.get(mime.partition("/")[0], MediaKind.FILE)
    return Media(
        kind, url, payload.ident(row, "id"), mime, payload.words(row, "name"), size if isinstance(size, int) else None
    )


def _words(row):
    """What is written with a file, or on the button that was pressed."""
    places = (("attachment", "text"), ("buttonResponse", "text"), ("quickReply", "text"), ("text", "body"))
    return next((said for place in places if (said := payload.words(row, *place))), "")


def _detail(row):
    kind = payload.words(row, "contentType")
    if _media(row) or kind == "Text":
        return None
    name, place = DETAILS.get(kind, ("unsupported", ""))
    told = payload.dig(row, place) if place else row
    told = told if isinstance(told, dict) else {}
    line = kind if name == "unsupported" else payload.words(told, "text") or payload.words(told, "address")
    return Detail(name, line or payload.words(told, "url"), told)


DETAILS = {
    "Location": ("location", "location"),
    "ButtonResponse": ("choice", "buttonResponse"),
    "QuickReply": ("choice", "quickReply"),
    "Notification": ("template", "template"),
}


def _why(message):
    receipts = payload.rows(message, "normalizedReceipts")
    reasons = [reason for one in receipts for reason in payload.rows(one, "reasons")]
    reasons += payload.rows(message, "normalizedMessage", "reasons")
    first = next(iter(reasons), {})
    return payload.ident(first, "code"), payload.words(first, "message") or FAILED
