"""What went wrong with an account, from when to when, and whether the administrators were told."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TELLING = timedelta(minutes=2)  # for which whoever writes the mail has it to himself; after a failure the next attempt


class Incidents(models.QuerySet):
    """All that went wrong."""

    def begin(self, account, kind, reason, *, mark="", began=None):
        """Note it, unless it is known already and not over."""
        facts = {"reason": reason[:500], "began": began or timezone.now()}
        self.bulk_create([Incident(account=account, kind=kind, mark=mark, **facts)], ignore_conflicts=True)

    def close(self, account, *kinds, **which):
        """What was wrong with an account is over; with `kinds`, only these."""
        which |= {"kind__in": kinds} if kinds else {}
        return self.filter(account=account, ended=None, **which).update(ended=timezone.now())

    def open(self):
        """Not over."""
        return self.filter(ended=None)

    def untold(self, now):
        """Of which administrators are to be told now."""
        return self.open().filter(kind__in=Incident.TOLD, mailed_at=None, mail_due_at__lte=now)


class Incident(models.Model):
    """Something that went wrong with an account. One that is not over is never noted twice (`mark` tells several apart)."""

    class Kind(models.TextChoices):
        """What."""

        SUSPENDED = "suspended", _("Suspended")
        ENDING = "ending", _("Access ends")
        UNSUBSCRIBED = "unsubscribed", _("Webhooks stopped")

    TOLD = (Kind.SUSPENDED, Kind.ENDING)  # the third mends itself

    account = models.ForeignKey("channels_admin.Account", models.CASCADE, related_name="incidents")
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    mark = models.CharField(max_length=280, blank=True)
    began = models.DateTimeField(_("began"), default=timezone.now)
    ended = models.DateTimeField(_("ended"), null=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    mailed_at = models.DateTimeField(_("administrators told"), null=True)
    mail_due_at = models.DateTimeField(default=timezone.now)

    objects = Incidents.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("incident"), _("incidents")
        ordering = ["-began", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "mark"], condition=Q(ended=None), name="one_open_incident_of_a_kind"
            )
        ]
        # The tick asks several times a minute of what nobody was told yet.
        indexes = [
            models.Index(fields=["mail_due_at"], condition=Q(mailed_at=None, ended=None), name="incident_untold")
        ]

    def __str__(self):
        return f"{self.account}: {self.get_kind_display()}"

    def claim_mail(self, now):
        """Become the one who tells: True for exactly one caller, until it is due again."""
        rows = Incident.objects.filter(pk=self.pk, mailed_at=None, mail_due_at=self.mail_due_at)
        return bool(rows.update(mail_due_at=now + TELLING))

    def told(self):
        """They were told."""
        Incident.objects.filter(pk=self.pk).update(mailed_at=timezone.now())
