"""Sets of rights with a name."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audit.rights import Right

# What the built-in roles are for, so that it can be read in every language.
STANDARD = [
    gettext_noop("Every right there is."),
    gettext_noop("Watches, searches and judges the work of the workgroups that he supervises."),
    gettext_noop("Works on interactions; sees his own, his recordings and his scorecards."),
]


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

    @property
    def words(self):
        """What it is for, in the reader's language where it is a built-in one."""
        return translated(self.description) if self.description in STANDARD else self.description

    def rights(self):
        """Its rights, in their order; load with `permissions__content_type`."""
        return rights_among(self.permissions.all())


def rights_among(permissions):
    """The rights behind permission rows, in their order; other permissions are none of ours."""
    names = {f"{row.content_type.app_label}.{row.codename}" for row in permissions}
    return [right for right in Right if right in names]
