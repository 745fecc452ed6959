"""Who exists on the platforms: apps, pages, numbers, X users and the people who write."""

from dataclasses import dataclass, field

from sandbox import ids
from sandbox.store import Shelf, Store


@dataclass
class App:
    """A Meta app: signs webhooks with its secret, answers the handshake with its verify token.

    Without `redirect_uris` consent leads back to wherever it is asked to.
    """

    id: str
    secret: str = ""
    verify_token: str = ""
    redirect_uris: list = field(default_factory=list)


@dataclass
class Page:
    """A Facebook page of the company."""

    id: str
    name: str
    token: str = ""
    app: str = ""


@dataclass
class BusinessAccount:
    """A WhatsApp business account that may have no number yet; those of numbers need no description."""

    id: str
    name: str
    token: str = ""
    app: str = ""
    currency: str = "EUR"
    review: str = "APPROVED"
    verification: str = "VERIFIED"
    most_numbers: int = 25


@dataclass
class Number:
    """A WhatsApp number of the company; `id` is the phone number id, `waba` its business account."""

    id: str
    display_phone_number: str
    name: str
    waba: str
    token: str = ""
    app: str = ""
    status: str = "CONNECTED"
    quality_rating: str = "GREEN"
    name_status: str = "APPROVED"
    messaging_limit: str = "TIER_2K"
    is_official: bool = False
    profile: dict = field(default_factory=dict)
    verification: str = "VERIFIED"
    platform_type: str = "CLOUD_API"
    new_name: str = ""
    new_name_status: str = ""
    certificate: str = ""
    pin: str = ""
    code: str = ""
    code_at: float = 0.0
    code_tries: int = 0
    codes_asked: list = field(default_factory=list)
    pin_tries: int = 0
    oba: str = ""


@dataclass
class XUser:
    """A user of X; one with a token belongs to the company."""

    id: str
    username: str
    name: str = ""
    token: str = ""
    tier: str = "self_serve"


@dataclass
class Person:
    """A customer as one page sees them: the page-scoped id is the same in comments and in Messenger.

    `blocked` by the page; `picture` is the id of a file.
    """

    id: str
    page: str
    name: str
    blocked: bool = False
    picture: str = ""


class World:
    """Everybody, by id, and what each access token may touch."""

    def __init__(self, store: Store):
        """Load everybody from the store."""
        self.apps = Shelf(store, "app", App, lambda one: one.id)
        self.pages = Shelf(store, "page", Page, lambda one: one.id)
        self.wabas = Shelf(store, "waba", BusinessAccount, lambda one: one.id)
        self.numbers = Shelf(store, "number", Number, lambda one: one.id)
        self.x_users = Shelf(store, "x_user", XUser, lambda one: one.id)
        self.people = Shelf(store, "person", Person, lambda one: f"{one.page}:{one.id}")
        self._names = {(one.page, one.name): one.id for one in self.people}
        self._handles = {one.username.lower(): one for one in self.x_users}

    def upsert(self, described: dict) -> None:
        """Take in apps, pages, numbers and X users; the same description twice changes nothing."""
        for shelf, make, name in (
            (self.apps, App, "apps"),
            (self.pages, Page, "pages"),
            (self.wabas, BusinessAccount, "wabas"),
            (self.numbers, Number, "numbers"),
        ):
            for one in described.get(name, []):
                known = shelf.get(one["id"])
                shelf.save(make(**{**(vars(known) if known else {}), **one}))
        for one in described.get("x_users", []):
            self._upsert_x_user(XUser(**one))

    def _upsert_x_user(self, user: XUser) -> None:
        old = self.x_users.get(user.id) or self._handles.get(user.username.lower())
        if old:
            self._handles.pop(old.username.lower(), None)
            self.x_users.drop(old)
        user.name = user.name or user.username
        self._handles[user.username.lower()] = self.x_users.save(user)

    def granted(self, token: str) -> list[Page | Number | XUser | BusinessAccount]:
        """Everyone for whom a token speaks."""
        every = [*self.pages, *self.wabas, *self.numbers, *self.x_users]
        return [one for one in every if token and one.token == token]

    def app_granted(self, token: str) -> App | None:
        """The app whose own token (id|secret) this is."""
        identifier, _, secret = token.partition("|")
        app = self.apps.get(identifier)
        return app if app and secret and app.secret == secret else None

    def person(self, page: str, name: str, identifier: str = "") -> Person:
        """A customer of a page, made on first mention; without an id the same name is the same person."""
        identifier = identifier or self._names.get((page, name)) or ids.number()
        self._names[page, name] = identifier
        known = self.people.get(f"{page}:{identifier}")
        if known and known.name == name:
            return known
        if known:
            known.name = name
        return self.people.save(known or Person(identifier, page, name))

    def person_named(self, page: str, name: str) -> Person | None:
        """The customer of a page with this name, if they were ever mentioned."""
        return self.people.get(f"{page}:{self._names.get((page, name), '')}")

    def psid(self, page: str, identifier: str) -> Person | None:
        """The customer with this page-scoped id."""
        return self.people.get(f"{page}:{identifier}")

    def x_user_named(self, username: str) -> XUser | None:
        """The X user with this handle, without @ and in any case."""
        return self._handles.get(username.lstrip("@").lower())

    def x_customer(self, username: str, name: str = "") -> XUser:
        """The X user with this handle, made on first mention."""
        username = username.lstrip("@")
        known = self.x_user_named(username)
        if known:
            return known
        made = XUser(id=ids.number(), username=username, name=name or username)
        self._handles[username.lower()] = self.x_users.save(made)
        return made

    def waba(self, identifier: str) -> BusinessAccount | None:
        """The business account, as it was described or as its numbers tell."""
        numbers = self.waba_numbers(identifier)
        if not numbers or identifier in self.wabas:
            return self.wabas.get(identifier)
        first = numbers[0]
        return BusinessAccount(identifier, f"{first.name} business account", first.token, first.app)

    def waba_numbers(self, waba: str) -> list[Number]:
        """The numbers of a WhatsApp business account; empty when there is no such account."""
        return [one for one in self.numbers if one.waba == waba]
