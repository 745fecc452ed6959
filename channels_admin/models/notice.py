"""News that platforms tell about accounts, numbers and templates."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.kept_words import told
from channels_admin.models.account import Platform, PlatformApp

TELLING = timedelta(minutes=2)  # for which whoever writes the mail has it to himself; after a failure the next attempt


class PlatformNotices(models.QuerySet):
    """News, by whether somebody has to be told."""

    def untold(self, now):
        """Of which administrators are to be told by mail now, in the order in which it happened."""
        return self.filter(mailed_at=None, mail_due_at__lte=now).order_by("at", "pk")


class PlatformNotice(models.Model):
    """One piece of news, kept once however often it is delivered. `at` is when the platform says it happened.

    `field` is the platform's name of the event, `subject` what it is about (see `platforms.base.Notice`); what nobody
    here understands is kept too, with `understood` off. `words` is the sentence for administrators, made on arrival.
    """

    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    app = models.ForeignKey(PlatformApp, models.SET_NULL, null=True, related_name="+", verbose_name=_("platform app"))
    address = models.CharField(_("address"), max_length=255, blank=True)
    field = models.CharField(_("event"), max_length=100)
    subject = models.CharField(_("about"), max_length=20)
    object_id = models.CharField(_("ID"), max_length=255, blank=True)
    at = models.DateTimeField(_("when"))
    data = models.JSONField(_("as told"), default=dict)
    words = models.TextField(_("news"))
    understood = models.BooleanField(_("understood"), default=True)
    grave = models.BooleanField(_("wants attention"), default=False)
    digest = models.CharField(max_length=64, unique=True)
    arrived_at = models.DateTimeField(_("arrived"), default=timezone.now)
    seen_at = models.DateTimeField(_("read"), null=True)
    # When administrators are to be told by mail; null: they read it in the console.
    mail_due_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(_("administrators told"), null=True, editable=False)

    objects = PlatformNotices.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("platform news"), _("platform news")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="platform_news_newest"),
            models.Index(fields=["id"], condition=models.Q(seen_at=None), name="platform_news_unread"),
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(mailed_at=None, mail_due_at__isnull=False),
                name="platform_news_untold",
            ),
        ]

    def __str__(self):
        return told(self.words)[:200]

    def claim_mail(self, now):
        """Become the one who tells: True for exactly one caller, until it is due again."""
        rows = PlatformNotice.objects.filter(pk=self.pk, mailed_at=None, mail_due_at=self.mail_due_at)
        return bool(rows.update(mail_due_at=now + TELLING))
