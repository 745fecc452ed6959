"""What is read of a channel, and how far we are."""

from datetime import timedelta
from itertools import groupby
from operator import attrgetter, itemgetter

from django.db import connections, models, transaction
from django.db.models import F, Q
from django.db.models.sql import UpdateQuery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import MediaType
from channels_admin.models.account import Platform, Provider
from channels_admin.models.channel import Channel
from platforms import hub


class FeedKind(models.TextChoices):
    """The five feeds."""

    FACEBOOK_POSTS = "facebook_posts", _("Facebook posts and comments")
    MESSENGER = "messenger", _("Messenger")
    X_POSTS = "x_posts", _("X posts")
    X_DIRECT = "x_direct", _("X direct messages")
    WHATSAPP = "whatsapp", _("WhatsApp")
    WHATSAPP_GENESYS = "whatsapp_genesys", _("WhatsApp (Genesys Cloud)")

    @property
    def media_type(self):
        """The type of the interactions that it opens."""
        public = self in (FeedKind.FACEBOOK_POSTS, FeedKind.X_POSTS)
        return MediaType.SOCIAL_CONVERSATION if public else MediaType.SOCIAL_DIRECT_MESSAGE

    @property
    def module(self):
        """The platform module that speaks it."""
        return hub.module(self.value)


class Why(models.TextChoices):
    """Why a feed is read as often as it is."""

    ASKED = "asked", _("as often as asked for")
    FLOOR = "floor", _("the platform does not allow more")
    QUOTA = "quota", _("the platform counts calls: those left are spread over the time until it counts anew")
    USAGE = "usage", _("three quarters of what the platform allows are used: slower until this has fallen")
    BACKOFF = "backoff", _("the last reading failed: tried again later each time")
    WAIT = "wait", _("the platform asked us to stay away until the next poll")


PUBLIC = {Platform.FACEBOOK: FeedKind.FACEBOOK_POSTS, Platform.TWITTER: FeedKind.X_POSTS}
PRIVATE = {
    Platform.FACEBOOK: FeedKind.MESSENGER,
    Platform.TWITTER: FeedKind.X_DIRECT,
    Platform.WHATSAPP: FeedKind.WHATSAPP,
}
LEASE = timedelta(seconds=60)  # a worker that has not come back by then is taken for dead


class Feeds(models.QuerySet):
    """Which feeds there are, and which are due."""

    def sync(self, channel, since=None):
        """Make the rows that the channel's addresses and workgroups ask for, and retire those they no longer do.

        New ones begin `since`; where that is None, with the channel.
        """
        wanted = dict.fromkeys(_wanted(channel))
        for feed in self.filter(channel=channel):
            if wanted.pop((feed.kind, feed.address), False) is False:
                feed.delete()
        for kind, address in wanted:
            Feed.objects.create(channel=channel, kind=kind, address=address, began_at=since)

    def polled(self):
        """Feeds of enabled channels whose account is in order. WhatsApp has no inbox to poll."""
        running = self.filter(channel__enabled_at__isnull=False, channel__account__suspended_at=None)
        return running.exclude(kind=FeedKind.WHATSAPP)

    def free(self, now):
        """Those whose time has come and which no worker has."""
        return self.filter(Q(busy_until=None) | Q(busy_until__lt=now), next_poll_at__lte=now)

    def due(self, now):
        """What is to be read now, the longest overdue first."""
        return self.polled().free(now).order_by("next_poll_at")

    def next_due(self, now, until):
        """When the next one that no worker has is to be read, if that is before `until`; else None."""
        free = self.polled().filter(Q(busy_until=None) | Q(busy_until__lt=now), next_poll_at__lte=until)
        return free.order_by("next_poll_at").values_list("next_poll_at", flat=True).first()

    def claim(self, now, *, limit):
        """Take up to `limit` due feeds for this worker, in one look and one update for each interval among them.

        What other workers are taking at this moment is passed over, so that they need not wait for one another; the
        condition of the update is what decides. A claimed feed still has the `next_poll_at` at which it was due.
        """
        with transaction.atomic():
            feeds, taken = [*self._unlocked(now)[:limit]], set()
            for interval, group in groupby(sorted(feeds, key=_interval), key=_interval):
                taken |= _take([*group], timedelta(milliseconds=interval), now)
        return [feed for feed in feeds if feed.pk in taken]

    def _unlocked(self, now):
        due = self.due(now).select_related("channel__account")
        return due.select_for_update(skip_locked=True, no_key=True, of=("self",))

    def hold(self, ids, now):
        """These are still being read: nobody else takes them yet."""
        self.filter(pk__in=ids).update(busy_until=now + LEASE)

    def settle(self, read):
        """Write down how readings went: [(feed, {field: value})], one round trip for all that change the same fields."""
        connection = connections[self.db]
        alike = sorted(((tuple(changes), feed.pk, changes) for feed, changes in read), key=itemgetter(0, 1))
        with transaction.atomic(), connection.cursor() as cursor:
            for names, rows in groupby(alike, key=itemgetter(0)):
                fields = [Feed._meta.get_field(name) for name in names]
                values = [
                    [*(field.get_db_prep_save(changes[field.name], connection) for field in fields), pk]
                    for _names, pk, changes in rows
                ]
                cursor.executemany(_update_of(fields), values)

    def sharing(self, accounts):
        """{(account, kind): how many feeds are read with the token of each of these accounts}."""
        rows = self.polled().filter(channel__account__in=accounts).order_by()
        return {
            (account, kind): count
            for account, kind, count in rows.values_list("channel__account", "kind").annotate(models.Count("pk"))
        }


def _update_of(fields):
    """The statement that changes these columns of one row, with its id as the last value."""
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'UPDATE "{Feed._meta.db_table}" SET {columns} WHERE "id" = %s'


def _take(feeds, interval, now):
    """The ids of those that are ours from now on. One that is far behind is not made up for, but comes again soon."""
    taken = set()
    for late, group in groupby(sorted(feeds, key=_due), key=lambda feed: feed.next_poll_at + interval <= now):
        rows = Feed.objects.free(now).filter(pk__in=[feed.pk for feed in group])
        following = now + interval / 2 if late else F("next_poll_at") + interval
        query = rows.query.chain(UpdateQuery)
        query.add_update_values({"next_poll_at": following, "busy_until": now + LEASE})
        taken |= {pk for (pk,) in query.get_compiler(rows.db).execute_returning_sql([Feed._meta.pk])}
    return taken


_interval, _due = attrgetter("interval"), attrgetter("next_poll_at")


def _wanted(channel):
    """The (kind, address) pairs of a channel. An X channel reads all its handles in one feed, under its account's id."""
    platform = Platform(channel.platform)
    if channel.conversation_workgroup and platform in PUBLIC:
        addresses = [channel.account.external_id] if platform == Platform.TWITTER else channel.addresses
        yield from ((PUBLIC[platform], address) for address in addresses)
    if channel.direct_workgroup:
        addresses = [channel.account.external_id] if platform == Platform.TWITTER else channel.addresses
        yield from ((private_kind(channel), address) for address in addresses)


def private_kind(channel):
    """The kind of feed in which a channel's private messages come."""
    if channel.account.provider == Provider.GENESYS:
        return FeedKind.WHATSAPP_GENESYS
    return PRIVATE[Platform(channel.platform)]


class Feed(models.Model):
    """One thing that is read: how far (cursor, known to the platform's module only), when next, and how it went.

    `interval_now` (milliseconds) is what the last reading found possible, `why` the reason, and `lag_ms` how long after
    the time it was due that reading was done. `rate` is what the platform said last about our budget: {"used": percent}, and
    {"limit", "left", "resets_at"} where it counts calls. At `next_reread_at` old posts are looked at again for edits and
    deletions. `began_at` is set where it came to a channel that was enabled already.
    """

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="feeds")
    kind = models.CharField(_("kind"), max_length=20, choices=FeedKind)
    address = models.CharField(_("address"), max_length=255)
    cursor = models.JSONField(default=dict)
    next_poll_at = models.DateTimeField(_("next poll"), default=timezone.now)
    busy_until = models.DateTimeField(null=True)
    last_poll_at = models.DateTimeField(_("last poll"), null=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)
    interval_now = models.PositiveIntegerField(_("real interval (ms)"), null=True)
    why = models.CharField(_("why"), max_length=10, choices=Why, default=Why.ASKED)
    lag_ms = models.PositiveBigIntegerField(_("lag (ms)"), null=True)
    rate = models.JSONField(_("rate limit"), default=dict)
    next_reread_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)

    objects = Feeds.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("feed"), _("feeds")
        constraints = [
            models.UniqueConstraint(fields=["channel", "kind", "address"], name="one_feed_per_channel_kind_address"),
            # A page, an inbox and a number belong to one channel only; X posts may match several.
            models.UniqueConstraint(
                fields=["kind", "address"],
                condition=~Q(kind=FeedKind.X_POSTS.value),
                name="one_channel_per_page_inbox_or_number",
            ),
        ]
        # The tick asks every second which feeds are due.
        indexes = [models.Index(fields=["next_poll_at"], name="feed_due")]

    def __str__(self):
        return f"{self.channel}: {self.get_kind_display()} {self.address}"

    @property
    def module(self):
        """The platform module that speaks it."""
        return FeedKind(self.kind).module

    @property
    def media_type(self):
        """The type of the interactions that it opens."""
        return FeedKind(self.kind).media_type

    @property
    def asked(self):
        """Milliseconds between polls: what the channel asks for, but not below what the platform ever allows."""
        return max(self.channel.poll_interval, self.module.CAPABILITIES.poll_floor_ms)

    @property
    def interval(self):
        """Milliseconds between polls now: as asked, unless the platform's budget stretches it."""
        stretched = self.why in (Why.QUOTA, Why.USAGE)
        return max(self.asked, self.interval_now) if stretched and self.interval_now else self.asked

    @property
    def because(self):
        """Why it is read as often as it is, for one that may never have been read: a `Why`."""
        if self.why not in (Why.ASKED, Why.FLOOR):
            return Why(self.why)
        return Why.FLOOR if self.asked > self.channel.poll_interval else Why.ASKED

    def begins(self, enabled_at):
        """From when on what is said opens interactions, in a channel enabled since then: what is older is history."""
        return max(filter(None, [enabled_at, self.began_at]), default=None)

    def wire(self):
        """How to talk to the platform about it."""
        return self.channel.account.wire(self.address)
