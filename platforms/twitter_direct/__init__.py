"""Direct messages of one X account. `Wire.address` is the account's own X user id, the token must be the user's.

Encrypted chats do not reach the API.
"""

from platforms.base import Capabilities, Receipt
from platforms.text import units as length
from platforms.twitter_direct.answers import find_sent, send
from platforms.twitter_direct.hooks import parse_webhook
from platforms.twitter_direct.inbox import fetch
from platforms.x_api import challenge, verify

# Each list of messages may be read 15 times in 15 minutes.
CAPABILITIES = Capabilities(
    text_limit=10_000, window_hours=None, states=(Receipt.SENT,), marks=False, poll_floor_ms=60_000
)

__all__ = ["CAPABILITIES", "challenge", "fetch", "find_sent", "length", "parse_webhook", "send", "verify"]
