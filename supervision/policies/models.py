"""The rules about recordings, as administrators write them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# The built-in ones, so that their names can be read in every language.
BUILT_IN = [gettext_noop("Administrators"), gettext_noop("Supervisors")]


class Policies(models.QuerySet):
    """Policies, in the order in which they are asked."""

    def asked(self, kind):
        """Those of one kind that are switched on, the first one first."""
        return self.filter(kind=kind, active=True).order_by("place", "pk")


class Policy(models.Model):
    """One rule: what to record, how long to keep it, or who may do what with it. `place` is its turn among those of its kind.

    `criteria` say what it is about and are read by `criteria.py`; no criterion, everything. `does` is, by kind:
    initiation {"record": bool, "sample": percent}, retention {"actions": [{"do": …}, …]},
    security {"acts": [names of `Act`], "roles": [ids], "agents": [ids]}; without roles and agents it is for everybody.
    """

    class Kind(models.TextChoices):
        """What it decides."""

        INITIATION = "initiation", _("Initiation")
        RETENTION = "retention", _("Retention")
        SECURITY = "security", _("Security")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    place = models.PositiveIntegerField(_("place"), default=0)
    active = models.BooleanField(_("switched on"), default=False)
    built_in = models.BooleanField(default=False, editable=False)  # grants everything, and nobody takes it away
    criteria = models.JSONField(_("criteria"), default=dict)
    does = models.JSONField(_("what it does"), default=dict)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = Policies.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("policy"), _("policies")
        ordering = ["kind", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="one_policy_per_name"),
            # Somebody can always see everything.
            models.CheckConstraint(condition=~Q(built_in=True) | Q(active=True), name="built_in_policy_is_on"),
        ]

    def __str__(self):
        return self.words

    @property
    def words(self):
        """Its name, in the reader's language where the product gave it."""
        return translated(self.name) if self.name in BUILT_IN else self.name


class Run(models.Model):
    """The retention run of one day: what it looked at, and when it was through. There is one a day, however many workers."""

    day = models.DateField(_("day"), unique=True)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    looked = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)  # recordings at which something went wrong: the next run asks again

    class Meta:
        verbose_name, verbose_name_plural = _("retention run"), _("retention runs")
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day}"


class Deed(models.Model):
    """What a run did to one recording by one action of a policy; each is done once, so that a run may be repeated.

    A policy that was deleted since is still told by its name.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="deeds")
    policy = models.ForeignKey(Policy, models.SET_NULL, null=True, related_name="deeds")
    name = models.CharField(max_length=80, default="")
    recording = models.ForeignKey("supervision.Recording", models.CASCADE, related_name="deeds")
    action = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    refused = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("deed of a policy"), _("deeds of policies")
        constraints = [
            models.UniqueConstraint(fields=["policy", "recording", "action"], name="one_deed_per_action"),
        ]

    def __str__(self):
        return f"{self.action} {self.recording_id}"
