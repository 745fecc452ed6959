"""Webhook deliveries of WhatsApp (entries of changes of messages and statuses), as `Post`s per phone number id."""

from platforms import graph_errors, payload, times
from platforms.base import Delivered, Person, Post, PostKind, Receipt
from platforms.payload import worded

# Of these we say nothing yet: they change an earlier message.
CHANGES = ("edit", "reaction", "revoke")
KINDS = {
    "audio": "Audio",
    "contacts": "Contact",
    "document": "Document",
    "image": "Image",
    "interactive": "Form",
    "location": "Location",
    "order": "Order",
    "request_welcome": "Opened the chat",
    "sticker": "Sticker",
    "system": "Notice of WhatsApp",
    "unsupported": "Message that WhatsApp does not pass on",
    "video": "Video",
}
RECEIPTS = {
    "sent": Receipt.SENT,
    "delivered": Receipt.DELIVERED,
    "read": Receipt.READ,
    "played": Receipt.READ,
    "failed": Receipt.FAILED,
}


def parse_webhook(body):
    """The messages and receipts in a raw delivery; changes about other things (templates, accounts) give none."""
    delivered = {}
    for entry in payload.rows(payload.loads(body), "entry"):
        for change in payload.rows(entry, "changes"):
            number, posts = _change(change)
            if posts:
                delivered.setdefault(number, []).extend(posts)
    return [Delivered(address, posts) for address, posts in delivered.items()]


def _change(change):
    value = payload.dig(change, "value")
    if payload.words(change, "field") != "messages":
        return "", []
    people = [_contact(contact) for contact in payload.rows(value, "contacts")]
    messages = [_message(message, people) for message in payload.rows(value, "messages")]
    receipts = [_receipt(status, people) for status in payload.rows(value, "statuses")]
    found = [post for post in messages + receipts if post]
    return payload.ident(value, "metadata", "phone_number_id"), found


def _contact(contact):
    profile = payload.dig(contact, "profile")
    return _person(
        payload.ident(contact, "wa_id"),
        payload.ident(contact, "user_id"),
        name=payload.words(profile, "name"),
        handle=payload.words(profile, "username"),
    )


def _person(phone, scoped, name="", handle=""):
    """A person by his phone number, else by his id at the business; named together, they are the same person."""
    ids = [pair for pair in (("phone", phone), ("business_scoped", scoped)) if pair[1]]
    if not ids:
        return None
    return Person(*ids[0], name=name, handle=handle, also=tuple(ids[1:]))


def _find(people, phone, scoped):
    """The contact of the payload with this number or id, else a person without a name."""
    wanted = {("phone", phone), ("business_scoped", scoped)} - {("phone", ""), ("business_scoped", "")}
    for person in filter(None, people):
        if wanted & {(person.kind, person.id), *person.also}:
            return person
    return _person(phone, scoped)


def _message(message, people):
    number, kind = payload.ident(message, "id"), payload.words(message, "type")
    scoped = payload.ident(message, "from_user_id") or payload.ident(message, "user_id")
    author = _find(people, payload.ident(message, "from"), scoped)
    if not number or author is None or kind in CHANGES:
        return None
    shown, text = _said(message, kind)
    return Post(
        external_id=number,
        at=times.moment(message.get("timestamp"), times.now()),
        kind=shown,
        private=True,
        peer=author,
        author=author,
        text=text,
    )


def _said(message, kind):
    """(kind, text): text and the title of a pressed button are the customer's words, all else is named."""
    words = _words(message)
    if payload.ident(message, "group_id"):
        return PostKind.UNSUPPORTED, worded("Group message", words)
    if words:
        return PostKind.MESSAGE, words
    name = KINDS.get(kind) or kind.replace("_", " ").capitalize() or "Message that cannot be shown here"
    return PostKind.UNSUPPORTED, worded(name, _about(payload.dig(message, kind)))


def _words(message):
    places = (
        ("text", "body"),
        ("button", "text"),
        ("interactive", "button_reply", "title"),
        ("interactive", "list_reply", "title"),
    )
    return next((said for place in places if (said := payload.words(message, *place))), "")


def _about(content):
    """What of a message that cannot be shown can be said in words."""
    names = [payload.words(card, "name", "formatted_name") for card in content] if isinstance(content, list) else []
    found = [payload.words(content, key) for key in ("caption", "filename", "name", "address", "body")]
    return ", ".join(filter(None, names)) or next(filter(None, found), "")


def _receipt(status, people):
    receipt = RECEIPTS.get(payload.words(status, "status"))
    number = payload.ident(status, "id")
    if receipt is None or not number:
        return None
    code, reason = _why(status) if receipt is Receipt.FAILED else ("", "")
    return Post(
        external_id=number,
        at=times.moment(status.get("timestamp"), times.now()),
        kind=PostKind.RECEIPT,
        private=True,
        peer=_find(people, payload.ident(status, "recipient_id"), payload.ident(status, "recipient_user_id")),
        receipt=receipt,
        code=code,
        reason=reason,
        mark=payload.words(status, "biz_opaque_callback_data"),
    )


def _why(status):
    """(code, reason in words) of a failure."""
    error = next(iter(payload.rows(status, "errors")), {})
    code = payload.dig(error, "code")
    known = graph_errors.meaning(code if isinstance(code, int) else None)
    said = payload.words(error, "error_data", "details") or payload.words(error, "title")
    return payload.ident(error, "code"), known[1] if known else said or "WhatsApp could not deliver the message."
