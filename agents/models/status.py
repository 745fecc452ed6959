"""What agents say about themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.Model):
    """What an agent is doing, and whether the ACD may offer him work meanwhile."""

    class Group(models.TextChoices):
        """The kinds of status that boards count together."""

        AVAILABLE = "available", _("Available")
        BREAK = "break", _("Break")
        FOLLOW_UP = "follow_up", _("Follow up")
        TRAINING = "training", _("Training")
        UNAVAILABLE = "unavailable", _("Unavailable")

    AVAILABLE = "Available"
    NOT_ANSWERING = "ACD - Agent Not Answering"
    GONE_HOME = "Gone Home"

    name = models.CharField(_("name"), max_length=80, unique=True)
    group = models.CharField(_("group"), max_length=20, choices=Group)
    takes_acd = models.BooleanField(_("takes ACD interactions"), default=False)
    selectable = models.BooleanField(_("agents may choose it"), default=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("status"), _("statuses")
        ordering = ["place", "name"]

    def __str__(self):
        return self.name


class StatusChange(models.Model):
    """One change of an agent's status, kept for the time line of his day."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="status_changes")
    status = models.ForeignKey(Status, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("status change"), _("status changes")
        # One agent's day, in order.
        indexes = [models.Index(fields=["agent", "at"], name="status_change_by_agent")]

    def __str__(self):
        return f"{self.agent_id}: {self.status_id} at {self.at:%F %T}"
