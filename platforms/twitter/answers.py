"""Answering on X, and finding a reply whose answer got lost: X has no key against doubles, so its own list is asked."""

from platforms import payload, times, x_api, x_upload
from platforms.base import Found, Search, Sent
from platforms.text import normal, without_mentions
from platforms.twitter import tweets
from platforms.watermark import first_try

IMAGES = 4


def send(wire, outgoing):
    """Reply to the post `outgoing.parent`, with up to four images, or one GIF or video."""
    x_upload.check(outgoing.media, IMAGES)
    files = [x_upload.upload(wire, file, "tweet") for file in outgoing.media]
    body = {
        **({"text": outgoing.text} if outgoing.text or not files else {}),
        "reply": {"in_reply_to_tweet_id": outgoing.parent},
        **({"media": {"media_ids": files}} if files else {}),
    }
    answer, _rate = x_api.call(wire, "POST", "/2/tweets", body=body)
    return Sent(x_api.answered(answer, "data", "id"), times.now())


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
    answer, _rate = x_api.call(wire, "GET", f"/2/users/{wire.address}/tweets", params=params)
    return answer


def _is_it(tweet, outgoing, known):
    files = payload.dig(tweet, "attachments", "media_keys")
    return (
        known.isdisjoint(tweets.history(tweet))
        and tweets.referenced(tweet, "replied_to") == outgoing.parent
        and (len(files) if isinstance(files, list) else 0) == len(outgoing.media)
        and normal(without_mentions(tweets.text(tweet))) == normal(without_mentions(outgoing.text))
    )


def _sent(tweet):
    number = tweets.history(tweet)[0]
    return Sent(number, times.moment(payload.dig(tweet, "created_at")) or times.snowflake_time(number))
