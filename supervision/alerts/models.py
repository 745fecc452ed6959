"""An alert, the times at which it was open, and the mails about them."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, Status, Workgroup
from supervision.letters import MOST, Letter
from supervision.statistics.figures import Period

LONGEST_HOLD = 24 * 3600


class Severity(models.TextChoices):
    """How bad it is, the least first."""

    NORMAL = "normal", _("Normal")
    MINOR = "minor", _("Minor")
    MAJOR = "major", _("Major")
    WARNING = "warning", _("Warning")
    CRITICAL = "critical", _("Critical")


class Condition(models.TextChoices):
    """How a figure is compared with the threshold."""

    OVER = "over", _("over")
    UNDER = "under", _("under")
    EQUAL = "equal", _("equal to")


class Sound(models.TextChoices):
    """What a board plays; blank: nothing."""

    CHIME = "chime", _("Chime")
    BELL = "bell", _("Bell")
    KNOCK = "knock", _("Knock")
    DROP = "drop", _("Drop")
    RISE = "rise", _("Rising")


class About(models.Model):
    """Which figure of whom is compared with what."""

    figure = models.CharField(_("figure"), max_length=30)  # a name of `figures.FIGURES`
    period = models.CharField(_("period"), max_length=10, choices=Period, default=Period.TODAY)
    condition = models.CharField(_("condition"), max_length=10, choices=Condition, default=Condition.OVER)
    threshold = models.FloatField(_("threshold"))
    holds_for = models.PositiveIntegerField(
        _("must hold for (seconds)"), default=0, validators=[MaxValueValidator(LONGEST_HOLD)]
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.WARNING)

    class Meta:
        abstract = True

    def holds(self, value):
        """Is it so? Where there is nothing to say, nothing holds."""
        if value is None:
            return False
        compare = {"over": value > self.threshold, "under": value < self.threshold, "equal": value == self.threshold}
        return compare[self.condition]


class Alerts(models.QuerySet):
    """Alerts, by who may see and change them."""

    def for_supervisor(self, person):
        """Those about workgroups that he supervises, and about their members."""
        mine = person.memberships.filter(supervises=True).values("workgroup")
        return self.filter(Q(workgroup__in=mine) | Q(agent__memberships__workgroup__in=mine)).distinct()


class Alert(About):
    """A condition on a figure of a workgroup or an agent, and what is done as it begins to hold and as it ceases to.

    `met_since` is since when it has held without a break, `mailed_at` when the last mail about it was written.
    """

    workgroup = models.ForeignKey(
        Workgroup, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("workgroup")
    )
    agent = models.ForeignKey(Agent, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("agent"))
    status = models.ForeignKey(
        Status, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("status")
    )
    colors = models.BooleanField(_("color the tile while it is open"), default=True)
    sound_on_entering = models.CharField(_("sound on entering"), max_length=10, choices=Sound, blank=True)
    sound_on_leaving = models.CharField(_("sound on leaving"), max_length=10, choices=Sound, blank=True)
    mail_on_entering = models.BooleanField(_("e-mail on entering"), default=False)
    mail_on_leaving = models.BooleanField(_("e-mail on leaving"), default=False)
    mail_to = models.TextField(_("e-mail addresses"), blank=True, max_length=2000)
    active = models.BooleanField(_("switched on"), default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    met_since = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    objects = Alerts.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("alert"), _("alerts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(workgroup__isnull=False, agent__isnull=True)
                | Q(workgroup__isnull=True, agent__isnull=False),
                name="alert_about_workgroup_or_agent",
            ),
        ]

    def __str__(self):
        return f"{self.workgroup or self.agent}: {self.figure} {self.condition} {self.threshold:g}"

    @property
    def addresses(self):
        """To whom mails go."""
        return self.mail_to.split()


class Occurrence(About):
    """One time at which an alert was open: it is the log, so it says itself what the alert was about then."""

    alert = models.ForeignKey(Alert, models.SET_NULL, null=True, related_name="occurrences")
    workgroup = models.ForeignKey(Workgroup, models.CASCADE, null=True, related_name="+")
    agent = models.ForeignKey(Agent, models.CASCADE, null=True, related_name="+")
    status = models.ForeignKey(Status, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    began_with = models.FloatField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_with = models.FloatField(null=True)

    objects = Alerts.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("open alert"), _("open alerts")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alert"], condition=Q(ended_at=None, alert__isnull=False), name="alert_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="alert_ends_later"
            ),
        ]
        indexes = [
            # What every board shows each second: what is open, and what was cleared lately.
            models.Index(fields=["began_at"], condition=Q(ended_at=None), name="occurrence_open"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="occurrence_ended"),
        ]

    def __str__(self):
        return f"{self.workgroup or self.agent}: {self.figure} {self.condition} {self.threshold:g}"

    @classmethod
    def of(cls, alert, value, now):
        """The alert opens."""
        copied = [field.attname for field in About._meta.fields] + ["workgroup_id", "agent_id", "status_id"]
        return cls(alert=alert, began_at=now, began_with=value, **{name: getattr(alert, name) for name in copied})


class AlertMail(Letter):
    """A mail about an alert that opened or was cleared."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="mails")
    leaving = models.BooleanField(default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("mail about an alert"), _("mails about alerts")
        # What the tick sends.
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None, attempts__lt=MOST), name="alert_mail_due")]

    def __str__(self):
        return f"{self.occurrence_id}{' cleared' if self.leaving else ''}"
