"""How a channel does: what is asked for and what really happens, how far behind it is, and what went wrong last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Family, License
from audit.local_times import lasting
from channels_admin.models import Channel, Feed, FeedKind, Platform, Why

GAPS_SHOWN = 5
PATIENCE = 30  # seconds a feed may be late before it counts as behind
STALE_ACCOUNT = _("Account suspended")


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """One feed now. Intervals in milliseconds, `lag` in seconds past the time it should have been read."""

    feed: Feed
    now: datetime

    @property
    def by_webhook(self):
        """WhatsApp has no inbox to poll."""
        return self.feed.kind == FeedKind.WHATSAPP

    @property
    def asked(self):
        """What the channel asks for."""
        return self.feed.channel.poll_interval

    @property
    def real(self):
        """What it really keeps: stretched by the platform's budget, or put off after a failure."""
        put_off = self.feed.why in (Why.WAIT, Why.BACKOFF)
        return max(self.feed.interval, self.feed.interval_now or 0) if put_off else self.feed.interval

    @property
    def why(self):
        """The reason for that, in words."""
        return self.feed.because.label

    @property
    def stretched(self):
        """Is it read less often than asked for?"""
        return not self.by_webhook and self.real > self.asked

    @property
    def lag(self):
        """Seconds since it should have been read; None where it is not polled, or its channel is off."""
        if self.by_webhook or not self.feed.channel.enabled:
            return None
        return max(0, int((self.now - self.feed.next_poll_at).total_seconds()))

    @property
    def waits(self):
        """Until when the platform asked us to stay away; None when it did not."""
        due = self.feed.next_poll_at
        return due if self.feed.why == Why.WAIT and due > self.now else None

    @property
    def took(self):
        """Milliseconds from the time it was due until its last reading was done; None before the first."""
        return self.feed.lag_ms

    @property
    def gaps(self):
        """The latest spans that the platform did not show us any more, the newest first."""
        return list(self.feed.gaps.order_by("-until")[:GAPS_SHOWN])


@dataclass(frozen=True, slots=True)
class Condition:
    """A channel's condition as words: the tone of its color, an icon, a word and a note; `bad` wants somebody's attention."""

    tone: str
    icon: str
    words: str
    note: str = ""
    bad: bool = False


def feeds_of(channel, now=None):
    """The health of each of its feeds; load the channel with `feeds` and `account`."""
    now = now or timezone.now()
    return [FeedHealth(feed, now) for feed in sorted(channel.feeds.all(), key=lambda feed: (feed.kind, feed.address))]


def condition(channel, licensed, now=None):
    """The first thing that is to be said of it; `licensed` is whether its platform family is."""
    account, feeds = channel.account, feeds_of(channel, now)
    if account.suspended_at:
        return Condition("disconnected", "warn", STALE_ACCOUNT, account.suspended_for, bad=True)
    if not channel.enabled:
        return Condition("waiting", "off", _("Disabled"), _("Opens nothing new"))
    if not licensed:
        return Condition("held", "warn", _("Not licensed"), _("Opens nothing new"), bad=True)
    return _of_feeds(feeds)


def _of_feeds(feeds):
    failing = next((one for one in feeds if one.feed.failures), None)
    if failing:
        return Condition("held", "warn", _("Failing"), failing.feed.last_error, bad=True)
    lag = max((one.lag for one in feeds if one.lag is not None), default=0)
    if lag > PATIENCE:
        late = _("Should have been read %(time)s ago") % {"time": lasting(lag)}
        return Condition("held", "warn", _("Behind"), late, bad=True)
    if any(one.stretched for one in feeds):
        return Condition("connected", "done", _("Healthy"), _("Less often than asked for"))
    return Condition("connected", "done", _("Healthy"))


def in_trouble(now=None):
    """The channels whose `condition` is bad, found by the database: what the console counts and filters by."""
    now = now or timezone.now()
    late = ~Q(kind=FeedKind.WHATSAPP) & Q(next_poll_at__lte=now - timedelta(seconds=PATIENCE + 1))
    wrong = Feed.objects.filter(Q(failures__gt=0) | late, channel=OuterRef("pk"))
    enabled = Q(enabled_at__isnull=False) & (Q(platform__in=_unlicensed(now)) | Exists(wrong))
    return Channel.objects.current().filter(Q(account__suspended_at__isnull=False) | enabled)


def _unlicensed(now):
    valid = set(License.valid(now.date()).values_list("part", flat=True))
    return [platform for platform in Platform.values if License.FEATURES[Family.of(platform)] not in valid]


def seconds(milliseconds):
    """An interval as people read it."""
    if milliseconds < 60_000:
        return _("%(n)s s") % {"n": f"{round(milliseconds / 1000, 1):g}"}
    return lasting(milliseconds / 1000)
