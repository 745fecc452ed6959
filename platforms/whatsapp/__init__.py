"""WhatsApp through Meta's Cloud API. `Wire.address` is the phone number id.

There is no inbox to poll: messages and receipts come by webhook only. A customer is known by his phone number, by an id
that is valid for the business (which may come without any number), or by both.
"""

from platforms.base import Capabilities, Page, Receipt
from platforms.graph import handshake, verify
from platforms.text import units as length
from platforms.whatsapp.answers import find_sent, send
from platforms.whatsapp.hooks import parse_webhook

CAPABILITIES = Capabilities(text_limit=4096, window_hours=24, states=tuple(Receipt), marks=True)

__all__ = ["CAPABILITIES", "fetch", "find_sent", "handshake", "length", "parse_webhook", "send", "verify"]


def fetch(wire, cursor, limit, watch):
    """Nothing: the poll of this platform is the draining of our own stored webhook deliveries."""
    return Page([], cursor)
