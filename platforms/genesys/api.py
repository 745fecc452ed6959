"""Calls to Genesys Cloud: error envelope, limits, pages. Source: developer.genesys.cloud, "Platform API"."""

from datetime import timedelta

from platforms import http, payload, times
from platforms.base import Outcome, PlatformError, Rate
from platforms.words import _

PAGE_SIZE = 100
# Pages read at most: a list that never ends must not hold up the worker for ever.
MOST_PAGES = 100
LIMITS = ("inin-ratelimit-allowed", "inin-ratelimit-count", "inin-ratelimit-reset")
PAUSE = timedelta(seconds=60)


def call(wire, method, path, *, params=None, body=None):
    """Call `path` ("/api/v2/...") and return (JSON object, Rate), or raise `PlatformError`."""
    answer, headers = http.call(wire, method, path, params=params, body=body, explain=explain)
    return answer, rate(headers)


def read(wire, path, body):
    """As `call` with POST, for questions that are asked so: repeating one does no harm."""
    try:
        return call(wire, "POST", path, body=body)
    except PlatformError as error:
        raise harmless(error) from None


def harmless(error):
    """The error of a call that may be repeated although nobody knows whether it was carried out."""
    if error.outcome is not Outcome.UNKNOWN:
        return error
    return PlatformError(Outcome.RETRY, error.code, error.reason)


def pages(wire, path, params=None):
    """Yield (objects, Rate) page by page, until one is not full or is the last by its own count."""
    for number in range(1, MOST_PAGES + 1):
        asked = {"pageSize": PAGE_SIZE, "pageNumber": number, **(params or {})}
        answer, used = call(wire, "GET", path, params=asked)
        rows = payload.rows(answer, "entities")
        yield rows, used
        if not rows or not _more(answer, number):
            return


def explain(method, status, answer, headers):
    """The `PlatformError` in an answer {message, code, status, contextId}; None where nothing is wrong or said."""
    judge = JUDGES.get(status)
    if status < 400 or judge is None:
        return None
    code = payload.words(answer, "code") or status
    said = payload.words(answer, "message") or payload.words(answer, "description")
    # The number under which Genesys Cloud's support finds the call.
    reference = payload.words(answer, "contextId") or headers.get("inin-correlation-id", "")
    outcome, reason = judge(said)
    reason = f"{reason} (reference {reference})" if reference else reason
    return PlatformError(outcome, code, reason, _again_at(headers) if outcome is Outcome.WAIT else None)


def rate(headers):
    """Our budget by the headers: calls allowed, made, and seconds until they are counted anew."""
    allowed, count, reset = (_whole(headers.get(name)) for name in LIMITS)
    if not allowed or count is None:
        return Rate()
    left = max(allowed - count, 0)
    resets_at = times.now() + timedelta(seconds=reset or 0)
    return Rate(100.0 * min(count, allowed) / allowed, None if left else resets_at, allowed, left, resets_at)


def _more(answer, number):
    """Is there a further page? It is named by address, or to be counted out."""
    if payload.words(answer, "nextUri"):
        return True
    count, total = payload.dig(answer, "pageCount"), payload.dig(answer, "total")
    if isinstance(count, int):
        return number < count
    return isinstance(total, int) and number * PAGE_SIZE < total


def _again_at(headers):
    seconds = _whole(headers.get("retry-after")) or _whole(headers.get("inin-ratelimit-reset"))
    return times.now() + (timedelta(seconds=seconds) if seconds else PAUSE)


def _whole(value):
    return int(value) if value and value.isdigit() else None


def _refused(said):
    return Outcome.MESSAGE_FAILED, _("Genesys Cloud did not accept this: %(reason)s") % {
        "reason": said or _("it gave no reason.")
    }


def _unauthorized(_said):
    return Outcome.ACCOUNT_SUSPENDED, _("Genesys Cloud no longer accepts the client credentials: check and save them.")


def _forbidden(said):
    return Outcome.ACCOUNT_SUSPENDED, _("Genesys Cloud forbids this: %(reason)s") % {
        "reason": said or _("a permission is missing.")
    }


def _missing(_said):
    return Outcome.MESSAGE_FAILED, _("This does not exist any more in Genesys Cloud, or the client may not see it.")


def _too_many(_said):
    return Outcome.WAIT, _("Genesys Cloud's limit of calls is reached.")


JUDGES = {
    400: _refused,
    401: _unauthorized,
    403: _forbidden,
    404: _missing,
    409: _refused,
    410: _missing,
    413: _refused,
    422: _refused,
    429: _too_many,
}
