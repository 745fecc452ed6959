"""Consent and tokens ("Manually build a login flow" and "Long-lived tokens" in Meta's Facebook Login docs)."""

import base64
import hashlib
from html import escape
from urllib.parse import urlencode

from sandbox.graph.accounts import LONG, SCOPES, SHORT, Code
from sandbox.graph.errors import GraphError
from sandbox.stage import Stage
from sandbox.wire import Answer, Call
from sandbox.world import App

TEN_MINUTES = 600.0
KEPT = ("client_id", "redirect_uri", "state", "scope", "code_challenge", "code_challenge_method", "response_type")
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8">
<link rel="icon" href="/static/customer/mark.svg"><title>Log in with Facebook - Sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<h1>App {app} wants to act for you</h1>
<form method="post" action="{action}">
{hidden}
<p><label>You are <select name="user" data-test="user">{users}</select></label></p>
<fieldset><legend>It asks for</legend>
{scopes}
</fieldset>
<p><button name="decision" value="allow" data-test="allow">Allow</button>
<button name="decision" value="deny" data-test="deny">Deny</button></p>
</form></html>
"""


def dialog(stage: Stage, call: Call) -> Answer:
    """GET /dialog/oauth: a page with Allow and Deny; POST: the decision, as a redirection."""
    app = stage.world.apps.get(call.text("client_id"))
    redirect_uri = call.text("redirect_uri")
    if not app:
        return Answer("Invalid App ID: The provided app ID does not look like a valid app ID.", 400)
    if not redirect_uri or (app.redirect_uris and redirect_uri not in app.redirect_uris):
        return Answer("URL Blocked: This redirect failed because the redirect URI is not white-listed.", 400)
    return _decided(stage, call, app) if call.method == "POST" else _page(stage, call, app)


def _asked_scopes(call: Call) -> list[str]:
    asked = call.text("scope").replace(",", " ").split()
    return asked or list(SCOPES)


def _page(stage: Stage, call: Call, app: App) -> Answer:
    hidden = "\n".join(
        f'<input type="hidden" name="{name}" value="{escape(call.text(name))}">' for name in KEPT if call.text(name)
    )
    users = "".join(
        f'<option value="{escape(one.id)}">{escape(one.name)}</option>' for one in stage.accounts.users_of(app.id)
    )
    scopes = "\n".join(
        f'<p><label><input type="checkbox" name="grant_{escape(one)}" checked> {escape(one)}</label></p>'
        for one in _asked_scopes(call)
    )
    page = PAGE.format(app=escape(app.id), action=escape(call.path), hidden=hidden, users=users, scopes=scopes)
    return Answer(page, kind="text/html; charset=utf-8")


def _decided(stage: Stage, call: Call, app: App) -> Answer:
    state = {"state": call.text("state")} if call.text("state") else {}
    if call.text("decision") != "allow":
        words = {"error": "access_denied", "error_code": "200", "error_description": "Permissions error"}
        return _back(call, {**words, "error_reason": "user_denied", **state})
    users = {one.id: one for one in stage.accounts.users_of(app.id)}
    user = users.get(call.text("user")) or next(iter(users.values()))
    granted = [one for one in _asked_scopes(call) if f"grant_{one}" in call.params or "granted" in call.params]
    challenge = (call.text("code_challenge"), call.text("code_challenge_method", "plain"))
    code = stage.accounts.code(app.id, user.id, call.text("redirect_uri"), granted, challenge)
    stage.store.commit()
    return _back(call, {"code": code.code, **state})


def _back(call: Call, words: dict[str, str]) -> Answer:
    uri = call.text("redirect_uri")
    return Answer("", 302, {"Location": uri + ("&" if "?" in uri else "?") + urlencode(words)})


def access_token(stage: Stage, call: Call) -> dict:
    """GET or POST /oauth/access_token: a code for a token, a short-lived token for a long-lived one, the app's own."""
    kind = call.text("grant_type", "authorization_code")
    app = _app(stage, call)
    if kind == "client_credentials":
        return {"access_token": f"{app.id}|{app.secret}", "token_type": "bearer"}
    if kind == "fb_exchange_token":
        return _exchanged(stage, call, app)
    return _for_code(stage, call, app)


def _app(stage: Stage, call: Call) -> App:
    app = stage.world.apps.get(call.text("client_id"))
    if not app:
        message = "Error validating application. Cannot get application info due to a system error."
        raise GraphError(101, message)
    if call.text("client_secret") != app.secret:
        raise GraphError(1, "Error validating client secret.")
    return app


def _told(token: str, lives: float) -> dict:
    return {"access_token": token, "token_type": "bearer", "expires_in": int(lives)}


def _for_code(stage: Stage, call: Call, app: App) -> dict:
    code = stage.accounts.codes.get(call.text("code"))
    if not code or code.app != app.id:
        raise GraphError(100, "Invalid verification code format.", 36009)
    _check_code(stage, call, code)
    code.used = True
    stage.accounts.codes.save(code)
    issued = stage.accounts.user_token(app.id, code.user, code.scopes, SHORT)
    stage.store.commit()
    return _told(issued.token, SHORT)


def _check_code(stage: Stage, call: Call, code: Code) -> None:
    if code.used:
        raise GraphError(100, "This authorization code has been used.", 36009)
    if stage.clock.now() - code.at > TEN_MINUTES:
        raise GraphError(100, "This authorization code has expired.", 36007)
    if call.text("redirect_uri") != code.redirect_uri:
        message = (
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used "
            "in the OAuth dialog request"
        )
        raise GraphError(100, message, 36008)
    if code.challenge and _challenge(call.text("code_verifier"), code.method) != code.challenge:
        raise GraphError(100, "Error validating verification code. The code_verifier does not match.", 36010)


def _challenge(verifier: str, method: str) -> str:
    if method.upper() != "S256":
        return verifier
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _exchanged(stage: Stage, call: Call, app: App) -> dict:
    old = stage.accounts.issued.get(call.text("fb_exchange_token"))
    now = stage.clock.now()
    if not old or old.app != app.id or (old.expires_at and old.expires_at <= now):
        raise GraphError(190, "Error validating access token: Session has expired.", 463)
    issued = stage.accounts.user_token(app.id, old.user, old.scopes, LONG)
    stage.store.commit()
    return _told(issued.token, LONG)
