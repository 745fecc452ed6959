"""Rows that are edited on the pages of people, workgroups and stations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agents.forms import AccessLicenseRows
from agents.license_counts import counts
from agents.models import AccessLicense, MediaType, Membership, SignOnLink, SkillLevel, Utilization
from agents.share_rows import ShareForm, ShareRows
from audit.console_pages import ConsoleRows
from audit.local_times import relative


class Memberships(ConsoleRows):
    """Who belongs to a workgroup, or to which ones a person belongs."""

    model = Membership
    note = _("Activated: the ACD offers its interactions. Supervises: sees the workgroup's history.")


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
        words = _("One's own or that of the station; either suffices. Without the ACD option: taken by hand only.")
        return f"{words} {' · '.join(left)}."


class Shares(ConsoleRows):
    """The utilization table of a workgroup: all types, whether they have a row or not."""

    model, form, formset = Utilization, ShareForm, ShareRows
    template = "admin/agents/shares.html"
    fields = ["media_type", "percent", "max_assign"]
    min_num = max_num = len(MediaType)
    verbose_name, verbose_name_plural = _("interaction type"), _("utilization")
    note = _("The share of a person that one interaction takes, and how many at once. Blank: 100 % and 1.")


class OwnShares(Shares):
    """Of a person."""

    note = _(
        "The share of this person that one interaction takes, and how many at once. Blank: what the workgroup says "
        "that routes the interaction."
    )


class OwnSkills(ConsoleRows):
    """What a person is able to do. His own row wins over his workgroups'."""

    model = SkillLevel
    fields = ["skill", "proficiency", "desire"]
    verbose_name, verbose_name_plural = _("skill"), _("skills")
    note = _("How well (1 to 100) and how gladly (0 to 100). Rows here win over those of the workgroups.")


class OwnSignOns(ConsoleRows):
    """Who a person is at providers of sign-on. They are made by signing on; removing one lets him be linked anew."""

    model = SignOnLink
    fields = readonly_fields = ["provider", "subject", "linked"]
    max_num = 0
    note = _(
        "Made when this person first signed on there. After removing one, the verified e-mail address counts again."
    )

    def has_add_permission(self, request, obj=None):
        """Nobody is linked by hand."""
        return False

    @admin.display(description=_("linked"))
    def linked(self, link):
        """How long ago."""
        return relative(link.linked_at)
