"""X's public side: posts that mention watched handles, and posts found by keyword.

`Wire.address` is the id of the company's own X account. A post's `thread` is its own id and its `parent` the post it
answers: the caller joins those it knows, so that a thread is the branch below the first post that matched.
"""

from platforms.base import Capabilities, MediaKind, Receipt
from platforms.twitter.activity import subscribe, subscribed
from platforms.twitter.acts import ACTS, OWN_ACTS, do
from platforms.twitter.answers import IMAGES, find_sent, send
from platforms.twitter.hooks import parse_webhook
from platforms.twitter.rereading import reread
from platforms.twitter.search import queries
from platforms.twitter.timeline import fetch, lookup
from platforms.twitter.weight import length
from platforms.x_api import challenge, verify
from platforms.x_media import locate
from platforms.x_upload import GIF, GIF_LIMIT, IMAGE_LIMIT, TYPES, VIDEO_LIMIT

# Mentions may be read 300 times in 15 minutes by one user. A GIF counts as an image, may have 15 MB and goes alone.
CAPABILITIES = Capabilities(
    text_limit=280,
    alt_limit=1000,
    window_hours=None,
    states=(Receipt.SENT,),
    marks=False,
    poll_floor_ms=3000,
    media={MediaKind.IMAGE: IMAGE_LIMIT, MediaKind.VIDEO: VIDEO_LIMIT},
    type_limits={GIF: GIF_LIMIT},
    media_types=TYPES,
    media_most={MediaKind.IMAGE: IMAGES},
    acts=ACTS,
    own_acts=OWN_ACTS,
)

__all__ = [
    "CAPABILITIES",
    "challenge",
    "do",
    "fetch",
    "find_sent",
    "length",
    "locate",
    "lookup",
    "parse_webhook",
    "queries",
    "reread",
    "send",
    "subscribe",
    "subscribed",
    "verify",
]
