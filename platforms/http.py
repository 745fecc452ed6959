"""One way to call a platform: a shared client, a bearer token in the header, and every failure a `PlatformError`."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import httpx

from platforms import payload, times
from platforms.base import Outcome, PlatformError
from platforms.words import _

# Failures before a single byte of the request had left: nothing can have been carried out.
NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)
WAIT_WITHOUT_ADVICE = timedelta(seconds=60)


def shared_client():
    """The HTTP client of this process: connections are kept, redirects refused, 5 s to connect, 15 s to answer."""
    return _client_of(os.getpid())


def call(wire, method, path, *, params=None, body=None, explain):
    """Send one request and return (JSON object, headers), or raise `PlatformError`.

    `explain(method, status, answer, headers)` is the platform's own reading of an answer and returns a `PlatformError`
    or None. What it leaves unexplained is judged here: a POST whose result is unclear is UNKNOWN, a GET is RETRY.
    """
    response = _exchange(wire, method, path, params, body)
    answer = _object(response)
    error = explain(method, response.status_code, answer, response.headers) if answer is not None else None
    error = error or _unexplained(method, response, answer)
    if error:
        raise _scrubbed(error, wire.token)
    return answer, response.headers


def unclear(method, code, reason):
    """The error of a request of which nobody knows whether it was carried out: harmless for a GET."""
    return PlatformError(Outcome.RETRY if method == "GET" else Outcome.UNKNOWN, code, reason)


@dataclass(frozen=True, slots=True)
class InTime:
    """The HTTP client of a wire that begins no request after `until` (UTC), when others may have taken up the work.

    A file takes as long to upload as it takes; the message that carries it must not go out behind that time.
    """

    http: httpx.Client
    until: datetime

    def request(self, method, url, **options):
        """As `httpx.Client.request`. PlatformError RETRY past the time: nothing was asked for."""
        if times.now() >= self.until:
            raise PlatformError(
                Outcome.RETRY, "too_slow", _("The file took too long to hand over; it will be tried again.")
            )
        return self.http.request(method, url, **options)


@cache
def _client_of(_process):
    # By process: connections must not be shared with a parent that forked us.
    return httpx.Client(
        timeout=httpx.Timeout(15.0, connect=5.0),
        limits=httpx.Limits(max_connections=50, max_keepalive_connections=50),
        follow_redirects=False,
    )


def _exchange(wire, method, path, params, body):
    if not (wire.token.isascii() and wire.token.isprintable()):
        raise PlatformError(
            Outcome.ACCOUNT_SUSPENDED, "", _("The access token holds signs that no token has: link again.")
        )
    headers = {"Authorization": f"Bearer {wire.token}", "Accept": "application/json"}
    try:
        return wire.http.request(method, wire.base.rstrip("/") + path, params=params, json=body, headers=headers)
    except NOT_SENT as error:
        problem = PlatformError(Outcome.RETRY, type(error).__name__, _("The platform could not be reached."))
    except (httpx.TransportError, httpx.DecodingError) as error:
        problem = unclear(method, type(error).__name__, _("The connection broke before the platform had answered."))
    # Raised out here so that no traceback carries the request, and with it the token.
    raise problem


def _object(response):
    try:
        answer = response.json()
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _unexplained(method, response, answer):
    status = response.status_code
    if status >= 500:
        return unclear(method, status, _("The platform had an error of its own."))
    if status == 429:
        return _too_many(response.headers)
    if status >= 400:
        return PlatformError(Outcome.MESSAGE_FAILED, status, _("The platform refused the request."))
    if status >= 300:
        return PlatformError(Outcome.RETRY, status, _("The platform pointed elsewhere, which is not followed."))
    return unclear(method, status, _("The platform's answer could not be read.")) if answer is None else None


def _too_many(headers):
    seconds = payload.ident(dict(headers), "retry-after")
    pause = timedelta(seconds=int(seconds)) if seconds.isdigit() else WAIT_WITHOUT_ADVICE
    return PlatformError(Outcome.WAIT, 429, _("The platform asked us to slow down."), times.now() + pause)


def _scrubbed(error, token):
    # Some platforms repeat a malformed token in the message.
    if not token or token not in error.reason:
        return error
    return PlatformError(error.outcome, error.code, error.reason.replace(token, "…"), error.retry_at)
