"""Renewing a token that ends: one refresher, the new pair stored before anybody uses it.

X's access tokens live two hours, and a refresh token is good for one use ("OAuth 2.0 Authorization Code Flow with PKCE",
docs.x.com), so two refreshers would lock the account out. The claim is a conditional update with a lease; the answer is
stored in one UPDATE. Between the two nothing can help: whoever dies there has lost the new pair, and a person must link
the account again, which the words of the suspension say.
"""

import logging
import time
from dataclasses import replace
from datetime import timedelta

from django.db import OperationalError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from channels_admin.linkers import linker
from platforms.base import Outcome, PlatformError

log = logging.getLogger(__name__)

AHEAD = timedelta(minutes=5)  # the tick renews what ends sooner than this
TOO_LATE = timedelta(seconds=20)  # a request that begins now may still be under way by then
LEASE = timedelta(seconds=60)  # longer than the HTTP time-outs together
PATIENCE = 5.0  # seconds to wait for somebody else's renewal
STORING = 10  # attempts to store a new pair, a second apart: it exists nowhere else
LOST = gettext_noop(
    "A new access was given out but never reached us, because its renewal was interrupted: link the account again."
)


class Client:
    """An account's HTTP client: a 401 is answered with one renewal and one repetition (it says: nothing was done)."""

    def __init__(self, http, account):
        self._http, self._account, self._bearer = http, account, f"Bearer {account.token}"

    def __getattr__(self, name):
        return getattr(self._http, name)

    def request(self, method, url, **options):
        """As `httpx.Client.request`; only what is sent with this account's token is looked at."""
        headers = options.pop("headers", None) or {}
        if headers.get("Authorization") != self._bearer:
            return self._http.request(method, url, headers=headers, **options)
        answer = self._send(method, url, headers, options)
        if answer.status_code == 401 and _renewed(self._account) and _repeatable(options):
            answer = self._send(method, url, headers, options)
        return answer

    def _send(self, method, url, headers, options):
        mine = {**headers, "Authorization": f"Bearer {self._account.token}"}
        return self._http.request(method, url, headers=mine, **options)


def _renewed(account):
    """A thread that only talks to platforms had no database connection, and keeps none."""
    borrowed = connection.connection is None
    try:
        return renew(account)
    finally:
        if borrowed:
            connection.close()


def _repeatable(options):
    return isinstance(options.get("content"), str | bytes | None)  # a stream has been read by now


def renew(account):
    """Bring a newer pair into `account`: asked for by us, or by whoever is at it already. False where there is none."""
    if connection.in_atomic_block:
        return False  # the pair must be committed at once; a tick renews it
    if not _stands(account):
        return _reload(account)
    interrupted = _claim(account)
    if interrupted is None:
        return _wait_for_other(account)
    account.refresh_from_db(fields=account.CREDENTIALS)
    return _exchange(account, interrupted)


def _rows(account):
    return type(account).objects.filter(pk=account.pk, generation=account.generation)


def _stands(account):
    return _rows(account).exists()


def _reload(account):
    account.refresh_from_db(fields=account.CREDENTIALS)
    return account.suspended_at is None


def _claim(account):
    """False: ours. True: ours after somebody who never came back. None: somebody else's."""
    now = timezone.now()
    if _rows(account).filter(renewing_until=None).update(renewing_until=now + LEASE):
        return False
    return True if _rows(account).filter(renewing_until__lt=now).update(renewing_until=now + LEASE) else None


def _exchange(account, interrupted):
    try:
        grant = linker(account.platform).refresh(account.app.keys(), account.refresh_token)
    except PlatformError as error:
        log.warning("token of %s could not be renewed: %s", account, error)
        return _failed(account, error, interrupted)
    return _stored(account, _completed(grant, account))


def _completed(grant, account):
    """What the answer leaves out goes on (RFC 6749, sections 5.1 and 6)."""
    return replace(grant, refresh=grant.refresh or account.refresh_token, scopes=grant.scopes or tuple(account.scopes))


def _failed(account, error, interrupted):
    """Used up or withdrawn: over. Anything else is tried again; where nobody knows, only once the lease has run out."""
    if error.code == "invalid_grant":
        account.give_up(_(LOST) if interrupted else error.reason)
    elif error.outcome != Outcome.UNKNOWN:
        # After an interruption the lease stays as a sign of it until there is an answer.
        lease = {} if interrupted else {"renewing_until": None}
        _rows(account).update(trouble=error.reason[:500], **lease)
    return False


def _stored(account, grant):
    for attempt in range(STORING):
        try:
            return account.take(grant, replacing=account.generation, trouble="")
        except OperationalError:
            log.exception("the new token of %s could not be stored (attempt %s)", account, attempt + 1)
            time.sleep(1)
            close_old_connections()
    return False


def _wait_for_other(account):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if not _stands(account):
            return _reload(account)
        if not _rows(account).filter(Q(renewing_until__gte=timezone.now())).exists():
            return not _stands(account) and _reload(account)
        time.sleep(0.1)
    return False
