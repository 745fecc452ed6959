"""The audit log's one noun."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.rights import Right


class Change(models.Model):
    """One change of the configuration: who, when, what, before and after; never a secret."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("by"), related_name="+")
    noun = models.CharField(_("what"), max_length=80)
    object_id = models.CharField(_("id"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    verb = models.CharField(_("change"), max_length=20)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("change"), _("audit log")
        ordering = ["-at", "-id"]
        permissions = Right.of("audit")
        # The audit page reads one object's history, newest first.
        indexes = [models.Index(fields=["noun", "object_id", "-at"], name="change_by_object")]

    def __str__(self):
        return f"{self.verb} {self.noun} {self.name}"
