"""Webhook deliveries of WhatsApp (entries of changes), as posts and notices per phone number id.

What concerns no number is delivered under the id of the business account.
"""

from platforms import payload
from platforms.base import Delivered, Detail, Post, PostKind
from platforms.whatsapp import coexistence, messages, notices, people, receipts
from platforms.whatsapp.change import changes


def parse_webhook(body):
    """Everything in a raw delivery, in its order. What cannot be understood comes as notice or unsupported post."""
    delivered = {}
    for change in changes(body):
        part = delivered.setdefault(change.address, Delivered(change.address))
        for item in READERS.get(change.field, notices.read)(change):
            (part.posts if isinstance(item, Post) else part.notices).append(item)
    return list(delivered.values())


def _messages(change):
    """What customers wrote and what became of our messages; errors without a message are news about the number."""
    known = people.contacts(change.value)
    found = [_either(change, messages.read, row, known) for row in payload.rows(change.value, "messages")]
    found += [_either(change, receipts.read, row, known) for row in payload.rows(change.value, "statuses")]
    if payload.rows(change.value, "errors"):
        found.append(change.notice("number", change.number))
    return found or [change.notice("unsupported")]


def _either(change, read, row, known):
    return read(row, known, change.heard) or change.unread(row)


def _calls(change):
    """A customer who calls has tried to reach us; the rest of a call's life is kept as news."""
    known = people.contacts(change.value)
    rows = payload.rows(change.value, "calls")
    return [_call(change, row, known) or change.unread(row) for row in rows] or [change.notice("unsupported")]


def _call(change, row, known):
    number, caller = payload.ident(row, "id"), people.find(known, payload.ident(row, "from"), "")
    by_him = payload.words(row, "event") == "connect" and payload.words(row, "direction") != "BUSINESS_INITIATED"
    if not (number and caller and by_him):
        return None
    tried = Detail("unsupported", "call", {"id": number})
    at = messages.time_of(row, change.heard)
    return Post(number, at, PostKind.UNSUPPORTED, private=True, author=caller, peer=caller, details=(tried,))


READERS = {
    "messages": _messages,
    "calls": _calls,
    "history": coexistence.history,
    "message_echoes": coexistence.echoes,
    "smb_message_echoes": coexistence.echoes,
}
