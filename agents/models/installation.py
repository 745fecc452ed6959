"""The installation itself."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """This installation, one row: the name under which licenses are issued for it, and whether social media is on.

    The switch is read when channels are enabled, not where messages pass: off means that no channel is enabled.
    """

    key = models.UUIDField(_("installation ID"), default=uuid.uuid4, unique=True, editable=False)
    social_media = models.BooleanField(_("social media"), default=False)
    switched_at = models.DateTimeField(_("switched"), null=True, editable=False)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("installation"), _("installation")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_installation")]

    def __str__(self):
        return gettext("this installation ({key})").format(key=str(self.key)[:8])

    @classmethod
    def here(cls):
        """The one row."""
        return cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def locked(cls):
        """The one row, held to the end of the transaction: what concerns the whole installation is done one by one."""
        cls.here()
        return cls.objects.select_for_update(no_key=True).get(pk=1)

    def switch(self, on, by):
        """Turn the switch; under its lock. What follows for the channels is the affair of `channels_admin.switch`."""
        self.social_media, self.switched_at, self.switched_by = on, timezone.now(), by
        self.save(update_fields=["social_media", "switched_at", "switched_by"])
