"""A number that is used on a phone as well: what the staff write there, and the chats from before the link.

Source: WhatsApp Business Platform, "Onboarding WhatsApp Business app users", webhooks `smb_message_echoes`, `history`.
"""

import re

from platforms import payload
from platforms.whatsapp import messages, people


def echoes(change):
    """Messages of the company that its staff wrote on their phone; what cannot be read is news."""
    known = people.contacts(change.value)
    rows = payload.rows(change.value, "message_echoes")
    return [_echo(change, row, known) for row in rows] or [change.notice("unsupported")]


def history(change):
    """Old messages in both directions, with the times of then; a refusal to share them is news about the number."""
    chunks = payload.rows(change.value, "history")
    found = [item for chunk in chunks for item in _chunk(change, chunk)]
    # Files of old messages follow by themselves, in a list as that of new messages.
    files = [_old(change, row, payload.ident(row, "from")) for row in payload.rows(change.value, "messages")]
    return found + files or [change.notice("unsupported")]


def _echo(change, row, known):
    phone = payload.ident(row, "to") or payload.ident(row, "recipient_id")
    scoped = payload.ident(row, "to_user_id") or payload.ident(row, "recipient_user_id")
    peer = people.find(known, phone, scoped)
    return (messages.read_own(row, peer, change.heard) if peer else None) or change.unread(row)


def _chunk(change, chunk):
    if payload.rows(chunk, "errors"):
        return [change.notice("number", change.number, chunk)]
    threads = payload.rows(chunk, "threads")
    return [_old(change, row, _peer(thread)) for thread in threads for row in payload.rows(thread, "messages")]


def _peer(thread):
    """The customer of an old chat: its id is his number, or he is named in its context."""
    return payload.ident(thread, "id") or payload.ident(thread, "context", "wa_id")


def _old(change, row, peer):
    """One old message, of the company where it is from its number."""
    ours = _digits(payload.ident(change.value, "metadata", "display_phone_number"))
    sender, target = payload.ident(row, "from"), payload.ident(row, "to")
    if ours and _digits(sender) == ours:
        customer = people.find([], target or (peer if _digits(peer) != ours else ""), "")
        post = messages.read_own(row, customer, change.heard) if customer else None
    else:
        post = messages.read(row, people.contacts(change.value), change.heard)
    return post or change.unread(row)


def _digits(number):
    return re.sub(r"\D", "", number)
