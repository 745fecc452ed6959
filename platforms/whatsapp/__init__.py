"""WhatsApp through Meta's Cloud API. `Wire.address` is the phone number id.

There is no inbox to poll: messages and receipts come by webhook only. A customer is known by his phone number, by an id
that is valid for the business (which may come without any number), or by both.
"""

from platforms.base import Act, Capabilities, MediaKind, Page, Receipt
from platforms.graph import handshake, verify
from platforms.text import units as length
from platforms.whatsapp.answers import do, find_sent, send
from platforms.whatsapp.hooks import parse_webhook
from platforms.whatsapp.management.numbers import subscribe, subscribed
from platforms.whatsapp.uploads import locate

MB = 1024 * 1024
# Sizes and types: WhatsApp Business Platform, "Cloud API, Media", supported media types. Stickers come in only.
CAPABILITIES = Capabilities(
    text_limit=4096,
    window_hours=24,
    states=tuple(Receipt),
    marks=True,
    media={
        MediaKind.IMAGE: 5 * MB,
        MediaKind.VIDEO: 16 * MB,
        MediaKind.AUDIO: 16 * MB,
        MediaKind.FILE: 100 * MB,
    },
    media_types={
        MediaKind.IMAGE: ("image/jpeg", "image/png"),
        MediaKind.VIDEO: ("video/mp4", "video/3gpp"),
        MediaKind.AUDIO: ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
        MediaKind.FILE: (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
    },
    caption_limit=1024,
    acts=frozenset({Act.REACT, Act.MARK_READ}),
    templates=True,
    # 80 messages a second from one number; one in six seconds to one person after a burst of 45 (Cloud API, throughput).
    # A little less of both: what takes longer on its way than the next one meets the limit there though not here.
    address_pace=(1 / 75, 4),
    recipient_pace=(6.0, 44),
)

__all__ = [
    "CAPABILITIES",
    "do",
    "fetch",
    "find_sent",
    "handshake",
    "length",
    "locate",
    "parse_webhook",
    "send",
    "subscribe",
    "subscribed",
    "verify",
]


def fetch(wire, cursor, limit, watch):
    """Nothing: the poll of this platform is the draining of our own stored webhook deliveries."""
    return Page([], cursor)
