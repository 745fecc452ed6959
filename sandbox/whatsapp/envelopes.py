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
    named = {"profile": {"name": contact.name}}
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
        return {**told, "errors": message.content.get("errors", [UNSUPPORTED])}
    return {**told, message.kind: message.content.get("contacts") if message.kind == "contacts" else message.content}


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
