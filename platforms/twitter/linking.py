"""Linking an account of X by OAuth 2.0 with PKCE (docs.x.com, "OAuth 2.0 Authorization Code Flow with PKCE").

An access token lives two hours. A refresh token brings the next pair once, so the pair must be stored before anybody
uses it, by one refresher at a time.
"""

import re
from datetime import timedelta
from urllib.parse import urlencode

import httpx

from platforms import http, payload, times, x_api
from platforms.base import Grant, Health, Linkable, Outcome, PlatformError, Wire
from platforms.words import _
from platforms.x_errors import WINDOW

API, CONSENT = "https://api.x.com", "https://x.com"
SCOPES = (
    *("tweet.read", "tweet.write", "users.read", "dm.read", "dm.write", "media.write"),
    *("offline.access", "tweet.moderate.write"),
)
# Without these only likes are missing.
ALSO = ("like.read", "like.write")
# What the token endpoint calls a token or code that is used up, withdrawn or too old.
USED_UP = ("invalid_grant", "invalid_token")
USED_UP_WORDS = re.compile(r"value passed for the [\w ]+ was invalid", re.IGNORECASE)
KEYS = ("invalid_client", "unauthorized_client")


def authorize_url(keys, redirect_uri, state, challenge):
    """Where to send the administrator for his consent; `challenge` is the S256 hash of the verifier, in base64url."""
    asked = {
        "response_type": "code",
        "client_id": keys.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(SCOPES + ALSO),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{(keys.authorize_base or CONSENT).rstrip('/')}/i/oauth2/authorize?{urlencode(asked)}"


def exchange(keys, redirect_uri, code, verifier):
    """The `Grant` for a code, which lives 30 seconds. MESSAGE_FAILED: the consent must be asked for anew."""
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    try:
        return _grant(_post(keys, "/2/oauth2/token", asked))
    except PlatformError as error:
        if error.outcome is not Outcome.ACCOUNT_SUSPENDED or error.code in KEYS:
            raise
    raise PlatformError(Outcome.MESSAGE_FAILED, "invalid_grant", _("The consent was given too long ago: link again."))


def refresh(keys, refresh_token):
    """The next `Grant`. ACCOUNT_SUSPENDED: the consent has ended. UNKNOWN: the token may be used up without an answer."""
    return _grant(_post(keys, "/2/oauth2/token", {"grant_type": "refresh_token", "refresh_token": refresh_token}))


def revoke(keys, token):
    """Give the consent back; a token that is not valid any more needs nothing done."""
    try:
        _post(keys, "/2/oauth2/revoke", {"token": token})
    except PlatformError as error:
        if error.outcome is not Outcome.ACCOUNT_SUSPENDED or error.code in KEYS:
            raise


def linkables(keys, grant):
    """The one account that consented, with what it did not consent to."""
    user = _me(keys, grant.token)
    number = x_api.number(user, "id")
    if not number:
        raise PlatformError(Outcome.RETRY, "", _("X did not say whose consent this is."))
    lacks = tuple(scope for scope in SCOPES if grant.scopes and scope not in grant.scopes)
    return [Linkable(number, payload.words(user, "name"), grant, payload.words(user, "username"), lacks)]


def health(keys, token):
    """Is the token valid? Raises `PlatformError` where X cannot be asked now."""
    try:
        user = _me(keys, token)
    except PlatformError as error:
        if error.outcome is not Outcome.ACCOUNT_SUSPENDED:
            raise
        return Health(False, reason=error.reason)
    if not x_api.number(user, "id"):
        raise PlatformError(Outcome.RETRY, "", _("X did not say whose token this is."))
    return Health(True)


def _me(keys, token):
    wire = Wire(http.shared_client(), keys.base or API, "", token)
    answer, _rate = x_api.call(wire, "GET", "/2/users/me", params={"user.fields": x_api.USER_FIELDS})
    return payload.dig(answer, "data")


def _grant(answer):
    token = payload.words(answer, "access_token")
    if not token:
        raise PlatformError(Outcome.UNKNOWN, "", _("X gave no token and no reason."))
    seconds = payload.ident(answer, "expires_in")
    return Grant(
        token,
        payload.words(answer, "refresh_token"),
        times.now() + timedelta(seconds=int(seconds)) if seconds.isdecimal() else None,
        tuple(payload.words(answer, "scope").split()),
    )


def _post(keys, path, form):
    """One call with a form: an app that has a secret shows it, one without names itself in the form."""
    problem = None
    try:
        response = http.shared_client().post(
            f"{(keys.base or API).rstrip('/')}{path}",
            data=form if keys.client_secret else {**form, "client_id": keys.client_id},
            auth=(keys.client_id, keys.client_secret) if keys.client_secret else None,
            headers={"Accept": "application/json"},
        )
    except http.NOT_SENT as error:
        problem = PlatformError(Outcome.RETRY, type(error).__name__, _("X could not be reached."))
    except httpx.HTTPError as error:
        problem = http.unclear("POST", type(error).__name__, _("The connection broke before X had answered."))
    # Raised out here so that no traceback carries the request, and with it the secret.
    if problem:
        raise problem
    return _read(response)


def _read(response):
    answer = payload.loads(response.content)
    if response.is_success and answer:
        return answer
    raise _judged(response, payload.words(answer, "error"), payload.words(answer, "error_description"))


def _judged(response, error, description):
    status = response.status_code
    if error in USED_UP or USED_UP_WORDS.search(description):
        reason = _("The consent has ended, or was used already: link the account again.")
        return PlatformError(Outcome.ACCOUNT_SUSPENDED, "invalid_grant", reason)
    if error in KEYS or status == 401:
        reason = _("X does not accept the app's client id and secret: check them.")
        return PlatformError(Outcome.ACCOUNT_SUSPENDED, error or KEYS[0], reason)
    if status == 429:
        reset = times.moment(response.headers.get("x-rate-limit-reset"), times.now() + WINDOW)
        return PlatformError(Outcome.WAIT, 429, _("X's limit of calls is reached."), reset)
    if 400 <= status < 500:
        reason = description or error or _("X refused the request.")
        return PlatformError(
            Outcome.MESSAGE_FAILED, error or status, _("X did not accept the request: %(reason)s") % {"reason": reason}
        )
    return PlatformError(Outcome.UNKNOWN, status, _("X gave no token and no reason."))
