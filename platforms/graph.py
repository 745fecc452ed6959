"""What Facebook, Messenger and WhatsApp share: Graph calls, error envelope, usage headers, paging, signed webhooks."""

import hashlib
import hmac
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from platforms import graph_errors, http, payload, times
from platforms.base import Outcome, PlatformError, Rate
from platforms.words import _

# A call without a version would run on the oldest one that still works.
VERSION = "v26.0"
# Calls while throttled lengthen the block (Graph API "Rate limits"), so we stop before it comes.
STOP_AT_PERCENT = 95
STOP_FOR = timedelta(minutes=5)
# Minutes for which a header is believed: the longest window of any limit is a day.
LONGEST_BLOCK = 24 * 60
# Paging is by cursor, or by time on older edges (Graph API "Paginated results").
PLACES = ("after", "until", "__paging_token")
# An empty page may lead on from the very same place, but not for ever.
MOST_REPEATS = 3
USAGE = ("call_count", "total_time", "total_cputime")
# Limits of a business that are counted apart from those of its pages and numbers (Graph API "Rate limits").
OTHER_USE_CASES = ("ads_insights", "ads_management", "custom_audience", "instagram", "leadgen")


def call(wire, method, path, *, params=None, body=None):
    """Call `path` (without leading slash) and return (JSON object, Rate), or raise `PlatformError`."""
    path = f"/{wire.version or VERSION}/{path}"
    answer, headers = http.call(wire, method, path, params=params, body=body, explain=explain)
    return answer, rate(headers)


def pages(wire, path, params, pause=0.0):
    """Yield (rows, Rate) page by page to the end, `pause` seconds apart; a page may be empty before the end.

    Of `paging.next`, an address with the token in it, only the place where to read on is taken.
    """
    place, repeats = {}, 0
    while place is not None and repeats <= MOST_REPEATS:
        answer, used = call(wire, "GET", path, params={**params, **place})
        yield payload.rows(answer, "data"), used
        before, place = place, _next_place(answer)
        repeats = repeats + 1 if place == before else 0
        time.sleep(pause if place is not None else 0)


def explain(method, status, answer, headers):
    """The `PlatformError` in an answer, which Graph may send with any status, 200 included; None if there is none."""
    error = answer.get("error")
    if not isinstance(error, dict):
        return None
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    outcome, reason = _judged(method, status, error, code, subcode)
    retry_at = _retry_at(code, headers) if outcome is Outcome.WAIT else None
    return PlatformError(outcome, f"{code}/{subcode}" if subcode else code, reason, retry_at)


def rate(headers):
    """Our budget by the usage headers (percent used; minutes until calls are taken again)."""
    used = max((_amount(row.get(key)) for row in _usages(headers) for key in USAGE), default=0)
    regained = _regained(headers)
    if used >= STOP_AT_PERCENT and not regained:
        regained = times.now() + STOP_FOR
    return Rate(float(used), regained)


def refused(error):
    """Did Graph refuse one object: deleted, unknown or out of our sight?"""
    code = error.code.partition("/")[0]
    return code in ("10", "100", "803") or (code.isdigit() and int(code) in graph_errors.PERMISSION_CODES)


def verify(secret, body, signature):
    """Is `signature` (X-Hub-Signature-256) that of the raw `body` with the app's secret?"""
    right = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(right.encode(), (signature or "").encode())


def handshake(params, verify_token):
    """The challenge to answer with when Graph asks whether a webhook is ours; None: refuse with 403."""
    given = params.get("hub.verify_token") or ""
    known = bool(verify_token) and hmac.compare_digest(given.encode(), verify_token.encode())
    return params.get("hub.challenge") if known and params.get("hub.mode") == "subscribe" else None


def _next_place(answer):
    following = payload.words(answer, "paging", "next")
    if not following:
        return None
    asked = parse_qs(urlsplit(following).query)
    place = {name: asked[name][0] for name in PLACES if name in asked}
    after = payload.words(answer, "paging", "cursors", "after")
    return {**place, "after": after} if after else place


def _number(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _judged(method, status, error, code, subcode):
    known = graph_errors.meaning(code, subcode)
    if known is None:
        return _unknown_code(method, status, error)
    outcome, reason = known
    if code in graph_errors.WORDED or subcode in graph_errors.WORDED:
        return outcome, payload.words(error, "error_user_msg") or reason
    if code == graph_errors.BLOCKED and graph_errors.REPEATED in payload.words(error, "message").lower():
        return graph_errors.BY_CODE[graph_errors.DUPLICATE]
    if outcome is Outcome.UNKNOWN and method == "GET":
        return Outcome.RETRY, reason
    return outcome, reason


def _unknown_code(method, status, error):
    reason = (
        payload.words(error, "error_user_msg") or payload.words(error, "message") or _("The platform refused this.")
    )
    if status >= 500:
        return http.unclear(method, status, reason).outcome, reason
    if error.get("is_transient") is True:
        return Outcome.RETRY, reason
    return Outcome.MESSAGE_FAILED, reason


def _retry_at(code, headers):
    return _regained(headers) or times.now() + graph_errors.PAUSES.get(code, graph_errors.PAUSE)


def _regained(headers):
    minutes = [_amount(row.get("estimated_time_to_regain_access")) for row in _usages(headers)]
    longest = min(max(minutes, default=0), LONGEST_BLOCK)
    return times.now() + timedelta(minutes=longest) if longest > 0 else None


def _amount(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _usages(headers):
    found = [payload.loads(headers.get("x-app-usage", ""))]
    for rows in payload.loads(headers.get("x-business-use-case-usage", "")).values():
        found += [row for row in rows if _counts(row)] if isinstance(rows, list) else []
    return found


def _counts(row):
    return isinstance(row, dict) and payload.words(row, "type") not in OTHER_USE_CASES
