"""The rights that people can be given (R30): every page and every action names the one it needs, and says so in words."""

import functools

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    """All rights, in the order in which people read them. The value is the name of Django's permission."""

    SOCIAL_MEDIA_ADMIN = "channels_admin.administer", _("Social Media Admin")
    PEOPLE = "agents.people", _("People and Workgroups")
    LICENSES = "agents.licenses", _("Licenses")
    HANDLERS = "agents.handlers", _("Handlers")
    SYSTEM_RESPONSES = "agents.system_responses", _("System Responses")
    TRACKER = "agents.tracker", _("Tracker")
    RECORDINGS = "agents.recordings", _("Recordings")
    POLICIES = "agents.policies", _("Policies")
    QUALITY = "agents.quality", _("Quality")
    STATISTICS = "agents.statistics", _("Statistics")
    ACT = "interactions.act", _("Act on Interactions")
    CHANGE_STATUS = "agents.set_status", _("Change Status")
    REPORTS = "agents.reports", _("Reports")
    RESPONSES = "workspace.responses", _("Manage response libraries")
    AUDIT = "audit.read", _("Audit")
    SEE_DELETED = "interactions.see_deleted", _("See deleted messages")
    SEE_MASKED = "interactions.see_masked", _("See masked text")
    MERGE = "interactions.merge", _("Merge customers")
    BLOCK = "interactions.block", _("Block customers")
    NEW_LABELS = "interactions.new_labels", _("Create labels")

    @classmethod
    def of(cls, app):
        """The rights of one application, as a model's `Meta.permissions` wants them."""
        return [right.permission for right in cls if right.value.startswith(f"{app}.")]

    @property
    def permission(self):
        """One line of a model's `Meta.permissions`."""
        return self.codename, self.label

    @property
    def codename(self):
        """The name without its application."""
        return self.value.partition(".")[2]

    @property
    def wanted(self):
        """What is said to somebody who lacks it."""
        return _("You need the right %(right)s.") % {"right": self.label}

    def ask_of(self, person):
        """Refuse whoever lacks it, in words."""
        if not person.has_perm(self):
            raise PermissionDenied(self.wanted)


def needs(right):
    """Make a view ask for a right; whoever is not signed in is the business of what stands around it."""

    def around(view):
        @functools.wraps(view)
        def inner(request, *args, **kwargs):
            right.ask_of(request.user)
            return view(request, *args, **kwargs)

        return inner

    return around
