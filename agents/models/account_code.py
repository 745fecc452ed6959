"""What an interaction was about for the books."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountCode(models.Model):
    """An account, a project or a brand to which the work on an interaction is counted; agents find it by both."""

    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("As the books have it."))
    name = models.CharField(_("name"), max_length=80)
    active = models.BooleanField(_("offered to agents"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("account code"), _("account codes")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name}"
