"""That somebody asked for a customer to be erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """The erasure of one customer, and what it came to. It names him by his number only, and keeps nothing else of him."""

    customer_id = models.BigIntegerField(_("customer"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("erasure of a customer"), _("erasures of customers")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["customer_id"], condition=Q(done_at=None), name="one_erasure_under_way")
        ]
        # The tick asks which are not done.
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="erasure_due")]

    def __str__(self):
        return f"{self.customer_id}"
