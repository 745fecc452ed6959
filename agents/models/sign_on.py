"""Sign-on by OpenID Connect: the providers that vouch for people, and who is who there."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rows.encrypted import EncryptedField


class SignOnProvider(models.Model):
    """Where people are known already: it vouches for who they are. Whom to let in stays ours to say."""

    label = models.CharField(_("label on the button"), max_length=60, unique=True)
    issuer = models.CharField(_("issuer"), max_length=500, unique=True)
    client_id = models.CharField(_("client ID"), max_length=255)
    client_secret = EncryptedField(_("client secret"), blank=True)
    enabled = models.BooleanField(_("offered on the sign-in page"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("sign-on provider"), _("sign-on providers")
        ordering = ["label"]

    def __str__(self):
        return self.label

    @property
    def redirect_uri(self):
        """Where it sends people back: fixed, and one for each provider, so that none can answer for another."""
        return f"{settings.PUBLIC_URL}{reverse('openid:back', args=[self.pk])}"


class SignOnLink(models.Model):
    """Who a person is at a provider: its subject never changes hands, as e-mail addresses do."""

    provider = models.ForeignKey(SignOnProvider, models.CASCADE, related_name="links", verbose_name=_("provider"))
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_on_links", verbose_name=_("user")
    )
    subject = models.CharField(_("subject"), max_length=255)
    linked_at = models.DateTimeField(_("linked"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("linked sign-on"), _("linked sign-ons")
        ordering = ["linked_at"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="sign_on_subject_once"),
            models.UniqueConstraint(fields=["provider", "agent"], name="sign_on_person_once"),
        ]

    def __str__(self):
        return f"{self.provider}: {self.subject}"
