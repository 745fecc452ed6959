"""Webhook events of Messenger ("Webhook events" in Meta's Messenger Platform docs); times in milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.messenger.inbox import Message


def _between(sender: str, recipient: str, at: float) -> dict:
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": int(at * 1000)}


def incoming(message: Message, now: float, app: str) -> dict:
    """A person wrote."""
    told = {"mid": message.id, "text": message.text}
    return {**_between(message.person, message.page, message.at), "message": told}


def echo(message: Message, now: float, app: str) -> dict:
    """The page wrote."""
    told = {"mid": message.id, "text": message.text, "is_echo": True}
    if message.mark:
        told |= {"metadata": message.mark}
    if app.isdigit():
        told |= {"app_id": int(app)}
    return {**_between(message.page, message.person, message.at), "message": told}


def delivered(message: Message, now: float, app: str) -> dict:
    """The page's message arrived."""
    told = {"mids": [message.id], "watermark": int(message.at * 1000)}
    return {**_between(message.person, message.page, now), "delivery": told}


def read(message: Message, now: float, app: str) -> dict:
    """The person read all up to this message."""
    return {**_between(message.person, message.page, now), "read": {"watermark": int(message.at * 1000)}}


EVENTS = {
    "messages": incoming,
    "message_echoes": echo,
    "message_deliveries": delivered,
    "message_reads": read,
}
