"""What agents' work on interactions came to, and the schedules by which reports are mailed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agents.models import MediaType, Workgroup
from interactions.models import Interaction
from supervision.letters import MOST, Letter


class Work(models.Model):
    """What one agent did on one interaction in one workgroup, read from its journal once it had ended.

    `wrap_up_ms` is null until the time of his wrap-up status is over; only who ended it wraps up.
    """

    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="work")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    workgroup = models.ForeignKey(Workgroup, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=30, choices=MediaType)
    ended_at = models.DateTimeField()
    connected_ms = models.PositiveBigIntegerField(default=0)
    held_ms = models.PositiveBigIntegerField(default=0)
    wrap_up_ms = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("work on an interaction"), _("work on interactions")
        constraints = [
            models.UniqueConstraint(fields=["interaction", "agent", "workgroup"], name="work_once"),
        ]
        indexes = [
            # Handle times of a workgroup by interval, and an agent's.
            models.Index(fields=["workgroup", "ended_at"], name="work_by_workgroup"),
            models.Index(fields=["agent", "ended_at"], name="work_by_agent"),
            # The tick: whose wrap-up may be over now.
            models.Index(fields=["ended_at"], condition=models.Q(wrap_up_ms=None), name="work_wrapping_up"),
        ]

    def __str__(self):
        return f"{self.interaction_id}: {self.agent_id}, {self.connected_ms} ms connected"


class Schedule(models.Model):
    """A report that is mailed regularly: about the day, week or month that is over, at an hour by its time zone."""

    class Every(models.TextChoices):
        """How often, and about which time."""

        DAY = "day", _("Every day, about the day before")
        WEEK = "week", _("Every Monday, about the week before")
        MONTH = "month", _("On the first of a month, about the month before")

    report = models.CharField(_("report"), max_length=20)
    criteria = models.JSONField(default=dict)  # of `asking.Asked`, apart from the dates
    every = models.CharField(_("how often"), max_length=10, choices=Every, default=Every.WEEK)
    hour = models.PositiveSmallIntegerField(_("at (hour)"), default=7)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    mail_to = models.TextField(_("e-mail addresses"), max_length=2000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    next_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("scheduled report"), _("scheduled reports")
        ordering = ["pk"]
        # The tick.
        indexes = [models.Index(fields=["next_at"], name="schedule_due")]

    def __str__(self):
        return f"{self.report}, {self.every}"


class ReportMail(Letter):
    """One mail of a schedule, about the days `since` to `until`."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="mails")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        verbose_name, verbose_name_plural = _("mail of a report"), _("mails of reports")
        constraints = [models.UniqueConstraint(fields=["schedule", "since"], name="report_mailed_once")]
        # What the tick sends.
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, attempts__lt=MOST), name="report_mail_due")
        ]

    def __str__(self):
        return f"{self.schedule_id}: {self.since}–{self.until}"
