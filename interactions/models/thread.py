"""The platform's own conversation."""

import time
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import Channel, FeedKind, blocked_for
from channels_admin.whatsapp.standing import number_refused
from interactions.models.customer import Customer, Identity

BLOCKABLE = ("whatsapp", "whatsapp_genesys")  # kinds of thread whose platform excludes whole countries
SAFETY = timedelta(seconds=60)  # the window is taken for closed this long before the platform closes it (R16)


KEPT = 3.0  # seconds until a change of the feature is seen; every row of a desk asks
_longer = {}


def may_answer_longer(channel):
    """Has the account of this channel Meta's Human Agent feature? Then people may answer for longer."""
    read_at, found = _longer.get("ids", (0.0, ()))
    if read_at + KEPT < time.monotonic():
        found = frozenset(Channel.objects.filter(account__human_agent=True).values_list("pk", flat=True))
        _longer["ids"] = time.monotonic(), found
    return channel in found


class Thread(models.Model):
    """What people read as "conversation": a post with its comments, or one customer's private messages.

    It lives as long as the platform keeps it, and outlives many interactions.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=20, choices=FeedKind)
    address = models.CharField(max_length=255)
    external_id = models.CharField(max_length=255)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="threads")
    peer = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="threads")
    last_inbound_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(default=timezone.now)
    marks = models.PositiveIntegerField(default=0)  # how often its read marks changed
    told_closed_until = models.DateTimeField(null=True)  # the opening that an out-of-hours reply was about

    class Meta:
        verbose_name, verbose_name_plural = _("conversation"), _("conversations")
        constraints = [
            models.UniqueConstraint(fields=["channel", "kind", "external_id"], name="one_thread_per_external_id")
        ]
        # Polling asks which public threads had activity lately.
        indexes = [models.Index(fields=["channel", "kind", "-active_at"], name="thread_activity")]

    def __str__(self):
        return f"{self.kind} {self.external_id}"

    @property
    def private(self):
        """Is it with one customer alone?"""
        return self.peer_id is not None

    @property
    def media_type(self):
        """The type of its interactions."""
        return FeedKind(self.kind).media_type

    @property
    def module(self):
        """The platform module that speaks it."""
        return FeedKind(self.kind).module

    @property
    def window_hours(self):
        """For how long the platform takes a reply after the customer's last message; None: always."""
        allows = self.module.CAPABILITIES
        longer = allows.human_agent_hours and may_answer_longer(self.channel_id)
        return allows.human_agent_hours if longer else allows.window_hours

    @property
    def window_closes_at(self):
        """Until when the platform takes a reply, by its own clock; None: always, or nobody has written yet."""
        hours = self.window_hours
        return self.last_inbound_at + timedelta(hours=hours) if hours and self.last_inbound_at else None

    @property
    def writable_until(self):
        """Until when we take a reply: a little less, as clocks differ and the wire takes its time (R16)."""
        closes = self.window_closes_at
        return closes and closes - SAFETY

    def destination_refused(self):
        """(code, words) why nothing may be sent to where this customer is (R18); None: it may."""
        if self.kind not in BLOCKABLE or not self.peer:
            return None
        found = (blocked_for(number, self.customer.country) for number in self._phones())
        blocked = next(filter(None, found), None)
        return ("blocked", str(blocked.reason)) if blocked else None

    def _phones(self):
        """The customer's number; of one who writes under another id the numbers that are known of him."""
        if self.peer.kind == "phone":
            return [self.peer.external_id]
        known = Identity.objects.filter(customer=self.customer_id, platform=self.peer.platform, kind="phone")
        return [*known.values_list("external_id", flat=True)] or [""]

    def sending_refused(self, template):
        """(code, words) why WhatsApp would refuse to send: where the customer is (R18), or what became of the number (R21a)."""
        if self.kind not in BLOCKABLE:
            return None
        return number_refused(self.address, bool(template)) or self.destination_refused()

    def window_is_closed(self, now=None):
        """Is it too late to answer, or has the customer said nothing yet where that is asked for?"""
        until = self.writable_until
        if until is None:
            return bool(self.window_hours)
        return until <= (now or timezone.now())
