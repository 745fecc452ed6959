"""Deliveries of the deprecated Account Activity API (docs.x.com, "Account Activity data objects").

One delivery has one kind of events under its own name, for the account `for_user_id`. Direct messages are read by the
module for direct messages.
"""

from platforms import payload, x_api, x_older
from platforms.base import Delivered, Notice, Post, PostKind
from platforms.twitter import tweets
from platforms.x_events import LIKE

# Beside the events a delivery has these; and what begins so is read elsewhere.
NOT_EVENTS = ("for_user_id", "user_has_blocked", "users", "apps", "source_user_id")
PRIVATE = "direct_message_"
SUBJECTS = {"follow_events": "person", "block_events": "person", "mute_events": "person", "user_event": "account"}


def delivered(delivery):
    """The posts and notices in a delivery."""
    own = payload.ident(delivery, "for_user_id") or payload.ident(delivery, "user_event", "revoke", "source", "user_id")
    part = Delivered(own)
    for name in delivery:
        if name not in NOT_EVENTS and not name.startswith(PRIVATE):
            for row in _rows(delivery, name):
                _add(part, name, row)
    return [part] if part.posts or part.notices else []


def _rows(delivery, name):
    return payload.rows(delivery, name) if isinstance(delivery[name], list) else [payload.dig(delivery, name)]


def _add(part, name, row):
    post = READ[name](row, part.address) if name in READ else None
    if post:
        part.posts.append(post)
        return
    at = x_api.when(payload.dig(row, "timestamp_ms") or payload.dig(row, "created_timestamp"))
    data = row if isinstance(row, dict) else {"value": row}
    part.notices.append(Notice(name, at, SUBJECTS.get(name, "unsupported"), data=data))


def _said(row, own):
    tweet, included = x_older.tweet(row)
    if not x_api.number(tweet["id"]) or tweets.referenced(tweet, "retweeted"):
        return None
    return tweets.post(tweet, included, own)


def _deleted(row, own):
    number, author = payload.ident(row, "status", "id"), payload.ident(row, "status", "user_id")
    if not x_api.number(number):
        return None
    at = x_api.when(payload.dig(row, "timestamp_ms"))
    return Post(number, at, PostKind.DELETION, own=bool(author) and author == own)


def _liked(row, own):
    number = x_older.identifier(payload.dig(row, "favorited_status"))
    who = x_api.person(x_older.user(payload.dig(row, "user")))
    if not x_api.number(number) or not who.id:
        return None
    at = x_api.when(payload.dig(row, "timestamp_ms"))
    return Post(number, at, PostKind.REACTION, author=who, own=who.id == own, reaction=LIKE)


READ = {"tweet_create_events": _said, "tweet_delete_events": _deleted, "favorite_events": _liked}
