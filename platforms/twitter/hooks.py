"""Deliveries of the X Activity API about posts, as `Post`s for the account they were subscribed for."""

from platforms import payload, x_api
from platforms.base import Delivered
from platforms.twitter import tweets

NEWS = ("post.mention.create", "post.reply.create", "post.quote.create")


def parse_webhook(body):
    """The post in a raw delivery; deletions, likes and other events give none."""
    event = payload.dig(payload.loads(body), "data")
    tweet = payload.dig(event, "payload")
    own = payload.ident(event, "filter", "user_id")
    if payload.words(event, "event_type") not in NEWS or not payload.ident(tweet, "id").isdigit():
        return []
    post = tweets.post(tweet, _users(event), own)
    return [] if post.own else [Delivered(own, [post])]


def _users(event):
    # Some captures wrap each user in a `data` of its own.
    users = [payload.dig(user, "data") or user for user in payload.rows(event, "includes", "users")]
    return {payload.ident(user, "id"): x_api.person(user) for user in users}
