"""The journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One line of an interaction's journal, numbered without a gap; ids, numbers and enums only, never a customer's words.

    Partitioned on PostgreSQL by `month`, the month in which the interaction began; so nothing has a foreign key to it.
    """

    pk = models.CompositePrimaryKey("month", "interaction_id", "number")
    month = models.DateField()
    interaction_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=30)
    at = models.DateTimeField(_("at"))
    by_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("event"), _("events")
        ordering = ["interaction_id", "number"]

    def __str__(self):
        return f"{self.interaction_id}#{self.number} {self.kind}"
