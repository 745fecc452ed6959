"""Whether a platform still delivers its webhooks to us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from channels_admin.models.account import Account
from channels_admin.models.feed import FeedKind


class Subscription(models.Model):
    """One thing that a platform delivers: `good_at` is when it was last seen to, blank when never."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="subscriptions")
    kind = models.CharField(_("kind"), max_length=20, choices=FeedKind)
    address = models.CharField(_("address"), max_length=255)
    checked_at = models.DateTimeField(_("last checked"), null=True)
    good_at = models.DateTimeField(_("last seen in order"), null=True)
    trouble = models.CharField(_("last trouble"), max_length=500, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("webhook subscription"), _("webhook subscriptions")
        ordering = ["kind", "address"]
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "address"], name="one_subscription_per_thing")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.address}"
