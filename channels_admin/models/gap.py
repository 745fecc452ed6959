"""What the platform no longer shows us."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models.feed import Feed

TOLD_MOST = 50  # gaps of one conversation


class Gaps(models.QuerySet):
    """Spans that could not be read."""

    def note(self, feed, gaps):
        """Keep what a reading reported (`platforms.base.Gap`); one that is reported again only grows."""
        rows = [Gap(feed=feed, peer=gap.peer[:255], since=gap.since, until=gap.until) for gap in _longest(gaps)]
        kept = {"update_conflicts": True, "unique_fields": ["feed", "peer", "since"], "update_fields": ["until"]}
        self.bulk_create(rows, **kept)

    def for_thread(self, thread):
        """The newest of those in which something of a conversation may be missing, oldest first.

        `thread` has channel_id, kind, address and, where it is private, its customer's identity as `peer`.
        """
        peers = [""] + ([thread.peer.external_id] if thread.peer else [])
        of_feed = self.filter(feed__channel=thread.channel_id, feed__kind=thread.kind, feed__address=thread.address)
        return of_feed.filter(peer__in=peers).order_by("-since")[:TOLD_MOST][::-1]


def _longest(gaps):
    """One gap for each peer and beginning: a statement may not touch the same row twice."""
    ordered = sorted(gaps, key=lambda gap: gap.until)
    return {(gap.peer, gap.since): gap for gap in ordered}.values()


class Gap(models.Model):
    """A span (UTC) in which a feed may hold messages that the platform did not show us any more.

    `peer` is the customer's id at the platform where only his conversation is concerned, blank for the whole feed.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="gaps")
    peer = models.CharField(_("customer's ID"), max_length=255, blank=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    noticed_at = models.DateTimeField(_("noticed"), default=timezone.now)

    objects = Gaps.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("gap"), _("gaps")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "peer", "since"], name="one_gap_per_feed_peer_beginning")
        ]

    @property
    def seconds(self):
        """How long it lasts."""
        return (self.until - self.since).total_seconds()

    def __str__(self):
        return f"{self.feed}: {self.since:%Y-%m-%d %H:%M} – {self.until:%Y-%m-%d %H:%M}"
