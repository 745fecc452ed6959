"""Trying keywords and handles before a channel uses them: the newest posts, and how many there are of a query.

A query that is tried keeps nothing out, so that an administrator sees what would be left out, and why.
"""

from dataclasses import dataclass
from math import ceil

from platforms import payload, x_api
from platforms.base import Post
from platforms.twitter import tweets
from platforms.twitter.search import QUERY_LENGTH, either, grouped, term
from platforms.x_included import Included

SMALLEST_PAGE = 10
MOST_QUERIES = 3  # a longer list of keywords is tried by its first ones


@dataclass(frozen=True, slots=True)
class Tried:
    """A post that was found; `repeats` says whether it is a retweet."""

    post: Post
    repeats: bool


def wide(keywords, handles):
    """The queries that find everything: any of the words and mentions, with nothing excluded."""
    terms = [f"@{handle.lstrip('@')}" for handle in handles]
    terms += [term(word) for word in keywords if not word.strip().startswith("-")]
    return [either(group) for group in grouped(filter(None, terms), QUERY_LENGTH)]


def newest(wire, keywords, handles, count=SMALLEST_PAGE):
    """The newest posts of the last seven days that any of them finds, the newest first. PlatformError."""
    found = {}
    for query in wide(keywords, handles)[:MOST_QUERIES]:
        params = {**tweets.PARAMS, "query": query, "max_results": max(count, SMALLEST_PAGE)}
        answer, _rate = x_api.call(wire, "GET", "/2/tweets/search/recent", params=params)
        included = Included.of(answer)
        names = {handle.lower().lstrip("@") for handle in handles}
        for row in payload.rows(answer, "data"):
            tried = Tried(tweets.post(row, included, wire.address, names), bool(tweets.referenced(row, "retweeted")))
            found[tried.post.external_id] = tried
    return sorted(found.values(), key=lambda tried: tried.post.at, reverse=True)[:count]


def per_day(wire, keyword):
    """How many posts a day a keyword finds, by the last seven days; retweets are not counted. PlatformError."""
    params = {"query": f"{term(keyword)} -is:retweet", "granularity": "day"}
    answer, _rate = x_api.call(wire, "GET", "/2/tweets/counts/recent", params=params)
    rows = payload.rows(answer, "data")
    counted = [payload.ident(row, "post_count") or payload.ident(row, "tweet_count") for row in rows]
    return ceil(sum(int(number) for number in counted if number.isdecimal()) / 7)
