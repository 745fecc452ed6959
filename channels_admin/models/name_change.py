"""Another display name for a number that works already."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models.waba import PhoneNumber
from rows.encrypted import EncryptedField


class NameChange(models.Model):
    """One wish for another display name, from the review to its use. A number has one under way at most.

    With Meta the name changes in place. With Genesys Cloud the number's integration is made anew with another certificate;
    while it is `REPLACING` there is none, and replies wait.
    """

    class State(models.TextChoices):
        """How far it is."""

        REVIEW = "review", _("In review")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        REPLACING = "replacing", _("Being replaced")
        VERIFYING = "verifying", _("To be verified again")
        DONE = "done", _("In use")
        DROPPED = "dropped", _("Given up")

    UNDER_WAY = (State.REVIEW, State.APPROVED, State.REPLACING, State.VERIFYING)

    number = models.ForeignKey(PhoneNumber, models.CASCADE, related_name="name_changes", verbose_name=_("number"))
    wanted = models.CharField(_("display name"), max_length=75)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.REVIEW)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    certificate = EncryptedField(_("certificate"), blank=True, default="")
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    tested_at = models.DateTimeField(null=True)
    state_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("display name change"), _("display name changes")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(state__in=["review", "approved", "replacing", "verifying"]),
                name="one_name_change_under_way",
            )
        ]

    def __str__(self):
        return self.wanted

    def move(self, *states, to, **facts):
        """Go on to another state, from one of these only: True for exactly one caller."""
        facts |= {"state": to, "state_at": timezone.now()}
        moved = NameChange.objects.filter(pk=self.pk, state__in=states).update(**facts)
        if moved:
            self.refresh_from_db()
        return bool(moved)
