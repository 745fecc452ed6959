"""A Facebook page's public side: posts of visitors, posts that tag the page, and comments.

`Wire.address` is the page's id. A visitor's post and all comments under it are one thread, named by the post; under the
page's own posts and ads each top-level comment is a thread of its own, named by that comment.
"""

from platforms.base import Capabilities, Receipt
from platforms.facebook.answers import find_sent, send
from platforms.facebook.feed import fetch
from platforms.facebook.hooks import parse_webhook
from platforms.graph import handshake, verify
from platforms.text import units as length

CAPABILITIES = Capabilities(text_limit=8000, window_hours=None, states=(Receipt.SENT,), marks=False)

__all__ = ["CAPABILITIES", "fetch", "find_sent", "handshake", "length", "parse_webhook", "send", "verify"]
