"""Rows that are edited on the pages of people, workgroups and stations."""

from django.utils.translation import gettext_lazy as _

from agents.forms import AccessLicenseRows
from agents.license_counts import counts
from agents.models import AccessLicense, Membership, Utilization
from audit.console_pages import ConsoleRows


class Memberships(ConsoleRows):
    """Who belongs to a workgroup, or to which ones a person belongs."""

    model = Membership
    note = _("Activated: the ACD offers its interactions. Supervises: sees the workgroup's history.")


class Members(Memberships):
    """Of a workgroup."""

    verbose_name, verbose_name_plural = _("member"), _("members")
    fields = ["agent", "activated", "supervises"]


class OwnWorkgroups(Memberships):
    """Of a person."""

    verbose_name, verbose_name_plural = _("workgroup"), _("workgroups")
    fields = ["workgroup", "activated", "supervises"]


class Licenses(ConsoleRows):
    """The access licenses of a person or station."""

    model, formset = AccessLicense, AccessLicenseRows
    fields = ["family", "acd_option"]
    max_num = 2

    @property
    def note(self):
        """How many are left."""
        words = _("%(family)s: %(free)s of %(loaded)s free")
        left = [words % {"family": one.family.label, "free": one.free, "loaded": one.loaded} for one in counts()]
        return _("One's own or that of the station; either suffices.") + " " + " · ".join(left) + "."


class Shares(ConsoleRows):
    """The utilization table of a workgroup or person."""

    model = Utilization
    fields = ["media_type", "percent", "max_assign"]
    verbose_name, verbose_name_plural = _("interaction type"), _("utilization")
    note = _("The share of a person that one interaction takes, and how many at once. Without a row: 100 % and 1.")


class OwnShares(Shares):
    """Of a person."""

    note = _("Rows here win over those of the workgroups. Without any: what the workgroup says.")
