"""Messenger: a Facebook page's private messages. `Wire.address` is the page's id.

A customer is known by an id that is valid for this page only. Answers are free for 24 hours after he last wrote; from
then to seven days only a person may answer, with the HUMAN_AGENT tag, if the account has that feature.
"""

from platforms import graph_subscriptions
from platforms.base import Act, Capabilities, MediaKind, Receipt
from platforms.graph import handshake, verify
from platforms.messenger.acts import do, locate
from platforms.messenger.answers import find_sent, send
from platforms.messenger.hooks import parse_webhook
from platforms.messenger.inbox import fetch
from platforms.text import units as length

MB = 1024 * 1024
CAPABILITIES = Capabilities(
    text_limit=2000,
    window_hours=24,
    states=tuple(Receipt),
    marks=True,
    human_agent_hours=7 * 24,
    media={
        MediaKind.IMAGE: 8 * MB,
        MediaKind.VIDEO: 25 * MB,
        MediaKind.AUDIO: 25 * MB,
        MediaKind.FILE: 25 * MB,
    },
    media_types={
        MediaKind.IMAGE: ("image/jpeg", "image/png", "image/gif"),
        MediaKind.VIDEO: ("video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"),
        MediaKind.AUDIO: ("audio/aac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "audio/x-wav"),
    },
    caption_limit=0,
    acts=frozenset({Act.MARK_READ}),
)
WEBHOOK_FIELDS = (
    "messages",
    "messaging_postbacks",
    "message_deliveries",
    "message_reads",
    "message_echoes",
    "message_edits",
    "message_reactions",
    "messaging_referrals",
    "standby",
    "messaging_handovers",
    "messaging_policy_enforcement",
)


def subscribed(wire, callback=""):
    """Are the page's private events delivered to our app? Where to is a setting of the app: `callback` is not asked for."""
    return graph_subscriptions.subscribed(wire, WEBHOOK_FIELDS)


def subscribe(wire, callback=""):
    """Have them delivered, beside what is delivered already."""
    graph_subscriptions.subscribe(wire, WEBHOOK_FIELDS)


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
