"""Labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Label(models.Model):
    """A word that people put on interactions, to find them by."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("label"), _("labels")
        ordering = ["name"]

    def __str__(self):
        return self.name
