"""That two customers turned out to be one person."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.rights import Right
from interactions.models.customer import Customer

UNDOABLE = timedelta(days=30)


class Merge(models.Model):
    """The joining of one customer (`gone`) with another (`kept`), and what is needed to undo it.

    `moved` are the ids of what went from the one to the other, by noun; `filled` is what the one who stays was given where
    he had nothing: {"fields": {name: [before, after]}, "values": {attribute id: text}}. The row of who is gone stays as it was.
    """

    kept = models.ForeignKey(Customer, models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    moved = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("merge of customers"), _("merges of customers")
        ordering = ["-at", "-pk"]
        permissions = [Right.MERGE.permission]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="a_customer_is_merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_joins_two"),
        ]

    def __str__(self):
        return f"{self.gone} → {self.kept}"

    @property
    def undoable_until(self):
        """Until when it can be undone."""
        return self.at + UNDOABLE
