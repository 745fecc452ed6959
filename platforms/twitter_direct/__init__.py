"""Direct messages of one X account. `Wire.address` is the account's own X user id, the token must be the user's.

Encrypted chats do not reach the API: where X tells of one by webhook, it is shown as a message that cannot be read.
"""

from platforms.base import Act, Capabilities, MediaKind, Receipt
from platforms.text import units as length
from platforms.twitter.activity import subscribe, subscribed
from platforms.twitter_direct.answers import do, find_sent, send
from platforms.twitter_direct.hooks import parse_webhook
from platforms.twitter_direct.inbox import fetch
from platforms.x_api import challenge, verify
from platforms.x_media import locate
from platforms.x_upload import GIF, GIF_LIMIT, IMAGE_LIMIT, TYPES, VIDEO_LIMIT

# Each list of messages may be read 15 times in 15 minutes. One file a message; a GIF counts as an image of up to 15 MB.
CAPABILITIES = Capabilities(
    text_limit=10_000,
    window_hours=None,
    states=(Receipt.SENT,),
    marks=False,
    poll_floor_ms=60_000,
    media={MediaKind.IMAGE: IMAGE_LIMIT, MediaKind.VIDEO: VIDEO_LIMIT},
    type_limits={GIF: GIF_LIMIT},
    media_types=TYPES,
    media_most={MediaKind.IMAGE: 1, MediaKind.VIDEO: 1},
    own_acts=frozenset({Act.DELETE}),
)

__all__ = [
    "CAPABILITIES",
    "challenge",
    "do",
    "fetch",
    "find_sent",
    "length",
    "locate",
    "parse_webhook",
    "send",
    "subscribe",
    "subscribed",
    "verify",
]
