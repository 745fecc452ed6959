"""A person's way to a platform and back, to link an account."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models.account import Account, PlatformApp
from rows.encrypted import EncryptedField

LIVES = timedelta(minutes=10)


class Consent(models.Model):
    """One attempt to link: who began it in which browser, and what the platform gave for it until he has chosen.

    `state` and `session` are digests; the verifier of PKCE (RFC 7636) and what was found never leave the server.
    """

    state = models.CharField(max_length=64, unique=True)
    session = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    app = models.ForeignKey(PlatformApp, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    verifier = EncryptedField()
    found = EncryptedField(blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("linking attempt"), _("linking attempts")

    def __str__(self):
        return f"{self.app}: {self.person}"
