"""Webhook events of Messenger ("Webhook events" in Meta's Messenger Platform docs); times in milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.files import File
    from sandbox.messenger.inbox import Message

EMOJI = {
    "love": "\N{HEAVY BLACK HEART}",
    "smile": "\N{SMILING FACE WITH OPEN MOUTH}",
    "wow": "\N{FACE WITH OPEN MOUTH}",
    "sad": "\N{CRYING FACE}",
    "angry": "\N{ANGRY FACE}",
    "like": "\N{THUMBS UP SIGN}",
    "dislike": "\N{THUMBS DOWN SIGN}",
}


def between(sender: str, recipient: str, at: float) -> dict:
    """Who to whom and when: what every event has."""
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": int(at * 1000)}


def attachment(message: Message, file: File, address: str) -> dict:
    """A file; stickers have a type of their own since August 2026 ("Changelog")."""
    if message.sticker:
        return {"type": "sticker", "payload": {"url": address, "sticker_id": int(message.sticker)}}
    return {"type": file.kind, "payload": {"url": address}}


def _content(message: Message, attachments: list[dict]) -> dict:
    told = {"mid": message.id}
    if message.text:
        told["text"] = message.text
    if message.reply_to:
        told["reply_to"] = {"mid": message.reply_to}
    if attachments:
        told["attachments"] = attachments
    if message.sticker:
        told["sticker_id"] = int(message.sticker)
    return told | message.extra


def incoming(message: Message, now: float, app: str, attachments: list[dict]) -> dict:
    """A person wrote."""
    return {**between(message.person, message.page, message.at), "message": _content(message, attachments)}


def postback(message: Message, now: float, app: str, attachments: list[dict]) -> dict:
    """A person tapped a button."""
    told = {"mid": message.id, "title": message.text, **message.postback}
    return {**between(message.person, message.page, message.at), "postback": told}


def echo(message: Message, now: float, app: str, attachments: list[dict]) -> dict:
    """The page wrote."""
    told = _content(message, attachments) | {"is_echo": True}
    if message.mark:
        told |= {"metadata": message.mark}
    if app.isdigit():
        told |= {"app_id": int(app)}
    return {**between(message.page, message.person, message.at), "message": told}


def delivered(message: Message, now: float, app: str, attachments: list[dict]) -> dict:
    """The page's message arrived."""
    told = {"mids": [message.id], "watermark": int(message.at * 1000)}
    return {**between(message.person, message.page, now), "delivery": told}


def read(message: Message, now: float, app: str, attachments: list[dict]) -> dict:
    """The person read all up to this message."""
    return {**between(message.person, message.page, now), "read": {"watermark": int(message.at * 1000)}}


def _by(message: Message, who: str, now: float) -> dict:
    return between(who, message.person if who == message.page else message.page, now)


def reaction(message: Message, who: str, kind: str, now: float) -> dict:
    """Someone reacts to a message, or, without a kind, no longer does."""
    told = {"mid": message.id, "action": "react" if kind else "unreact"}
    if kind:
        told |= {"reaction": kind if kind in EMOJI else "other", "emoji": EMOJI.get(kind, kind)}
    return {**_by(message, who, now), "reaction": told}


def _author(message: Message) -> str:
    return message.person if message.incoming else message.page


def edit(message: Message, now: float) -> dict:
    """The author worded a message anew."""
    told = {"mid": message.id, "text": message.text, "num_edit": str(message.edits)}
    return {**_by(message, _author(message), now), "message_edit": told}


def unsent(message: Message, now: float) -> dict:
    """The author took a message back."""
    return {**_by(message, _author(message), now), "message": {"mid": message.id, "is_deleted": True}}


EVENTS = {
    "messages": incoming,
    "messaging_postbacks": postback,
    "message_echoes": echo,
    "message_deliveries": delivered,
    "message_reads": read,
}
