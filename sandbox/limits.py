"""Rate limits: real counting in windows, with the documented numbers or others."""

import math
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.switches import Switches

QUARTER, HOUR, DAY = 900, 3600, 86400
# Meta multiplies by the users of an app and by the people engaged with a page; the sandbox assumes a hundred of each.
PEOPLE = 100
# name: (calls, seconds). Meta: "Graph API rate limits", "Messenger Platform rate limiting", "WhatsApp throughput";
# X: "Rate limits" of X API v2, per user; names ending in .app per app.
DOCUMENTED = {
    "graph.app": (200 * PEOPLE, HOUR),
    "graph.page": (4800 * PEOPLE, DAY),
    "graph.user": (200 * PEOPLE, HOUR),
    "graph.page_user": (4800 * PEOPLE, DAY),
    "messenger.conversations": (2, 1),
    "messenger.send": (300, 1),
    "messenger.media": (10, 1),
    "messenger.private_replies": (750, HOUR),
    "messenger.page": (200 * PEOPLE, DAY),
    "whatsapp.number": (80, 1),
    "whatsapp.management": (5000, HOUR),
    "x.me": (75, QUARTER),
    "x.users": (900, QUARTER),
    "x.users.app": (300, QUARTER),
    "x.mentions": (300, QUARTER),
    "x.mentions.app": (450, QUARTER),
    "x.timeline": (900, QUARTER),
    "x.timeline.app": (10000, QUARTER),
    "x.search": (300, QUARTER),
    "x.search.app": (450, QUARTER),
    "x.counts": (300, QUARTER),
    "x.counts.app": (300, QUARTER),
    "x.tweets": (900, QUARTER),
    "x.tweets.app": (450, QUARTER),
    "x.tweets_ids": (5000, QUARTER),
    "x.tweets_ids.app": (3500, QUARTER),
    "x.post": (100, QUARTER),
    "x.post_day.app": (10000, DAY),
    "x.delete": (50, QUARTER),
    "x.hide": (50, QUARTER),
    "x.like": (50, QUARTER),
    "x.like_day": (1000, DAY),
    "x.media_upload": (500, QUARTER),
    "x.media_status": (1000, QUARTER),
    "x.media_initialize": (1875, QUARTER),
    "x.media_append": (1875, QUARTER),
    "x.media_finalize": (1875, QUARTER),
    "x.media_metadata": (500, QUARTER),
    "x.dm_events": (15, QUARTER),
    "x.dm_with": (15, QUARTER),
    "x.dm_conversation": (15, QUARTER),
    "x.dm_event": (15, QUARTER),
    "x.dm_send": (15, QUARTER),
    "x.dm_send_day": (1440, DAY),
    "x.dm_delete": (300, QUARTER),
    "x.dm_delete_day": (1500, DAY),
    "x.dm_block": (10, QUARTER),
    "x.dm_block_day": (400, DAY),
    "x.webhooks": (450, QUARTER),
    "x.replay": (100, QUARTER),
    "x.activity": (500, QUARTER),
    "x.usage": (50, QUARTER),
}
# One message in six seconds to the same customer, after a burst of 45 that is then paid back.
PAIR = {"whatsapp.pair": (45, 6)}
NAMES = sorted([*DOCUMENTED, *PAIR])


@dataclass
class Usage:
    """How far a limit is used after this call; `reset` is unix seconds in sandbox time."""

    name: str
    limit: int
    used: int
    reset: float

    @property
    def exceeded(self) -> bool:
        """Whether this call was one too many."""
        return self.used > self.limit

    @property
    def percent(self) -> int:
        """Share of the limit, as Meta's usage headers give it."""
        return self.used * 100 // self.limit

    @property
    def remaining(self) -> int:
        """Calls left in the window."""
        return max(0, self.limit - self.used)


class Limits:
    """Counts calls by limit and by whom they count against; the counts live as long as the process."""

    def __init__(self, clock: Clock, switches: Switches):
        """Start with nothing used."""
        self._clock, self._switches = clock, switches
        self._windows: dict[tuple[str, str], list[float]] = {}
        self._paid_until: dict[tuple[str, str], float] = {}

    def forget(self) -> None:
        """Start counting anew."""
        self._windows, self._paid_until = {}, {}

    def rule(self, name: str) -> tuple[int, float]:
        """The limit in force: (calls, seconds)."""
        own = self._switches.own_limits.get(name)
        return tuple(own) if own else (DOCUMENTED | PAIR)[name]

    def hit(self, name: str, whom: str) -> Usage:
        """Count one call; the result says whether it was too many."""
        limit, seconds = self.rule(name)
        now = self._clock.now()
        window = self._windows.get((name, whom))
        if not window or not window[0] <= now < window[0] + seconds:
            window = self._windows[name, whom] = [now, 0]
        window[1] += 1
        used = 0 if self._switches.rate_limits == "off" else int(window[1])
        return Usage(name, limit, used, window[0] + seconds)

    def hit_pair(self, whom: str) -> bool:
        """Count one message to one customer; False when it comes too fast."""
        burst, seconds = self.rule("whatsapp.pair")
        now = self._clock.now()
        paid = max(self._paid_until.get(("pair", whom), 0.0), now) + seconds
        if self._switches.rate_limits != "off" and paid > now + burst * seconds:
            return False
        self._paid_until["pair", whom] = paid
        return True


def minutes_until(usage: Usage, now: float) -> int:
    """Whole minutes until an exceeded limit opens again, at least one; 0 when it is not exceeded."""
    return max(1, math.ceil((usage.reset - now) / 60)) if usage.exceeded else 0
