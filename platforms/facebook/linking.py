"""Linking pages: a person's consent, the pages it opens, and how healthy their tokens are.

Facebook has no refresh tokens. A page's token made from a long-lived one of a person does not end by itself, but his
consent must be renewed every 90 days (Facebook Login, "Access Token Guide" and "Manually Build a Login Flow").
"""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from platforms import graph, graph_errors, payload, times
from platforms.base import Grant, Health, Linkable, Outcome, PlatformError, Wire
from platforms.graph_upload import Form
from platforms.http import shared_client
from platforms.words import _

# What reading, answering and webhooks need (Pages API, "Overview"; Messenger Platform, "Overview").
NEEDED = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
)
# Asked for as well: without it all but answering with a picture works (Graph API reference, /page/photos).
WANTED = (*NEEDED, "pages_manage_posts")
# What the person must be allowed to do on a page (Graph API reference, /user/accounts).
TASKS = ("MODERATE", "MESSAGING")
PAGE_FIELDS = "id,name,username,access_token,tasks"
INVALID_TOKEN = 190
# How Graph refuses the app's secret and the app's id when it is asked for a token.
APP_REFUSED = ("1", "101")


def authorize_url(keys, redirect_uri, state, challenge):
    """Where to send the browser to ask for consent. `challenge` is the SHA-256 of the verifier (PKCE, S256)."""
    asked = {
        "client_id": keys.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "response_type": "code",
        "scope": ",".join(WANTED),
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{keys.authorize_base.rstrip('/')}/{keys.version or graph.VERSION}/dialog/oauth?{urlencode(asked)}"


def exchange(keys, redirect_uri, code, verifier):
    """The long-lived `Grant` of the person who gave this code, which holds once and for minutes. PlatformError."""
    short, _headers = _token(keys, {"redirect_uri": redirect_uri, "code": code, "code_verifier": verifier})
    long, expires_at = _token(keys, {"grant_type": "fb_exchange_token", "fb_exchange_token": short})
    return Grant(long, expires_at=expires_at, scopes=_scopes(_inspected(keys, long)))


def linkables(keys, grant):
    """The pages that the person may link, each with a token of its own and what it lacks. PlatformError."""
    params = {"fields": PAGE_FIELDS, "limit": 100}
    wire = _wire(keys, grant.token)
    rows = [row for page, _ in graph.pages(wire, "me/accounts", params) for row in page]
    return [_linkable(row, grant) for row in rows if payload.ident(row, "id") and payload.words(row, "access_token")]


def health(keys, token):
    """What Facebook says about a token. It ends with the consent behind it, if that comes first. PlatformError."""
    data = _inspected(keys, token)
    ends = [payload.dig(data, name) for name in ("expires_at", "data_access_expires_at")]
    # 0 stands for never.
    ends = [moment for end in ends if end and (moment := times.moment(end))]
    lacks = _lacking(_scopes(data))
    valid = payload.dig(data, "is_valid") is True
    return Health(valid, min(ends, default=None), "" if valid else _reason(data), lacks)


def _wire(keys, token):
    return Wire(shared_client(), keys.base, "me", token, keys.version)


def _as_app(keys):
    """The app speaks for itself: its token is made of its id and secret, and goes into no address."""
    return _wire(keys, f"{keys.client_id}|{keys.client_secret}")


def _token(keys, values):
    """(token, when it ends or None) for a code or a short-lived token."""
    wire = _as_app(keys)
    wire = replace(wire, http=Form(wire.http))
    values = {"client_id": keys.client_id, "client_secret": keys.client_secret, **values}
    try:
        answer, _headers = graph.call(wire, "POST", "oauth/access_token", body=values)
    except PlatformError as error:
        raise _worded(error) from None
    token = payload.words(answer, "access_token")
    if not token:
        raise PlatformError(Outcome.MESSAGE_FAILED, "", _("Facebook gave no access token: link the account again."))
    return token, _ending(answer)


def _worded(error):
    if error.code in APP_REFUSED:
        reason = _("Facebook did not accept the app's ID and secret: check them and try again.")
        return PlatformError(Outcome.MESSAGE_FAILED, error.code, reason)
    if error.outcome is not Outcome.MESSAGE_FAILED:
        return _of_app(error)
    reason = _("Facebook did not accept the consent, which holds for minutes and once: link the account again.")
    return PlatformError(error.outcome, error.code, reason)


def _of_app(error):
    # What is refused here is the app, though Graph has but one code for all tokens.
    if error.outcome is not Outcome.ACCOUNT_SUSPENDED:
        return error
    return PlatformError(
        error.outcome, error.code, _("Facebook does not accept the app's ID and secret: correct them.")
    )


def _ending(answer):
    seconds = payload.ident(answer, "expires_in")
    return times.now() + timedelta(seconds=int(seconds)) if seconds.isdigit() and int(seconds) else None


def _inspected(keys, token):
    try:
        answer, _headers = graph.call(_as_app(keys), "GET", "debug_token", params={"input_token": token})
    except PlatformError as error:
        raise _of_app(error) from None
    data = payload.dig(answer, "data")
    return data if isinstance(data, dict) else {}


def _scopes(data):
    scopes = payload.dig(data, "scopes")
    return tuple(scope for scope in scopes if isinstance(scope, str)) if isinstance(scopes, list) else ()


def _lacking(scopes):
    return tuple(scope for scope in NEEDED if scope not in scopes)


def _reason(data):
    subcode = payload.dig(data, "error", "subcode")
    return graph_errors.meaning(INVALID_TOKEN, subcode if isinstance(subcode, int) else None)[1]


def _linkable(row, grant):
    tasks = row.get("tasks")
    undone = [task for task in TASKS if task not in tasks] if isinstance(tasks, list) else []
    # Made from a long-lived token, the page's own does not end.
    own = Grant(payload.words(row, "access_token"), scopes=grant.scopes)
    return Linkable(
        external_id=payload.ident(row, "id"),
        name=payload.words(row, "name"),
        grant=own,
        handle=payload.words(row, "username"),
        lacks=(*_lacking(grant.scopes), *undone),
    )
