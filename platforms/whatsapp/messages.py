"""Messages of WhatsApp, and changes to earlier ones, as `Post`s."""

from datetime import datetime

from platforms import payload, times
from platforms.base import Person, Post, PostKind
from platforms.whatsapp import contents, people


def read(message, known, heard):
    """What a customer wrote or changed; None where it names neither itself nor him.

    `known` are the people of the payload, `heard` (UTC) when it was sent where the message does not say its own time.
    """
    author = _author(message, known)
    return _post(message, author, author, heard) if author else None


def read_own(message, peer, heard):
    """What the company's staff wrote on their own phone, to the customer `peer`."""
    return _post(message, None, peer, heard, own=True)


def time_of(row, heard):
    """When it happened by the platform's clock; `heard` where it does not say."""
    return times.moment(row.get("timestamp"), heard)


def _author(message, known):
    """Who wrote; a message that does not say it is by the only person whom its delivery describes."""
    phone = payload.ident(message, "from")
    scoped = payload.ident(message, "from_user_id") or payload.ident(message, "user_id")
    found = people.find(known, phone, scoped, _new_ids(message))
    return found or (known[0] if len(known) == 1 else None)


def _new_ids(message):
    """The number or id that a person has from now on, so that both are his (system message "user_changed_…")."""
    if payload.words(message, "type") != "system":
        return ()
    phone = payload.ident(message, "system", "wa_id") or payload.ident(message, "system", "new_wa_id")
    ids = (("phone", phone.lstrip("+")), ("business_scoped", payload.ident(message, "system", "user_id")))
    return tuple(pair for pair in ids if pair[1])


def _post(message, author: Person | None, peer: Person, heard: datetime, own=False):
    number = payload.ident(message, "id")
    common = {
        "at": time_of(message, heard),
        "private": True,
        "author": author,
        "peer": peer,
        "own": own,
    }
    change = CHANGES.get(payload.words(message, "type"))
    if change:
        return change(message, number, common)
    return _said(message, number, common) if number else None


def _said(message, number, common):
    content = contents.read(message)
    details = [*content.details, *contents.around(message)]
    kind = PostKind.MESSAGE if content.known and _says_something(content) else PostKind.UNSUPPORTED
    if payload.ident(message, "group_id"):
        kind = PostKind.UNSUPPORTED
        details.append(contents.Detail("unsupported", "group", {"group_id": payload.ident(message, "group_id")}))
    if kind is PostKind.UNSUPPORTED and not any(detail.kind == "unsupported" for detail in details):
        details.append(contents.unsupported(message, payload.words(message, "type") or "unknown"))
    return Post(
        external_id=number,
        kind=kind,
        parent=payload.ident(message, "context", "id"),
        text=content.text,
        media=content.media,
        details=tuple(details),
        **common,
    )


def _says_something(content):
    return bool(content.text or content.media or content.details)


def _edit(message, number, common):
    """The message as it stands now lies within; the id of the edit tells two edits of one second apart."""
    original = payload.ident(message, "edit", "original_message_id")
    new = payload.dig(message, "edit", "message")
    if not original or not isinstance(new, dict):
        return None
    content = contents.read(new)
    now = {"text": content.text, "media": content.media, "details": content.details}
    return Post(external_id=original, kind=PostKind.EDIT, version=number, **now, **common)


def _revoke(message, number, common):
    original = payload.ident(message, "revoke", "original_message_id")
    return Post(external_id=original, kind=PostKind.DELETION, version=number, **common) if original else None


def _reaction(message, number, common):
    """Without an emoji the reaction was taken back."""
    target, emoji = payload.ident(message, "reaction", "message_id"), payload.words(message, "reaction", "emoji")
    if not target:
        return None
    return Post(external_id=target, kind=PostKind.REACTION, reaction=emoji, version=number, **common)


CHANGES = {"edit": _edit, "revoke": _revoke, "reaction": _reaction}
