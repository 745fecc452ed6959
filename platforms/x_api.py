"""What both sides of X (posts and direct messages) share: calls, rate headers, ids, people, signed webhooks.

Answers are read with the names of both generations of the API: `referenced_tweets` and `referenced_posts`, and so on.
"""

import base64
import hashlib
import hmac
import re
from datetime import timedelta

from platforms import http, payload, times, x_errors
from platforms.base import Outcome, Person, PlatformError, Rate
from platforms.words import _
from platforms.x_errors import explain

__all__ = [
    "OVERLAP",
    "USER_FIELDS",
    "Reads",
    "answered",
    "call",
    "challenge",
    "explain",
    "number",
    "person",
    "plain",
    "rate",
    "verify",
    "when",
]

# Posts of one moment may be numbered in the wrong order, so each reading begins this far before the newest one seen.
OVERLAP = timedelta(seconds=60)
USER_FIELDS = "name,username,profile_image_url,public_metrics,verified,verified_type"
MOST_FOLLOWERS = 2**63
VERIFIED = ("blue", "business", "government")
# Ids are numbers of at most 63 bits (docs.x.com, "X IDs").
NUMBER = re.compile(r"[0-9]{1,19}")


def call(wire, method, path, *, params=None, body=None, explain=explain):
    """Call `path` ("/2/...") and return (JSON object, Rate), or raise `PlatformError`."""
    answer, headers = http.call(wire, method, path, params=params, body=body, explain=explain)
    return answer, rate(headers)


def answered(answer, *path):
    """The id at `path` of what a call made; `PlatformError` if X refused with status 200, or names nothing."""
    made = number(answer, *path)
    if made:
        return made
    refused = x_errors.partial(answer)
    if refused:
        raise PlatformError(Outcome.MESSAGE_FAILED, "", _("X did not take this: %(reason)s") % {"reason": refused})
    raise PlatformError(Outcome.UNKNOWN, "", _("X did not name what it took."))


def rate(headers):
    """Our budget for the endpoint just called: it names the calls left, and when (unix seconds) they are full again."""
    limit, left = (_whole(headers.get(f"x-rate-limit-{name}")) for name in ("limit", "remaining"))
    if not limit or left is None:
        return Rate()
    resets_at = times.moment(headers.get("x-rate-limit-reset"))
    return Rate(100.0 * max(limit - left, 0) / limit, resets_at if left == 0 else None, limit, left, resets_at)


def number(value, *path):
    """The id at `path` as text; empty if there is none, or none that X could have given."""
    found = payload.ident(value, *path) if path else str(value)
    return found if NUMBER.fullmatch(found) else ""


def when(value, identifier=""):
    """The time that `value` tells, else the one in the id, else now; no value is too strange."""
    try:
        told = times.moment(value)
    except (OverflowError, OSError):
        told = None
    return told or (times.snowflake_time(identifier) if number(identifier) else times.UNDATED)


def person(user):
    """A user {id, name, username, profile_image_url, …} as a person known by his X id, which is valid everywhere."""
    name, handle = payload.words(user, "name"), payload.words(user, "username")
    picture, followers = (
        payload.words(user, "profile_image_url"),
        payload.dig(user, "public_metrics", "followers_count"),
    )
    return Person(
        "x_id",
        payload.ident(user, "id"),
        name=name,
        handle=handle,
        picture=picture,
        followers=followers if type(followers) is int and 0 <= followers < MOST_FOLLOWERS else None,
        verified=_mark_of(user),
    )


def _mark_of(user):
    """The sort of mark X gives a user: blue, business, government; blank for none."""
    sort = payload.words(user, "verified_type")
    if sort in VERIFIED:
        return sort
    return "blue" if payload.dig(user, "verified") is True else ""


def plain(text):
    """Text as it was written: the API gives the three signs that HTML reserves in their escaped form."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def verify(secret, body, signature):
    """Is `signature` (x-twitter-webhooks-signature) that of the raw `body` with the app's consumer secret?"""
    return hmac.compare_digest(_signed(secret, body), (signature or "").encode())


def challenge(secret, crc_token):
    """The answer to X's check that a webhook is ours, asked every hour."""
    return {"response_token": _signed(secret, crc_token.encode()).decode()}


class Reads:
    """What one reading cost: X charges for each object once a day (docs.x.com, "Pricing")."""

    def __init__(self):
        """Nothing read yet."""
        self.calls, self.seen = 0, {"post": set(), "user": set(), "dm_event": set()}

    def add(self, answer, kind):
        """One answered call whose `data` are objects of `kind`."""
        self.calls += 1
        self._note(kind, payload.rows(answer, "data"))
        self._note("user", payload.rows(answer, "includes", "users"))
        for name in ("tweets", "posts"):
            self._note("post", payload.rows(answer, "includes", name))

    def counted(self):
        """As `Page.reads` has it."""
        return {"call": self.calls, **{kind: len(ids) for kind, ids in self.seen.items() if ids}}

    def _note(self, kind, rows):
        self.seen[kind] |= {payload.ident(row, "id") for row in rows} - {""}


def _signed(secret, body):
    return b"sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())


def _whole(value):
    return int(value) if value and value.isdigit() else None
