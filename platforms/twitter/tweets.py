"""Posts as X writes them, turned into `Post`s."""

import re

from platforms import payload, times
from platforms.base import Post
from platforms.x_api import USER_FIELDS, person, plain

FIELDS = (
    "created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,entities,edit_history_tweet_ids,"
    "note_tweet,reply_settings"
)
PARAMS = {"tweet.fields": FIELDS, "expansions": "author_id", "user.fields": USER_FIELDS}


def post(tweet, users, own, own_names=()):
    """A tweet as a `Post`; `own` is our account's id, `own_names` its handles in lower case.

    An edited tweet has a new id but keeps the first one, by which we know it. It can be answered if its author engaged
    us: X lets self-serve accounts answer only those who mentioned or quoted them.
    """
    number = history(tweet)[0]
    author = users.get(payload.ident(tweet, "author_id")) or person({"id": payload.ident(tweet, "author_id")})
    return Post(
        external_id=number,
        at=times.moment(payload.dig(tweet, "created_at")) or times.snowflake_time(number),
        thread=number,
        parent=referenced(tweet, "replied_to"),
        author=author,
        own=author.id == own,
        text=text(tweet),
        permalink=f"https://x.com/{author.handle or 'i'}/status/{payload.ident(tweet, 'id')}",
        can_reply=_engages(tweet, own, own_names),
    )


def history(tweet):
    """All ids of a tweet, the first one first."""
    for name in ("edit_history_tweet_ids", "edit_history_post_ids"):
        ids = payload.dig(tweet, name)
        if isinstance(ids, list) and ids:
            return [str(number) for number in ids]
    return [payload.ident(tweet, "id")]


def referenced(tweet, kind):
    """The id of the tweet that this one answers (`replied_to`), quotes (`quoted`) or repeats (`retweeted`)."""
    rows = payload.rows(tweet, "referenced_tweets") + payload.rows(tweet, "referenced_posts")
    return next((payload.ident(row, "id") for row in rows if row.get("type") == kind), "")


def text(tweet):
    """What the tweet says in full, with the addresses its author wrote in place of X's short ones."""
    long = payload.dig(tweet, "note_tweet") or payload.dig(tweet, "note_post") or {}
    said = payload.words(long, "text") or payload.words(tweet, "text")
    for link in payload.rows(long, "entities", "urls") + payload.rows(tweet, "entities", "urls"):
        if payload.words(link, "url") and payload.words(link, "expanded_url"):
            said = said.replace(link["url"], link["expanded_url"])
    return plain(said)


def _engages(tweet, own, own_names):
    named = [payload.ident(mention, "id") for mention in payload.rows(tweet, "entities", "mentions")]
    if own in named or payload.ident(tweet, "in_reply_to_user_id") == own:
        return True
    words = {word.lower() for word in re.findall(r"[@＠](\w{1,15})", payload.words(tweet, "text"))}
    return not words.isdisjoint(own_names)
