"""People who manage the company's pages, and the tokens that their consent brought ("Facebook Login" in Meta's docs)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.store import Shelf

if TYPE_CHECKING:
    from sandbox.stage import Stage

HOUR, DAY = 3600.0, 24 * 3600.0
SHORT, LONG, DATA_ACCESS = 2 * HOUR, 60 * DAY, 90 * DAY
SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
    "whatsapp_business_messaging",
    "whatsapp_business_management",
)


@dataclass
class User:
    """A person with a role on pages; without a list of ids on all pages of the app."""

    id: str
    name: str
    pages: list = field(default_factory=list)


@dataclass
class Code:
    """What the consent page gave out, good once."""

    code: str
    app: str
    user: str
    redirect_uri: str
    scopes: list
    challenge: str
    method: str
    at: float
    used: bool = False


@dataclass
class Issued:
    """A token of a user, or, with a `page`, of that page; `expires_at` 0: does not end by itself."""

    token: str
    app: str
    user: str
    scopes: list
    issued_at: float
    expires_at: float
    data_access_expires_at: float
    page: str = ""


class Accounts:
    """Users, codes and issued tokens."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self.users = Shelf(stage.store, "fb_user", User, lambda one: one.id)
        self.codes = Shelf(stage.store, "fb_code", Code, lambda one: one.code)
        self.issued = Shelf(stage.store, "fb_token", Issued, lambda one: one.token)

    def users_of(self, app: str) -> list[User]:
        """Who may consent; somebody always does."""
        return list(self.users) or [self.users.save(User(f"7{app}" if app.isdigit() else "7000", "Sandbox Admin"))]

    def pages_of(self, user: User, app: str) -> list[str]:
        """The pages on which a user has a role."""
        every = [page.id for page in self._stage.world.pages if page.app in ("", app)]
        return [page for page in every if not user.pages or page in user.pages]

    def code(self, app: str, user: str, redirect_uri: str, scopes: list[str], challenge: tuple[str, str]) -> Code:
        """The user consents."""
        made = Code(secrets.token_urlsafe(48), app, user, redirect_uri, scopes, *challenge, self._stage.clock.now())
        return self.codes.save(made)

    def user_token(self, app: str, user: str, scopes: list[str], lives: float) -> Issued:
        """A new token of a user."""
        now = self._stage.clock.now()
        token = "EAA" + secrets.token_urlsafe(60).replace("-", "Z").replace("_", "Z")
        return self.issued.save(Issued(token, app, user, scopes, now, now + lives, now + DATA_ACCESS))

    def page_token(self, of: Issued, page: str) -> Issued:
        """The page's token by a user's; the same each time; from a long-lived one it does not end by itself."""
        digest = hashlib.sha256(f"{of.token}:{page}".encode()).hexdigest()
        token, long = f"EAAP{digest}", of.expires_at - of.issued_at > DAY
        known = self.issued.get(token)
        ends = 0.0 if long else of.expires_at
        made = Issued(token, of.app, of.user, of.scopes, of.issued_at, ends, of.data_access_expires_at, page)
        return known or self.issued.save(made)

    def revoke(self, app: str, user: str) -> None:
        """The user removes the app: every token by them is refused from now on (458)."""
        for one in self.issued:
            if (one.app, one.user) == (app, user):
                self._stage.switches.refused_tokens[one.token] = 458
        self._stage.save_switches()
