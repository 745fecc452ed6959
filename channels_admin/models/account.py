"""The credentials with which the company is known to a platform."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.encrypted import EncryptedField
from platforms.base import Wire
from platforms.http import shared_client


class Platform(models.TextChoices):
    """The platforms."""

    FACEBOOK = "facebook", _("Facebook")
    TWITTER = "twitter", _("X (Twitter)")
    WHATSAPP = "whatsapp", _("WhatsApp")


class PlatformApp(models.Model):
    """The company's developer app at a platform: its secret signs the webhooks that come to /webhooks/<platform>/<app id>/."""

    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    app_id = models.CharField(_("app ID"), max_length=255)
    name = models.CharField(_("name"), max_length=120)
    secret = EncryptedField(_("app secret"), blank=True)
    verify_token = EncryptedField(_("verify token"), blank=True)
    wanted = models.PositiveBigIntegerField(default=0, editable=False)
    draining_until = models.DateTimeField(null=True, editable=False)
    refused = models.PositiveBigIntegerField(_("deliveries refused for a wrong signature"), default=0, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("platform app"), _("platform apps")
        constraints = [models.UniqueConstraint(fields=["platform", "app_id"], name="one_row_per_platform_app")]

    def __str__(self):
        return self.name

    @property
    def webhook_url(self):
        """Where the platform sends this app's webhooks."""
        return f"{settings.PUBLIC_URL}/webhooks/{self.platform}/{self.app_id}/"


class Account(models.Model):
    """A social media account: who we are to a platform, and the token that proves it."""

    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    name = models.CharField(_("name"), max_length=120)
    app = models.ForeignKey(
        PlatformApp, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("platform app")
    )
    external_id = models.CharField(_("platform's ID"), max_length=255, blank=True)
    token = EncryptedField(_("access token"), blank=True)
    suspended_at = models.DateTimeField(_("suspended since"), null=True, blank=True, editable=False)
    suspended_for = models.CharField(_("why"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("social media account"), _("social media accounts")
        ordering = ["platform", "name"]
        permissions = [("administer", _("Social Media Admin"))]

    def __str__(self):
        return self.name

    def wire(self, address):
        """How to talk to the platform as this account, about `address` (page, number or X user id)."""
        base = settings.X_URL if self.platform == Platform.TWITTER else settings.GRAPH_URL
        version = "" if self.platform == Platform.TWITTER else settings.GRAPH_VERSION
        return Wire(shared_client(), base, address, self.token, version)

    def suspend(self, reason):
        """Stop using the token until somebody gives a new one; nothing that was read is lost."""
        Account.objects.filter(pk=self.pk, suspended_at=None).update(
            suspended_at=timezone.now(), suspended_for=reason[:500]
        )

    def resume(self):
        """Use the token again."""
        Account.objects.filter(pk=self.pk).update(suspended_at=None, suspended_for="")
