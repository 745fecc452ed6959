"""Messenger: a Facebook page's private messages. `Wire.address` is the page's id.

A customer is known by an id that is valid for this page only. Answers are free for 24 hours after he last wrote; from
then to seven days only a person may answer, with the HUMAN_AGENT tag, if the account has that feature.
"""

from platforms.base import Capabilities, Receipt
from platforms.graph import handshake, verify
from platforms.messenger.answers import find_sent, send
from platforms.messenger.hooks import parse_webhook
from platforms.messenger.inbox import fetch
from platforms.text import units as length

CAPABILITIES = Capabilities(
    text_limit=2000, window_hours=24, states=tuple(Receipt), marks=True, human_agent_hours=7 * 24
)

__all__ = ["CAPABILITIES", "fetch", "find_sent", "handshake", "length", "parse_webhook", "send", "verify"]
