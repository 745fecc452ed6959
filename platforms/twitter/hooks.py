"""Deliveries of the X Activity API about posts and the account ("X Activity API event payload examples"), per account.

Direct messages and encrypted chats are read by the module for direct messages, everything else here: what is no post
becomes a notice, so that nothing is lost unseen. The deprecated Account Activity API is read by `older`.
"""

from platforms import payload, x_api
from platforms.base import Delivered, Notice, Post, PostKind
from platforms.twitter import older, tweets
from platforms.x_events import LIKE, PRIVATE, address, events, happened, notice
from platforms.x_included import Included

# Of these X says itself that the author engaged us.
ENGAGING = ("post.mention.create", "post.reply.create", "post.quote.create")
# What events are about that say nothing; others are not known to us.
SUBJECTS = {
    "like.": "thread",
    "post.": "thread",
    "follow.": "person",
    "mute.": "person",
    "block.": "person",
    "profile.": "account",
    "spaces.": "account",
    "oauth.": "account",
}


def parse_webhook(body):
    """The posts and notices in a raw delivery."""
    delivery = payload.loads(body)
    if "for_user_id" in delivery or "user_event" in delivery:
        return older.delivered(delivery)
    found = [_delivered(event) for event in events(delivery)]
    return [part for part in found if part]


def _delivered(event):
    kind = payload.words(event, "event_type")
    if not kind or kind.startswith(PRIVATE):
        return None
    post = _read(kind, event)
    return Delivered(address(event), [post]) if post else Delivered(address(event), notices=[_notice(kind, event)])


def _read(kind, event):
    """The post that an event brings or changes, None if it only tells something."""
    if kind == "post.delete":
        return _deleted(event)
    if kind == "like.create":
        return _liked(event)
    return _said(kind, event) if kind.startswith("post.") else None


def _said(kind, event):
    tweet = payload.dig(event, "payload")
    repeated = tweets.referenced(tweet, "retweeted")
    if not x_api.number(tweet, "id") or repeated:
        return None
    return tweets.post(tweet, Included.of(event), address(event), engaged=kind in ENGAGING)


def _deleted(event):
    number, author = (payload.ident(event, "payload", name) for name in ("id", "author_id"))
    if not x_api.number(number):
        return None
    own = bool(author) and author == address(event)
    return Post(number, happened(event), PostKind.DELETION, own=own)


def _liked(event):
    """A like of ours, or of one of our posts; X does not name who liked, but includes him."""
    number, writer = (payload.ident(event, "payload", name) for name in ("liked_tweet_id", "liked_tweet_author_id"))
    own, included = address(event), Included.of(event)
    others = [person for person in included.users.values() if person.id != writer]
    who = included.person(own) if writer != own else others[0] if len(others) == 1 else None
    if not x_api.number(number) or not who or not who.id:
        return None
    return Post(number, happened(event), PostKind.REACTION, author=who, own=who.id == own, reaction=LIKE)


def _notice(kind, event) -> Notice:
    known = (kind.startswith("post.") or kind == "like.create") and not payload.dig(event, "payload")
    subject = next((about for start, about in SUBJECTS.items() if kind.startswith(start)), "unsupported")
    return notice(kind, event, "unsupported" if known else subject, _subject_id(kind, event))


def _subject_id(kind, event):
    """Whom or what a notice is about: the other person, or the post."""
    if kind.startswith(("follow.", "mute.", "block.")):
        ends = [payload.dig(event, "payload", name) for name in ("source", "target")]
        ids = [payload.ident(end, "data", "id") or payload.ident(end, "id") for end in ends]
        return next((number for number in ids if number and number != address(event)), "")
    if kind.startswith(("profile.", "oauth.", "spaces.")):
        return address(event)
    return payload.ident(event, "payload", "liked_tweet_id") or payload.ident(event, "payload", "id")
