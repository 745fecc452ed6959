"""Webhook entries of the WhatsApp Cloud API ("Webhooks" and "messages webhook" in Meta's WhatsApp docs)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.world import Number

if TYPE_CHECKING:
    from sandbox.whatsapp.chats import Contact, Message

ERROR_PAGE = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
CLOSED = {
    "code": 131047,
    "title": "Re-engagement message",
    "message": "Re-engagement message",
    "error_data": {
        "details": "Message failed to send because more than 24 hours have passed since the customer last replied to "
        "this number."
    },
    "href": ERROR_PAGE,
}
TITLES = {
    130472: "User's number is part of an experiment",
    130497: "Business account is restricted from messaging users in this country.",
    131000: "Something went wrong",
    131026: "Message undeliverable",
    131045: "Incorrect certificate",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "This message was not delivered to maintain healthy ecosystem engagement.",
    131050: "User has stopped marketing messages",
    131053: "Media upload error",
}


def trouble(code: int, details: str = "") -> dict:
    """An error of a status, as the platform words it."""
    title = TITLES.get(code, "Message failed to send")
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details or title},
        "href": ERROR_PAGE,
    }


UNSUPPORTED = {
    "code": 131051,
    "title": "Message type unknown",
    "message": "Message type unknown",
    "error_data": {"details": "Message type is currently not supported."},
}


def _entry(number: Number, value: dict) -> dict:
    metadata = {
        "display_phone_number": re.sub(r"\D", "", number.display_phone_number),
        "phone_number_id": number.id,
    }
    value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {"id": number.waba, "changes": [{"field": "messages", "value": value}]}


def _person(contact: Contact) -> dict:
    username = {"username": contact.username} if contact.username else {}
    named = {"profile": {"name": contact.name, **username}}
    if contact.id != contact.user_id:
        named["wa_id"] = contact.id
    return named | ({"user_id": contact.user_id} if contact.user_id else {})


def messages(number: Number, written: list[Message], contacts: list[Contact]) -> dict:
    """The entry that brings what customers wrote, each customer described once."""
    people = {contact.key: _person(contact) for contact in contacts}
    told = [_message(number, *pair) for pair in zip(written, contacts, strict=True)]
    return _entry(number, {"contacts": list(people.values()), "messages": told})


def _message(number: Number, message: Message, contact: Contact) -> dict:
    sender = {name: value for name, value in (("from", contact.id), ("from_user_id", contact.user_id)) if value}
    if contact.id == contact.user_id:
        sender.pop("from")
    told = {**sender, "id": message.id, "timestamp": str(int(message.at)), "type": message.kind}
    if message.context:
        told = {"context": {"from": re.sub(r"\D", "", number.display_phone_number), "id": message.context}, **told}
    if message.kind == "unsupported":
        return {**told, "errors": message.content.get("errors", [UNSUPPORTED]), **message.more}
    content = message.content.get("contacts") if message.kind == "contacts" else message.content
    return {**told, message.kind: content, **message.more}


def status(number: Number, message: Message, contact: Contact, at: float, errors: list[dict]) -> dict:
    """The entry that says what became of the company's message."""
    told = {"id": message.id, "status": message.status, "timestamp": str(int(at)), "recipient_id": message.customer}
    if message.status in ("sent", "delivered"):
        category = "utility" if message.kind == "template" else "service"
        told["pricing"] = {"billable": category == "utility", "pricing_model": "PMP", "category": category}
    if message.mark:
        told["biz_opaque_callback_data"] = message.mark
    if errors:
        told["errors"] = errors
    return _entry(number, {"contacts": [_person(contact)], "statuses": [told]})
