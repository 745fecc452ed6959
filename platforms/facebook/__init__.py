"""A Facebook page's public side: posts of visitors, posts that tag the page, comments, and reviews.

`Wire.address` is the page's id. A visitor's post and all comments under it are one thread, named by the post; under the
page's own posts and ads each top-level comment is a thread of its own, named by that comment.
"""

from platforms import graph_subscriptions
from platforms.base import Act, Capabilities, MediaKind, Receipt
from platforms.facebook.acts import do
from platforms.facebook.answers import find_sent, send
from platforms.facebook.feed import fetch
from platforms.facebook.hooks import parse_webhook
from platforms.facebook.reading import locate, reread
from platforms.graph import handshake, verify
from platforms.text import units as length

# Graph API reference, /page/photos: files under 10 MB.
CAPABILITIES = Capabilities(
    text_limit=8000,
    window_hours=None,
    states=(Receipt.SENT,),
    marks=False,
    media={MediaKind.IMAGE: 10 * 1024 * 1024},
    media_types={MediaKind.IMAGE: ("image/jpeg", "image/png", "image/gif")},
    acts=frozenset({Act.LIKE, Act.UNLIKE, Act.HIDE, Act.UNHIDE}),
    own_acts=frozenset({Act.EDIT, Act.DELETE}),
    private_reply_days=7,
)
WEBHOOK_FIELDS = ("feed", "mention", "ratings")


def subscribed(wire, callback=""):
    """Are the page's public events delivered to our app? Where to is a setting of the app: `callback` is not asked for."""
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
    "reread",
    "send",
    "subscribe",
    "subscribed",
    "verify",
]
