"""What people keep of the Tracker: columns, searches, exports."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Workgroup


class ChosenColumns(models.Model):
    """The columns of the Tracker that a person has chosen; without a row they are as they come."""

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    names = models.JSONField(default=list)

    class Meta:
        verbose_name, verbose_name_plural = _("chosen columns"), _("chosen columns")

    def __str__(self):
        return ", ".join(self.names)


class SavedSearches(models.QuerySet):
    """Searches, by who has them at hand."""

    def for_person(self, person):
        """His own, what is shared with all supervisors, and with those of a workgroup that he supervises."""
        mine = person.memberships.filter(supervises=True).values("workgroup")
        everybody = Q(shared=SavedSearch.Shared.ALL) if mine.exists() else Q(pk=None)
        here = Q(shared=SavedSearch.Shared.WORKGROUP, workgroup__in=mine)
        return self.filter(Q(owner=person) | everybody | here)


class SavedSearch(models.Model):
    """A search of the Tracker under a name: the query of its address. Whoever opens it finds only what he may see."""

    class Shared(models.TextChoices):
        """With whom."""

        NOBODY = "nobody", _("Only me")
        WORKGROUP = "workgroup", _("Supervisors of a workgroup")
        ALL = "all", _("All supervisors")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(_("query"), max_length=4000, blank=True)
    shared = models.CharField(_("shared with"), max_length=20, choices=Shared, default=Shared.NOBODY)
    workgroup = models.ForeignKey(
        Workgroup, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("workgroup")
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedSearches.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("saved search"), _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_search_per_name"),
            models.CheckConstraint(
                condition=Q(shared="workgroup", workgroup__isnull=False) | (~Q(shared="workgroup") & Q(workgroup=None)),
                name="saved_search_shared_with_a_workgroup",
            ),
        ]

    def __str__(self):
        return self.name
