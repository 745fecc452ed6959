"""OAuth 2.0 of X: the page of consent, tokens, the app's own token ("OAuth 2.0" in X's docs, fundamentals/authentication)."""

import base64
import html
from urllib.parse import unquote, urlencode, urlsplit

from sandbox.stage import Stage
from sandbox.wire import Answer, Call
from sandbox.x.apps import XApp
from sandbox.x.endpoint import OPEN, Endpoint
from sandbox.x.tokens import TOKEN_LIVES, Token

ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")
SCOPES = set(
    "tweet.read tweet.write tweet.moderate.write users.read dm.read dm.write like.read like.write media.write "
    "follows.read follows.write offline.access space.read mute.read mute.write block.read block.write list.read "
    "list.write bookmark.read bookmark.write users.email".split()
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<link rel="icon" href="/static/customer/mark.svg"><title>Authorize app</title></head><body>
<h1>{app} wants to access your account</h1><p>It asks for: {scopes}</p>
<form method="post" action="/i/oauth2/authorize">{hidden}
<label>Account <select name="user">{users}</select></label>
<button name="answer" value="allow">Authorize app</button> <button name="answer" value="deny">Cancel</button>
</form></body></html>"""
WRONG_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<link rel="icon" href="/static/customer/mark.svg"><title>Something went wrong</title></head>
<body><h1>Something went wrong</h1><p>You weren't able to give access to the App. {reason}</p></body></html>"""


def _page(text: str, status: int = 200) -> Answer:
    return Answer(text, status, kind="text/html; charset=utf-8")


def _refusal(status: int, error: str, description: str) -> Answer:
    return Answer({"error": error, "error_description": description}, status)


def _wrong(stage: Stage, call: Call) -> str:
    """Why the page of consent cannot be shown; "" when it can."""
    app, redirect = stage.x.apps.client(call.text("client_id")), call.text("redirect_uri")
    if not app:
        return "The client id is not known."
    if not urlsplit(redirect).scheme or (app.redirect_uris and redirect not in app.redirect_uris):
        return "The redirect address does not match one of the app's callback addresses."
    if call.text("response_type") != "code" or not call.text("state"):
        return "response_type must be code, and state must be given."
    if call.text("code_challenge_method") != "S256" or not call.text("code_challenge"):
        return "code_challenge with the method S256 must be given."
    unknown = set(call.text("scope").split()) - SCOPES
    return f"Unknown scopes: {', '.join(sorted(unknown))}." if unknown or not call.text("scope") else ""


async def authorize(stage: Stage, call: Call, _caller: object) -> Answer:
    """GET /i/oauth2/authorize: shows who asks for what."""
    reason = _wrong(stage, call)
    if reason:
        return _page(WRONG_PAGE.format(reason=html.escape(reason)), 400)
    hidden = "".join(f'<input type="hidden" name="{name}" value="{html.escape(call.text(name))}">' for name in ASKED)
    users = "".join(
        f'<option value="{one.id}">@{html.escape(one.username)}</option>'
        for one in sorted(stage.world.x_users, key=lambda one: not one.token)
    )
    app = stage.x.apps.client(call.text("client_id"))
    return _page(
        PAGE.format(app=html.escape(app.id), scopes=html.escape(call.text("scope")), hidden=hidden, users=users)
    )


async def decide(stage: Stage, call: Call, _caller: object) -> Answer:
    """POST /i/oauth2/authorize: Authorize app (answer=allow, user=id) or Cancel; back to the app by redirect."""
    reason = _wrong(stage, call)
    user = call.text("user") or next((one.id for one in stage.world.x_users if one.token), "")
    if reason or user not in stage.world.x_users:
        return _page(WRONG_PAGE.format(reason=html.escape(reason or "There is no such account.")), 400)
    told = {"error": "access_denied"}
    if call.text("answer") == "allow":
        app, scopes = stage.x.apps.client(call.text("client_id")), call.text("scope").split()
        code = stage.x.tokens.consent(app, user, scopes, call.text("redirect_uri"), call.text("code_challenge"))
        told = {"code": code.code}
    address = call.text("redirect_uri")
    joined = "&" if urlsplit(address).query else "?"
    return Answer("", 302, {"location": f"{address}{joined}{urlencode({'state': call.text('state'), **told})}"})


def _basic(call: Call) -> tuple[str, str] | None:
    scheme, _, value = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote(name), unquote(secret)


def _client(stage: Stage, call: Call) -> XApp | Answer:
    """The app that calls: confidential ones prove themselves by Basic authentication, public ones name their id."""
    basic = _basic(call)
    app = stage.x.apps.client(basic[0] if basic else call.text("client_id"))
    if not app or (not basic and app.client_secret):
        return _refusal(401, "unauthorized_client", "Missing valid authorization header")
    if basic and basic[1] != app.client_secret:
        return _refusal(401, "unauthorized_client", "Missing valid authorization header")
    return app


async def token(stage: Stage, call: Call, caller: object) -> Answer:
    """POST /2/oauth2/token: authorization_code, refresh_token or client_credentials."""
    kind = call.text("grant_type")
    if kind == "client_credentials":
        return await app_token(stage, call, caller)
    app = _client(stage, call)
    if isinstance(app, Answer):
        return app
    if kind == "authorization_code":
        given = stage.x.tokens.redeem(app, call.text("code"), call.text("redirect_uri"), call.text("code_verifier"))
        what = "authorization code"
    elif kind == "refresh_token":
        given, what = stage.x.tokens.refresh(app, call.text("refresh_token")), "token"
    else:
        return _refusal(400, "unsupported_grant_type", f"The grant type {kind!r} is not supported.")
    return Answer(_pair(given)) if given else _no_good(stage, what)


def _no_good(stage: Stage, what: str) -> Answer:
    """X says invalid_request (seen in public reports) where RFC 6749 asks for invalid_grant; a switch chooses."""
    return _refusal(400, stage.x.switches.bad_grant, f"Value passed for the {what} was invalid.")


def _pair(given: Token) -> dict:
    body = {
        "token_type": "bearer",
        "expires_in": int(TOKEN_LIVES),
        "access_token": given.access,
        "scope": " ".join(given.scopes),
    }
    return body | ({"refresh_token": given.refresh} if given.refresh else {})


async def app_token(stage: Stage, call: Call, _caller: object) -> Answer:
    """POST /oauth2/token with grant_type=client_credentials: the app's own bearer token."""
    if call.text("grant_type") != "client_credentials":
        error = {
            "code": 170,
            "label": "forbidden_missing_parameter",
            "message": "Missing required parameter: grant_type",
        }
        return Answer({"errors": [error]}, 403)
    app = stage.x.apps.consumer(*(_basic(call) or ("", "")))
    if not app:
        error = {"code": 99, "label": "authenticity_token_error", "message": "Unable to verify your credentials"}
        return Answer({"errors": [error]}, 403)
    return Answer({"token_type": "bearer", "access_token": stage.x.tokens.alone(app)})


async def revoke(stage: Stage, call: Call, _caller: object) -> Answer:
    """POST /2/oauth2/revoke: the pair to which the token belongs dies, and who listens hears of it."""
    app = _client(stage, call)
    if isinstance(app, Answer):
        return app
    found = stage.x.tokens.revoke(call.text("token"))
    if found and found.user:
        stage.x.news.revoked(found.user, app.id)
    return Answer({"revoked": True})


ENDPOINTS = [
    Endpoint("GET", "/i/oauth2/authorize", (), authorize, auth=OPEN),
    Endpoint("POST", "/i/oauth2/authorize", (), decide, auth=OPEN),
    Endpoint("POST", "/2/oauth2/token", (), token, auth=OPEN),
    Endpoint("POST", "/2/oauth2/revoke", (), revoke, auth=OPEN),
    Endpoint("POST", "/oauth2/token", (), app_token, auth=OPEN),
]
