"""Reading a feed: what is watched, what one reading brought, and what it says about our budget."""

from dataclasses import dataclass, field
from datetime import datetime

import httpx

from platforms.base.incoming import Post


@dataclass(frozen=True, slots=True)
class Rate:
    """What a platform said about our budget: share used in percent, and when to come again (None: now).

    `limit`, `left` and `resets_at` are set where it counts calls: so many in a window, so many left until then. `calls`
    is how many of these one reading takes.
    """

    used: float = 0.0
    wait_until: datetime | None = None
    limit: int | None = None
    left: int | None = None
    resets_at: datetime | None = None
    calls: int = 1

    def worse(self, other):
        """The stricter of two answers: the greater share, the later time, the fewer calls left."""
        times = [time for time in (self.wait_until, other.wait_until) if time]
        counted = [rate for rate in (self, other) if rate.left is not None]
        scarce = min(counted, key=lambda rate: rate.left / max(rate.limit or 1, 1), default=self)
        budget = (scarce.limit, scarce.left, scarce.resets_at, scarce.calls)
        return Rate(max(self.used, other.used), max(times, default=None), *budget)


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
    `more` the next reading waits for nothing but `rate.wait_until`. `limit` is aimed at, and passed by a few. `reads`
    counts what the platform may charge for: {"call": requests, "post": …, "user": …, "dm_event": …}.
    """

    posts: list[Post]
    cursor: dict
    more: bool = False
    rate: Rate = field(default_factory=Rate)
    gaps: tuple[Gap, ...] = ()
    reads: dict[str, int] = field(default_factory=dict)


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
