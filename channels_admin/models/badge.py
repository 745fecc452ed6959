"""Requests for the badge of an official business account."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models.waba import PhoneNumber


def today():
    """The day, in UTC."""
    return timezone.now().date()


class BadgeRequest(models.Model):
    """One request for the badge, and what was decided. Meta grants it to well-known brands, at its own discretion."""

    class Decision(models.TextChoices):
        """What was decided."""

        OPEN = "", _("Not decided yet")
        GRANTED = "granted", _("Granted")
        DECLINED = "declined", _("Declined")

    number = models.ForeignKey(PhoneNumber, models.CASCADE, related_name="badge_requests")
    asked_on = models.DateField(_("asked on"), default=today)
    decision = models.CharField(_("decision"), max_length=20, choices=Decision, default=Decision.OPEN, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("request for the badge"), _("official business account: requests")
        ordering = ["-asked_on", "-pk"]

    def __str__(self):
        return f"{self.number}: {self.asked_on}"
