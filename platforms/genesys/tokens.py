"""Access to an organization by client credentials, kept until shortly before it ends.

Source: developer.genesys.cloud, "Client credentials grant".
"""

import hashlib
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from platforms import http, payload, times
from platforms.base import Grant, Outcome, PlatformError, Wire
from platforms.words import _

# A token is given up this long before its end, so that none ends during a call.
MARGIN = timedelta(minutes=5)
# A token that is refused although it is younger is refused for another reason.
FRESH = timedelta(minutes=1)
# What is said by a server that does not say how long a token lives.
SHORTEST = 3600
REFUSED = _("Genesys Cloud does not accept the client ID and secret: check them and save them again.")


@dataclass
class _Kept:
    """The grant of one client in this process, and who may renew it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    grant: Grant | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Login:
    """An HTTP client that asks for a token: a form, with the client's own name and secret."""

    http: httpx.Client
    auth: tuple[str, str] = field(repr=False)

    def request(self, method, url, *, params, json, headers):
        form = {"grant_type": "client_credentials"}
        return self.http.request(method, url, data=form, auth=self.auth, headers={"Accept": headers["Accept"]})


_kept = defaultdict(_Kept)


def grant(login_base, client_id, secret, client=None):
    """The token of a client, from this process's memory or anew from `login_base` (https://login.{region}).

    Many may ask at once: one of them fetches it, the others wait. PlatformError ACCOUNT_SUSPENDED for wrong credentials.
    """
    kept = _kept[_key(login_base, client_id, secret)]
    with kept.lock:
        if kept.grant is None or kept.grant.expires_at - MARGIN <= times.now():
            kept.grant = None
            kept.grant = _fetch(login_base, client_id, secret, client or http.shared_client())
            kept.since = times.now()
        return kept.grant


def replaced(login_base, client_id, secret, refused):
    """Is there to be another token than the `refused` grant? False for one that was fetched just now.

    Genesys Cloud takes tokens back before their end, for instance when the client's roles are changed.
    """
    kept = _kept[_key(login_base, client_id, secret)]
    with kept.lock:
        if kept.grant is refused:
            if kept.since > times.now() - FRESH:
                return False
            kept.grant = None
        return True


def forget(login_base, client_id, secret):
    """Fetch a new token next time: Genesys Cloud refused the kept one before its end."""
    kept = _kept[_key(login_base, client_id, secret)]
    with kept.lock:
        kept.grant = None


def _key(login_base, client_id, secret):
    # The secret is part of it, so that a corrected one is tried at once; but it is not kept in the clear.
    return login_base, client_id, hashlib.sha256(secret.encode()).hexdigest()


def _fetch(login_base, client_id, secret, client):
    wire = Wire(_Login(client, (client_id, secret)), login_base, client_id)
    asked_at = times.now()
    try:
        answer, _headers = http.call(wire, "POST", "/oauth/token", explain=_explain)
    except PlatformError as error:
        # Asking twice gives two good tokens.
        outcome = Outcome.RETRY if error.outcome is Outcome.UNKNOWN else error.outcome
        raise PlatformError(outcome, error.code, error.reason, error.retry_at) from None
    token, lives = payload.words(answer, "access_token"), payload.dig(answer, "expires_in")
    if not token:
        raise PlatformError(Outcome.RETRY, "", _("Genesys Cloud gave no access token."))
    lives = lives if isinstance(lives, int) and lives > 0 else SHORTEST
    return Grant(token, expires_at=asked_at + timedelta(seconds=lives))


def _explain(_method, status, answer, _headers):
    if status in (400, 401, 403):
        return PlatformError(Outcome.ACCOUNT_SUSPENDED, payload.words(answer, "error") or status, REFUSED)
    return None
