"""Access of users and apps: codes of 30 seconds, tokens of two hours, refresh tokens that serve once."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.store import Shelf
from sandbox.world import XUser
from sandbox.x.apps import XApp
from sandbox.x.endpoint import Caller

if TYPE_CHECKING:
    from sandbox.stage import Stage

CODE_LIVES, TOKEN_LIVES = 30.0, 7200.0


@dataclass
class Code:
    """What a user's consent gave, to be exchanged once; `challenge` is the S256 challenge."""

    code: str
    app: str
    user: str
    scopes: list
    redirect_uri: str
    challenge: str
    until: float


@dataclass
class Token:
    """An access token with its refresh token ("" without offline.access); no user means the app alone."""

    access: str
    app: str
    user: str
    scopes: list
    until: float | None
    refresh: str = ""


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a code verifier (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _random() -> str:
    return secrets.token_urlsafe(48)


class Tokens:
    """Every code and token that was given out; the fixed tokens of the world are not among them."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self._codes = Shelf(stage.store, "x_code", Code, lambda one: one.code)
        self._tokens = Shelf(stage.store, "x_token", Token, lambda one: one.access)
        self._by_refresh = {one.refresh: one for one in self._tokens if one.refresh}

    def consent(self, app: XApp, user: str, scopes: list[str], redirect_uri: str, challenge: str) -> Code:
        """The user allows it."""
        until = self._stage.clock.now() + CODE_LIVES
        return self._codes.save(Code(_random(), app.id, user, scopes, redirect_uri, challenge, until))

    def redeem(self, app: XApp, code: str, redirect_uri: str, verifier: str) -> Token | None:
        """Exchange a code, which is used up even by a wrong attempt; None when it is no good."""
        found = self._codes.get(code)
        if not found:
            return None
        self._codes.drop(found)
        right = (found.app, found.redirect_uri, found.challenge) == (app.id, redirect_uri, challenge_of(verifier))
        if not right or found.until <= self._stage.clock.now():
            return None
        return self._give(app, found.user, found.scopes)

    def refresh(self, app: XApp, refresh: str) -> Token | None:
        """A new pair for a refresh token, which serves once."""
        old = self._by_refresh.get(refresh)
        if not old or old.app != app.id:
            return None
        self._by_refresh.pop(refresh)
        old.refresh = ""
        self._tokens.save(old)
        return self._give(app, old.user, old.scopes)

    def alone(self, app: XApp) -> str:
        """The app's own bearer token, always the same."""
        if not app.bearer:
            app.bearer = "AAAA" + _random()
            self._stage.x.apps.upsert([vars(app)])
        return app.bearer

    def _give(self, app: XApp, user: str, scopes: list[str]) -> Token:
        refresh = _random() if "offline.access" in scopes else ""
        until = self._stage.clock.now() + TOKEN_LIVES
        token = self._tokens.save(Token(_random(), app.id, user, scopes, until, refresh))
        if refresh:
            self._by_refresh[refresh] = token
        self._stage.store.commit()
        return token

    def revoke(self, token: str) -> Token | None:
        """Forget an access or refresh token; the other one of the pair goes with it. None when there is none."""
        found = self._tokens.get(token) or self._by_refresh.get(token)
        if found:
            self._tokens.drop(found)
            self._by_refresh.pop(found.refresh, None)
        return found

    def revoke_user(self, user: str) -> list[str]:
        """The user takes the consent back: every token of theirs dies. Returns the apps that had one."""
        theirs = [one for one in self._tokens if one.user == user]
        for one in theirs:
            self.revoke(one.access)
        return list(dict.fromkeys(one.app for one in theirs))

    def authorized(self, user: str) -> bool:
        """Whether a user lets an app act for them, by consent or because the world gives them a fixed token."""
        known = self._stage.world.x_users.get(user)
        return bool(known and known.token) or any(one.user == user for one in self._tokens)

    def caller(self, token: str) -> Caller | None:
        """Whom a bearer token speaks for; None when it is unknown or over."""
        if not token or token in self._stage.switches.expired_tokens:
            return None
        fixed = next((one for one in self._stage.world.granted(token) if isinstance(one, XUser)), None)
        if fixed:
            return Caller(fixed, self._stage.x.apps.first())
        app = next((one for one in self._stage.x.apps if one.bearer == token), None)
        if app:
            return Caller(XUser(id="", username="", tier=app.tier), app, alone=True)
        return self._of_user(token)

    def _of_user(self, token: str) -> Caller | None:
        found = self._tokens.get(token)
        if not found or found.until <= self._stage.clock.now():
            return None
        user = self._stage.world.x_users.get(found.user)
        return Caller(user, self._stage.x.apps.get(found.app), frozenset(found.scopes)) if user else None
