"""Developer apps at X: client id and secret (OAuth 2.0), API key and secret, the app's own bearer token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.store import Shelf

if TYPE_CHECKING:
    from sandbox.stage import Stage


@dataclass
class XApp:
    """An app; an empty `client_secret` makes it a public client, `redirect_uris` empty lets any address pass."""

    id: str
    client_id: str = ""
    client_secret: str = ""
    consumer_key: str = ""
    consumer_secret: str = ""
    bearer: str = ""
    tier: str = "self_serve"
    redirect_uris: list = field(default_factory=list)

    @property
    def secrets(self) -> list[str]:
        """What it may sign with: client secret and consumer secret, as far as it has them."""
        return [one for one in (self.client_secret, self.consumer_secret) if one]


class XApps:
    """Apps by id."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._shelf = Shelf(stage.store, "x_app", XApp, lambda one: one.id)

    def __iter__(self):
        return iter(self._shelf)

    def get(self, identifier: str) -> XApp | None:
        """The app, or None."""
        return self._shelf.get(identifier)

    def upsert(self, described: list[dict]) -> None:
        """Take in apps; the same description twice changes nothing."""
        for one in described:
            app = XApp(**one)
            app.client_id, app.consumer_key = app.client_id or app.id, app.consumer_key or app.id
            self._shelf.save(app)

    def client(self, client_id: str) -> XApp | None:
        """The app with this OAuth 2.0 client id."""
        return next((one for one in self if client_id and one.client_id == client_id), None)

    def consumer(self, key: str, secret: str) -> XApp | None:
        """The app with this API key and secret; client id and secret are taken as well."""
        pairs = ((one, (one.consumer_key, one.consumer_secret), (one.client_id, one.client_secret)) for one in self)
        return next((app for app, *known in pairs if secret and (key, secret) in known), None)

    def first(self) -> XApp | None:
        """The only app there is, or the oldest one: to it belong tokens of which nothing else is known."""
        return next(iter(self), None)
