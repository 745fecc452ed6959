"""What agents say about themselves."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# The statuses that every installation begins with (R46), so that they can be read in every language. Those that administrators
# add are called what they call them.
STANDARD = [
    gettext_noop("Available"),
    gettext_noop("Available, No ACD"),
    gettext_noop("Working at Home"),
    gettext_noop("Follow Up"),
    gettext_noop("At Lunch"),
    gettext_noop("Away From Desk"),
    gettext_noop("At a Training Session"),
    gettext_noop("In a Meeting"),
    gettext_noop("Do Not Disturb"),
    gettext_noop("On Vacation"),
    gettext_noop("Out of the Office"),
    gettext_noop("Out of Town"),
    gettext_noop("Gone Home"),
    gettext_noop("ACD - Agent Not Answering"),
]


class Status(models.Model):
    """What an agent is doing, and whether the ACD may offer him work meanwhile."""

    class Group(models.TextChoices):
        """The kinds of status that boards count together."""

        AVAILABLE = "available", _("Available")
        BREAK = "break", _("Break")
        FOLLOW_UP = "follow_up", _("Follow up")
        TRAINING = "training", _("Training")
        UNAVAILABLE = "unavailable", _("Unavailable")

    class Icon(models.TextChoices):
        """What stands beside its name."""

        READY = "ok", _("Check mark")
        PERSON = "person", _("Person")
        PAUSE = "pause", _("Pause")
        CLOCK = "clock", _("Clock")
        PEN = "pen", _("Pen")
        BOOK = "badge", _("Badge")
        PEOPLE = "people", _("People")
        OFF = "off", _("No entry")
        HOME = "house", _("House")
        AWAY = "out", _("Door")
        GLOBE = "globe", _("Globe")
        BELL = "bell", _("Bell")

    AVAILABLE = "Available"
    NOT_ANSWERING = "ACD - Agent Not Answering"
    GONE_HOME = "Gone Home"

    name = models.CharField(_("name"), max_length=80, unique=True)
    group = models.CharField(_("group"), max_length=20, choices=Group)
    takes_acd = models.BooleanField(_("takes ACD interactions"), default=False)
    do_not_disturb = models.BooleanField(
        _("do not disturb"),
        default=False,
        help_text=_(
            "Shown last, and as such, to whoever looks for somebody to transfer to. Takes no ACD interactions."
        ),
    )
    after_call_work = models.BooleanField(
        _("after-call work"),
        default=False,
        help_text=_(
            "Time in it is work on what was just ended: only such a status can be the wrap-up status of a workgroup."
        ),
    )
    icon = models.CharField(_("icon"), max_length=20, choices=Icon, default=Icon.PERSON)
    selectable = models.BooleanField(_("agents may choose it"), default=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("status"), _("statuses")
        ordering = ["place", "name"]

    def __str__(self):
        return self.words

    @property
    def words(self):
        """Its name, in the reader's language where it is a standard one."""
        return translated(self.name) if self.name in STANDARD else self.name

    def clean(self):
        """Nobody is offered something who is not to be disturbed."""
        if self.do_not_disturb and self.takes_acd:
            text = _("Somebody who is not to be disturbed takes no ACD interactions: choose one of the two.")
            raise ValidationError({"do_not_disturb": text})


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
