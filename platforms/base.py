"""The nouns that every platform module speaks: what came in (`Post`), what goes out (`Outgoing`), what went wrong.

Each platform module offers the same functions, so that adding one means copying a neighbour:

    fetch(wire, cursor, limit, watch) -> Page      read what is new; the caller reads on while `Page.more`
    send(wire, outgoing) -> Sent                   publish one message; raises PlatformError
    find_sent(wire, outgoing, known) -> Search      is it there although no answer came? `known` ids are other messages
    parse_webhook(body) -> list[Delivered]         a raw delivery, as posts per address
    verify(secret, body, signature) -> bool        was it signed with the app's secret?
    length(text) -> int                            how long the platform counts it; `CAPABILITIES` has the limit
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import httpx


class PostKind(StrEnum):
    """What a post is: something said, something we cannot show yet, or a receipt for something we sent."""

    MESSAGE = "message"
    UNSUPPORTED = "unsupported"
    RECEIPT = "receipt"


class Receipt(StrEnum):
    """What a platform reports about a message of ours; later ones outrank earlier ones."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class Outcome(StrEnum):
    """What a platform's error means for us."""

    RETRY = "retry"
    WAIT = "wait"
    MESSAGE_FAILED = "message_failed"
    ACCOUNT_SUSPENDED = "account_suspended"
    ALREADY_SENT = "already_sent"
    UNKNOWN = "unknown"


class Found(StrEnum):
    """The answer of `find_sent`: `CANNOT_TELL` where the platform gives no way to look."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Person:
    """An author as a platform names him. Whom it does not name is an `unnamed` with the id of what he wrote.

    `kind` is the sort of id (`page_scoped`, `x_id`, `phone`, `business_scoped`); `scope` is the page or number for
    which the id is valid, empty where it is valid everywhere. `also` holds further (kind, id) pairs named in the same
    payload.
    """

    kind: str
    id: str
    name: str = ""
    handle: str = ""
    scope: str = ""
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One item as a platform gave it, not yet ours.

    A public post joins the thread of `parent` where we know that message, else the thread named by `thread`. A
    private one has `peer`: the customer at the other end, whoever wrote it. `own` means that the company's account is
    the author. For a receipt `external_id` is that of our message (empty when only `up_to`, a watermark for all
    messages to `peer`, is known), and `receipt`, `code`, `reason` say what became of it. `mark` is our own mark,
    given back.
    """

    external_id: str
    at: datetime
    kind: PostKind = PostKind.MESSAGE
    private: bool = False
    thread: str = ""
    parent: str = ""
    author: Person | None = None
    peer: Person | None = None
    own: bool = False
    text: str = ""
    permalink: str = ""
    mark: str = ""
    can_reply: bool = True
    receipt: Receipt | None = None
    up_to: datetime | None = None
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """What a platform said about our budget: share used in percent, and when to come again (None: now)."""

    used: float = 0.0
    wait_until: datetime | None = None

    def worse(self, other):
        """The stricter of two answers: the greater share, the later time."""
        times = [time for time in (self.wait_until, other.wait_until) if time]
        return Rate(max(self.used, other.used), max(times, default=None))


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which the platform may hold posts that it no longer shows us (UTC).

    `peer` is the customer's id where only one private thread is concerned, empty for the whole feed.
    """

    since: datetime
    until: datetime
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One reading of a feed: posts oldest first, the cursor to store with them, and whether to read on at once.

    Neighboring readings overlap on purpose, so a post may come again: posts are told apart by `external_id`. With
    `more` the next reading waits for nothing but `rate.wait_until`. `limit` is aimed at, and passed by a few.
    """

    posts: list[Post]
    cursor: dict
    more: bool = False
    rate: Rate = field(default_factory=Rate)
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """What a feed looks at beside its own address.

    `posts` are public threads with recent activity whose comments are read; `handles` are X names without @;
    `keywords` are words or phrases; `began` is when the channel was enabled, before which nothing need be read.
    """

    began: datetime
    posts: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """Everything needed to talk to one account of a platform: shared HTTP client, base URL, token, own address."""

    http: httpx.Client
    base: str
    address: str
    token: str = field(repr=False, default="")
    version: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of ours. `to` is the customer's id, `to_kind` its sort; `parent` the post answered in public.

    `mark` is our own id of the message, carried where the platform takes one. `last_inbound` is when the customer
    last wrote, by the platform's clock; what rules follow from it is the platform module's affair. `first_try` (UTC)
    says from when on `find_sent` must look.
    """

    text: str
    mark: str
    to: str = ""
    to_kind: str = ""
    parent: str = ""
    private: bool = False
    last_inbound: datetime | None = None
    first_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took the message: its id there, and when (UTC)."""

    external_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """The result of `find_sent`: with `sent` when found."""

    found: Found
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """Part of a webhook delivery: the posts for one address (page id or phone number id), in the order given."""

    address: str
    posts: list[Post]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform allows in one kind of thread (table under R14).

    `text_limit` is in characters as the platform counts them (see `length`), `window_hours` None where replies are
    always possible, `states` the delivery states that the platform reports, `poll_floor_ms` the shortest useful
    interval, `human_agent_hours` how long a person may answer where the account has that feature (None: no such thing).
    """

    text_limit: int
    window_hours: int | None
    states: tuple[Receipt, ...]
    marks: bool
    poll_floor_ms: int = 1000
    human_agent_hours: int | None = None


class PlatformError(Exception):
    """A call failed. `outcome` says what to do, `code` is the platform's, `reason` is in words for a person.

    `retry_at` (UTC) is set for WAIT. UNKNOWN means that the request may have been carried out: never repeat it blindly.
    """

    def __init__(self, outcome, code="", reason="", retry_at=None):
        super().__init__(f"{outcome}: {code} {reason}".strip())
        self.outcome, self.code, self.reason, self.retry_at = outcome, str(code), reason, retry_at
