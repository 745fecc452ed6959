"""What both sides of X (posts and direct messages) share: calls, problem answers, rate headers, people, webhooks.

Answers are read with the names of both generations of the API: `referenced_tweets` and `referenced_posts`, and so on.
"""

import base64
import hashlib
import hmac
from datetime import timedelta

from platforms import http, payload, times
from platforms.base import Outcome, Person, PlatformError, Rate

# Posts of one moment may be numbered in the wrong order, so each reading begins this far before the newest one seen.
OVERLAP = timedelta(seconds=60)
USER_FIELDS = "name,username"
WINDOW = timedelta(minutes=15)
SUSPENDED_WORDS = ("suspended", "locked", "not permitted to access")


def call(wire, method, path, *, params=None, body=None):
    """Call `path` ("/2/...") and return (JSON object, Rate), or raise `PlatformError`."""
    answer, headers = http.call(wire, method, path, params=params, body=body, explain=explain)
    return answer, rate(headers)


def explain(method, status, answer, headers):
    """The `PlatformError` in a problem answer; None where the status says enough or nothing is wrong."""
    if status < 400:
        return None
    detail = payload.words(answer, "detail") or payload.words(answer, "title")
    judge = JUDGES.get(status)
    return judge(method, answer, detail, headers) if judge else None


def rate(headers):
    """Our budget for the endpoint just called: it names the calls left, and when (unix seconds) they are full again."""
    limit, left = (_whole(headers.get(f"x-rate-limit-{name}")) for name in ("limit", "remaining"))
    if not limit or left is None:
        return Rate()
    until = times.moment(headers.get("x-rate-limit-reset")) if left == 0 else None
    return Rate(100.0 * max(limit - left, 0) / limit, until)


def people(answer):
    """{id: Person} of the users an answer includes."""
    users = {payload.ident(user, "id"): user for user in payload.rows(answer, "includes", "users")}
    return {number: person(user) for number, user in users.items() if number}


def person(user):
    """A user {id, name, username} as a person known by his X id, which is valid everywhere."""
    name, handle = payload.words(user, "name"), payload.words(user, "username")
    return Person("x_id", payload.ident(user, "id"), name=name, handle=handle)


def plain(text):
    """Text as it was written: the API gives the three signs that HTML reserves in their escaped form."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def verify(secret, body, signature):
    """Is `signature` (x-twitter-webhooks-signature) that of the raw `body` with the app's consumer secret?"""
    return hmac.compare_digest(_signed(secret, body), (signature or "").encode())


def challenge(secret, crc_token):
    """The answer to X's check that a webhook is ours, asked every hour."""
    return {"response_token": _signed(secret, crc_token.encode()).decode()}


def _signed(secret, body):
    return b"sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())


def _bad_request(_method, answer, detail, _headers):
    messages = [payload.words(error, "message") for error in payload.rows(answer, "errors")]
    reason = "; ".join(filter(None, messages)) or detail
    return PlatformError(Outcome.MESSAGE_FAILED, 400, f"X did not accept the request: {reason}")


def _unauthorized(_method, _answer, _detail, _headers):
    return PlatformError(Outcome.ACCOUNT_SUSPENDED, 401, "The access to X is no longer valid: link the account again.")


def _payment(_method, _answer, _detail, _headers):
    return PlatformError(
        Outcome.ACCOUNT_SUSPENDED, 402, "The credit at X is used up: the account's owner must add some."
    )


def _forbidden(method, answer, detail, _headers):
    words = detail.lower()
    if "duplicate content" in words:
        return PlatformError(Outcome.ALREADY_SENT, 403, "The very same text was just posted.")
    closed = payload.words(answer, "type").endswith("client-forbidden") or any(
        word in words for word in SUSPENDED_WORDS
    )
    if closed or method == "GET":
        return PlatformError(Outcome.ACCOUNT_SUSPENDED, 403, f"X refuses this account: {detail}")
    if "reply to this conversation is not allowed" in words:
        detail = "the author must mention or quote this account first."
    return PlatformError(Outcome.MESSAGE_FAILED, 403, f"X does not allow this answer: {detail}")


def _not_found(_method, _answer, _detail, _headers):
    return PlatformError(Outcome.MESSAGE_FAILED, 404, "This does not exist any more, or the account may not see it.")


def _too_many(_method, answer, _detail, headers):
    if payload.words(answer, "type").endswith("usage-capped"):
        return PlatformError(Outcome.ACCOUNT_SUSPENDED, 429, "The account's allowance at X for this month is used up.")
    reset = times.moment(headers.get("x-rate-limit-reset"), times.now() + WINDOW)
    return PlatformError(Outcome.WAIT, 429, "X's limit of calls is reached.", reset)


def _whole(value):
    return int(value) if value and value.isdigit() else None


JUDGES = {
    400: _bad_request,
    401: _unauthorized,
    402: _payment,
    403: _forbidden,
    404: _not_found,
    429: _too_many,
}
