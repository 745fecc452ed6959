"""Sets of rights with a name."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.rights import Right


class Role(Group):
    """A set of rights that many people have; what a person may do is what his roles and he himself have been given."""

    ADMINISTRATOR, SUPERVISOR, AGENT = "Administrator", "Supervisor", "Agent"

    description = models.CharField(_("description"), max_length=200, blank=True)
    built_in = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("role"), _("roles")
        ordering = ["-built_in", "name"]

    @property
    def has_all(self):
        """The administrators' one has every right, and nobody takes one away."""
        return self.built_in and self.name == self.ADMINISTRATOR

    def rights(self):
        """Its rights, in their order; load with `permissions__content_type`."""
        return rights_among(self.permissions.all())


def rights_among(permissions):
    """The rights behind permission rows, in their order; other permissions are none of ours."""
    names = {f"{row.content_type.app_label}.{row.codename}" for row in permissions}
    return [right for right in Right if right in names]
