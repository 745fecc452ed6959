"""What stands beside a channel's form: how it does, what limits it, what it costs."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from channels_admin.health import condition, feeds_of
from channels_admin.models import Feed, Platform, usage
from channels_admin.whatsapp.links import has_links

FULL_FROM, BUSY_FROM = 95, 75  # percent of what a platform allows


@dataclass(frozen=True, slots=True)
class Budget:
    """What a channel has cost this month, and of what: [(kind, count, cost)]."""

    spent: Decimal
    most: Decimal | None
    share: Decimal | None
    lines: list

    @property
    def percent(self):
        """Of the budget."""
        return self.share and int(self.share * 100)

    @property
    def warns(self):
        """Is it time to look?"""
        return self.share is not None and self.share >= usage.WARN_AT


@dataclass(frozen=True, slots=True)
class Limit:
    """What a platform said about our budget when a feed was read last; `sharers` feeds use it up together."""

    feed: Feed
    used: float
    limit: int | None
    left: int | None
    resets_at: datetime | None
    sharers: int

    @property
    def tone(self):
        """Of its color."""
        return "disconnected" if self.used >= FULL_FROM else "held" if self.used >= BUSY_FROM else "connected"

    @property
    def calls(self):
        """How many were made in this window."""
        return max(self.limit - self.left, 0)


def beside(channel):
    """What the template shows, for a new channel too."""
    checks = {name: reverse(f"console:check_{name}") for name in ("address", "known", "keyword", "query", "trial")}
    if channel is None:
        return {"checks": checks}
    feeds, now = feeds_of(channel), timezone.now()
    return {
        "checks": checks,
        "budget": Budget(*usage.budget_of(channel), usage.month_of(channel)),
        "condition": condition(channel, channel.licensed),
        "feeds": feeds,
        "limits": [one for one in (_limit(one.feed, now) for one in feeds) if one],
        "last_poll": max((one.feed.last_poll_at for one in feeds if one.feed.last_poll_at), default=None),
        "lag": max((one.lag for one in feeds if one.lag is not None), default=None),
        "platform": channel.platform,
        "tries": channel.platform != Platform.WHATSAPP,
        "has_links": has_links(channel),
    }


def _limit(feed, now):
    """None where the platform has not said anything yet, or what it said is over."""
    told = feed.rate or {}
    resets_at = parse_datetime(told["resets_at"]) if told.get("resets_at") else None
    if not told or (resets_at and resets_at < now):
        return None
    sharers = Feed.objects.sharing([feed.channel.account_id]).get((feed.channel.account_id, feed.kind), 1)
    return Limit(feed, told.get("used", 0), told.get("limit"), told.get("left"), resets_at, sharers)
