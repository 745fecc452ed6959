"""Private messages of a page, from polling and from webhooks, turned into `Post`s."""

from platforms import payload
from platforms.base import Person, PostKind
from platforms.payload import worded

KINDS = {
    "appointment_booking": "Appointment",
    "audio": "Audio",
    "fallback": "Link",
    "file": "File",
    "ig_reel": "Reel",
    "image": "Image",
    "location": "Location",
    "product": "Product",
    "reel": "Reel",
    "share": "Link",
    "sticker": "Sticker",
    "template": "Message with buttons or cards",
    "video": "Video",
}


def person(page, user):
    """{id, name} as a page-scoped person; None without an id."""
    number = payload.ident(user, "id")
    return Person("page_scoped", number, name=payload.words(user, "name"), scope=page) if number else None


def message_id(value):
    """One spelling of a message id: old captures have `m_mid.…` when polled and `mid.…` in a webhook."""
    return value.removeprefix("m_") if value.startswith("m_mid.") else value


def said(text, attached):
    """(kind, text) of a message with an attachment of the kind `attached` ("" for none)."""
    if not attached:
        return (PostKind.MESSAGE, text) if text else (PostKind.UNSUPPORTED, "Message that cannot be shown here")
    return PostKind.UNSUPPORTED, worded(KINDS.get(attached, attached.capitalize()), text)
