"""Asking again for posts read before: what was edited or deleted meanwhile ("Posts lookup", GET /2/tweets?ids=)."""

from itertools import batched

from platforms import payload, times, x_api
from platforms.base import Post, PostKind
from platforms.twitter import tweets
from platforms.x_included import Included

AT_ONCE = 100
# A post that X no longer shows to us is gone for us, and must be for our readers (X's developer policy).
GONE = ("resource-not-found", "not-authorized-for-resource")
ASKED_BY = ("ids", "id", "")


def reread(wire, ids):
    """EDIT and DELETION of the posts with these (first) ids; what is as it was gives nothing."""
    changes = []
    for some in batched(filter(x_api.number, dict.fromkeys(ids)), AT_ONCE, strict=False):
        changes += _reread(wire, {number: number for number in some})
    return changes


def _reread(wire, first_of):
    """The changes of posts {id to ask for: first id}. X may show an old version, which names the newest one."""
    answer = _ask(wire, first_of)
    found = [row for row in payload.rows(answer, "data") if not first_of.keys().isdisjoint(tweets.history(row))]
    changes = [_deletion(first_of[number]) for number in _gone(answer, first_of)]
    newer, included = {}, Included.of(answer)
    for tweet in found:
        ids = tweets.history(tweet)
        if ids[-1] != payload.ident(tweet, "id"):
            newer[ids[-1]] = ids[0]
        elif len(ids) > 1:
            changes.append(_edit(tweet, included, wire.address))
    # What was asked for as the newest version once is not asked for again.
    newer = {number: first for number, first in newer.items() if number not in first_of}
    return changes + (_reread(wire, newer) if newer else [])


def _ask(wire, ids):
    answer, _rate = x_api.call(wire, "GET", "/2/tweets", params={**tweets.PARAMS, "ids": ",".join(ids)})
    return answer


def _gone(answer, asked):
    """The ids asked for that X says are deleted or out of sight; errors about other objects are not theirs."""
    for row in payload.rows(answer, "errors"):
        number = payload.ident(row, "resource_id") or payload.ident(row, "value")
        about = payload.words(row, "parameter") in ASKED_BY
        if about and number in asked and payload.words(row, "type").endswith(GONE):
            yield number


def _edit(tweet, included, own):
    post = tweets.post(tweet, included, own)
    return Post(
        external_id=post.external_id,
        at=post.edited_at,
        kind=PostKind.EDIT,
        author=post.author,
        own=post.own,
        text=post.text,
        media=post.media,
        details=post.details,
        aliases=post.aliases,
        edited_at=post.edited_at,
        version=post.version,
    )


def _deletion(number):
    return Post(number, times.now(), PostKind.DELETION)
