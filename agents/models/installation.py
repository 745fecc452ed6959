"""The installation itself."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """This installation, one row: the name under which licenses are issued for it."""

    key = models.UUIDField(_("installation ID"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("installation"), _("installation")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_installation")]

    def __str__(self):
        return str(self.key)

    @classmethod
    def here(cls):
        """The one row."""
        return cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def locked(cls):
        """The one row, held to the end of the transaction: what concerns the whole installation is done one by one."""
        cls.here()
        return cls.objects.select_for_update(no_key=True).get(pk=1)
