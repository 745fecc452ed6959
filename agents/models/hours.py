"""When a workgroup is open, what is said while it is not, and what happens when nobody writes or its agent is gone."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Hours(models.Model):
    """A workgroup's business hours. Without them it is always open. `closed_reply` is said once to who writes meanwhile."""

    keeps_hours = models.BooleanField(_("keeps business hours"), default=False)
    counts_open_time = models.BooleanField(
        _("count only open time"),
        default=False,
        help_text=_(
            "While the workgroup is closed by its business hours, the clock of its service levels stands still. What has "
            "left the queue already stays as it was counted. Not ticked: all time counts."
        ),
    )
    closed_reply = models.TextField(_("out-of-hours reply"), blank=True, max_length=1000)
    closed_reply_in_public = models.BooleanField(_("also under public posts"), default=False)

    class Meta:
        abstract = True


class Leaving(models.Model):
    """When an interaction that nobody goes on with is ended, or taken from an agent who is gone."""

    idle_hours = models.PositiveSmallIntegerField(
        _("idle after"),
        default=0,
        validators=[MaxValueValidator(720)],
        help_text=_(
            "Hours without a word of the customer after our last message, then it is disconnected with the wrap-up code "
            "Idle; its agent is warned 5 minutes before. 0: never."
        ),
    )
    gone_minutes = models.PositiveSmallIntegerField(
        _("kept for an agent who is gone"),
        default=15,
        validators=[MaxValueValidator(1440)],
        help_text=_("Minutes for which what he has connected or on hold stays his; then it returns to the queue."),
    )

    class Meta:
        abstract = True


class OpeningHours(models.Model):
    """A span of a weekday in which a workgroup is open, in minutes of the day by its own time zone."""

    workgroup = models.ForeignKey("agents.Workgroup", models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    opens = models.PositiveSmallIntegerField(_("opens"))
    closes = models.PositiveSmallIntegerField(_("closes"))

    class Meta:
        verbose_name, verbose_name_plural = _("opening hours"), _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, closes__lte=1440, opens__lt=F("closes")), name="opening_hours_in_a_day"
            ),
            models.UniqueConstraint(fields=["workgroup", "weekday", "opens"], name="one_opening_at_a_time"),
        ]

    def __str__(self):
        return f"{self.weekday}: {clock(self.opens)}–{clock(self.closes)}"


class Holiday(models.Model):
    """A day on which a workgroup is closed."""

    workgroup = models.ForeignKey("agents.Workgroup", models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("holiday"), _("holidays")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["workgroup", "day"], name="one_holiday_a_day")]

    def __str__(self):
        return f"{self.day} {self.name}".strip()


def clock(minutes):
    """Minutes of a day as a clock shows them; the day's end is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
