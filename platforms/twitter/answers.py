"""Answering on X, and finding a reply whose answer got lost: X has no key against doubles, so its own list is asked."""

from platforms import payload, times, x_api
from platforms.base import Found, Outcome, PlatformError, Search, Sent
from platforms.text import normal, without_mentions
from platforms.twitter import tweets
from platforms.watermark import first_try


def send(wire, outgoing):
    """Reply to the post `outgoing.parent`."""
    reply = {"in_reply_to_tweet_id": outgoing.parent}
    answer, _ = x_api.call(wire, "POST", "/2/tweets", body={"text": outgoing.text, "reply": reply})
    number = payload.ident(answer, "data", "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", "X did not name the post it made.")
    return Sent(number, times.now())


def find_sent(wire, outgoing, known=frozenset()):
    """Look among our own posts since the first try."""
    token = None
    while True:
        answer = _own_posts(wire, times.snowflake(first_try(outgoing)), token)
        found = next((row for row in payload.rows(answer, "data") if _is_it(row, outgoing, known)), None)
        if found:
            return Search(Found.YES, _sent(found))
        token = payload.words(answer, "meta", "next_token")
        if not token:
            return Search(Found.NO)


def _own_posts(wire, since, token):
    params = {"tweet.fields": tweets.FIELDS, "max_results": 100, "since_id": str(since)}
    if token:
        params["pagination_token"] = token
    answer, _ = x_api.call(wire, "GET", f"/2/users/{wire.address}/tweets", params=params)
    return answer


def _is_it(tweet, outgoing, known):
    return (
        known.isdisjoint(tweets.history(tweet))
        and tweets.referenced(tweet, "replied_to") == outgoing.parent
        and normal(without_mentions(tweets.text(tweet))) == normal(without_mentions(outgoing.text))
    )


def _sent(tweet):
    number = tweets.history(tweet)[0]
    return Sent(number, times.moment(payload.dig(tweet, "created_at")) or times.snowflake_time(number))
