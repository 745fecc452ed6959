"""What is read of a channel, and how far we are."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import MediaType
from channels_admin.models.account import Platform
from channels_admin.models.channel import Channel
from platforms import hub


class FeedKind(models.TextChoices):
    """The five feeds."""

    FACEBOOK_POSTS = "facebook_posts", _("Facebook posts and comments")
    MESSENGER = "messenger", _("Messenger")
    X_POSTS = "x_posts", _("X posts")
    X_DIRECT = "x_direct", _("X direct messages")
    WHATSAPP = "whatsapp", _("WhatsApp")

    @property
    def media_type(self):
        """The type of the interactions that it opens."""
        public = self in (FeedKind.FACEBOOK_POSTS, FeedKind.X_POSTS)
        return MediaType.SOCIAL_CONVERSATION if public else MediaType.SOCIAL_DIRECT_MESSAGE

    @property
    def module(self):
        """The platform module that speaks it."""
        return hub.module(self.value)


PUBLIC = {Platform.FACEBOOK: FeedKind.FACEBOOK_POSTS, Platform.TWITTER: FeedKind.X_POSTS}
PRIVATE = {
    Platform.FACEBOOK: FeedKind.MESSENGER,
    Platform.TWITTER: FeedKind.X_DIRECT,
    Platform.WHATSAPP: FeedKind.WHATSAPP,
}
LEASE = timedelta(seconds=60)  # a worker that has not come back by then is taken for dead


class Feeds(models.QuerySet):
    """Which feeds there are, and which are due."""

    def sync(self, channel):
        """Make the rows that the channel's addresses and workgroups ask for, and retire those they no longer do."""
        wanted = dict.fromkeys(_wanted(channel))
        for feed in self.filter(channel=channel):
            if wanted.pop((feed.kind, feed.address), False) is False:
                feed.delete()
        for kind, address in wanted:
            Feed.objects.create(channel=channel, kind=kind, address=address)

    def due(self, now):
        """Feeds of enabled channels whose time has come and whose account is in order. WhatsApp has no inbox to poll."""
        return (
            self.filter(Q(busy_until=None) | Q(busy_until__lt=now), next_poll_at__lte=now)
            .filter(channel__enabled_at__isnull=False, channel__account__suspended_at=None)
            .exclude(kind=FeedKind.WHATSAPP)
            .order_by("next_poll_at")
        )

    def claim(self, now, *, limit):
        """Take up to `limit` due feeds for this worker; a feed is only ever with one."""
        claimed = []
        for feed in self.due(now).select_related("channel__account")[:limit]:
            step = timedelta(milliseconds=feed.interval)
            row = Feed.objects.filter(pk=feed.pk, next_poll_at=feed.next_poll_at)
            if row.update(next_poll_at=max(feed.next_poll_at + step, now), busy_until=now + LEASE):
                claimed.append(feed)
        return claimed


def _wanted(channel):
    """The (kind, address) pairs of a channel. An X channel reads all its handles in one feed, under its account's id."""
    platform = Platform(channel.platform)
    if channel.conversation_workgroup and platform in PUBLIC:
        addresses = [channel.account.external_id] if platform == Platform.TWITTER else channel.addresses
        yield from ((PUBLIC[platform], address) for address in addresses)
    if channel.direct_workgroup:
        addresses = [channel.account.external_id] if platform == Platform.TWITTER else channel.addresses
        yield from ((PRIVATE[platform], address) for address in addresses)


class Feed(models.Model):
    """One thing that is read: how far (cursor, known to the platform's module only), when next, and how it went."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="feeds")
    kind = models.CharField(_("kind"), max_length=20, choices=FeedKind)
    address = models.CharField(_("address"), max_length=255)
    cursor = models.JSONField(default=dict)
    next_poll_at = models.DateTimeField(_("next poll"), default=timezone.now)
    busy_until = models.DateTimeField(null=True)
    last_poll_at = models.DateTimeField(_("last poll"), null=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)

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
    def interval(self):
        """Milliseconds between polls: what the channel asks for, but not below what the platform allows."""
        return max(self.channel.poll_interval, self.module.CAPABILITIES.poll_floor_ms)

    def wire(self):
        """How to talk to the platform about it."""
        return self.channel.account.wire(self.address)

    def polled(self):
        """A poll went well and was followed to its end."""
        Feed.objects.filter(pk=self.pk).update(busy_until=None, last_poll_at=timezone.now(), last_error="", failures=0)

    def wait(self, until):
        """Leave it alone until then, as the platform asked."""
        Feed.objects.filter(pk=self.pk).update(busy_until=None, next_poll_at=until)

    def poll_failed(self, reason, *, until):
        """A poll failed: say why, and when it is tried again."""
        Feed.objects.filter(pk=self.pk).update(
            busy_until=None, last_error=reason[:500], next_poll_at=until, failures=F("failures") + 1
        )
