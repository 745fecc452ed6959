"""X's public side: posts that mention watched handles, and posts found by keyword.

`Wire.address` is the id of the company's own X account. A post's `thread` is its own id and its `parent` the post it
answers: the caller joins those it knows, so that a thread is the branch below the first post that matched. Our own
posts are not news.
"""

from platforms.base import Capabilities, Receipt
from platforms.twitter.answers import find_sent, send
from platforms.twitter.hooks import parse_webhook
from platforms.twitter.search import queries
from platforms.twitter.timeline import fetch, lookup
from platforms.twitter.weight import length
from platforms.x_api import challenge, verify

# Mentions may be read 300 times in 15 minutes by one user.
CAPABILITIES = Capabilities(text_limit=280, window_hours=None, states=(Receipt.SENT,), marks=False, poll_floor_ms=3000)

__all__ = [
    "CAPABILITIES",
    "challenge",
    "fetch",
    "find_sent",
    "length",
    "lookup",
    "parse_webhook",
    "queries",
    "send",
    "verify",
]
