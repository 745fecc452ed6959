"""Teams with a queue."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.bindings import bound_to
from agents.models.hours import Hours, Leaving
from agents.models.routing_stamp import RoutingStamp
from agents.models.scoring import Scoring
from agents.models.status import Status
from audit.rights import Right

OFFER_TIMEOUT = 15  # seconds, where nothing is set (R44)
SHORTEST_OFFER = 7  # seconds
LONGEST_WRAP_UP = 7200  # seconds (R45)


class QueueType(models.TextChoices):
    """How a workgroup's queue gives to its members. Interactions of social channels need one of the first three."""

    ACD = "acd", _("ACD")
    CUSTOM = "custom", _("Custom")
    ROUND_ROBIN = "round_robin", _("Round Robin")
    NONE = "none", _("None")
    GROUP_RING = "group_ring", _("Group Ring")
    SEQUENTIAL = "sequential", _("Sequential")


TAKE_SOCIAL = (QueueType.ACD, QueueType.CUSTOM, QueueType.ROUND_ROBIN)


class Workgroups(models.QuerySet):
    """Workgroups, by what their queue is for."""

    def taking_social(self):
        """Those that a social channel, a transfer or an overflow may name (R47)."""
        return self.filter(queue_type__in=TAKE_SOCIAL)

    def watched_by(self, person):
        """Those he may look into: which he supervises; all, with the right People and Workgroups."""
        if person.has_perm(Right.PEOPLE):
            return self
        return self.filter(memberships__agent=person, memberships__supervises=True)


class Workgroup(Scoring, Hours, Leaving):
    """Agents who share a queue."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    queue_type = models.CharField(
        _("queue type"),
        max_length=20,
        choices=QueueType,
        default=QueueType.ACD,
        help_text=_(
            "ACD: to the agent with the highest score. Round Robin: to each in turn. Custom: handlers and people give."
        ),
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    offer_timeout = models.PositiveSmallIntegerField(
        _("offer time-out"),
        default=OFFER_TIMEOUT,
        blank=True,
        help_text=_("Seconds that an agent has to pick up; at least 7. Blank or 0: 15."),
    )
    no_answer_status = models.ForeignKey(
        Status,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("no-answer status"),
        help_text=_("What an agent is set to who lets an offer pass. Blank: ACD - Agent Not Answering."),
    )
    decline_pause = models.PositiveSmallIntegerField(
        _("pause after a decline"),
        default=60,
        help_text=_("Seconds for which a declined interaction is not offered to the same agent again."),
    )
    asks_decline_reason = models.BooleanField(_("ask for a reason when an offer is declined"), default=False)
    exempts_held = models.BooleanField(
        _("held interactions take no room"),
        default=False,
        help_text=_("What an agent has on hold does not count against his utilization."),
    )
    affinity_seconds = models.PositiveSmallIntegerField(
        _("wait for the last agent"),
        default=60,
        validators=[MaxValueValidator(3600)],
        help_text=_("Seconds for which a returning customer goes only to the agent who last had them here. 0: off."),
    )
    window_minutes = models.PositiveSmallIntegerField(
        _("before a reply window closes"),
        default=60,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("Minutes before it closes in which an interaction comes before all others. 0: off."),
    )
    wrap_up_status = models.ForeignKey(
        Status,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"after_call_work": True},
        verbose_name=_("wrap-up status"),
        help_text=_("What an agent is set to after an interaction. Blank: nothing changes."),
    )
    wrap_up_seconds = models.PositiveSmallIntegerField(
        _("wrap-up time"),
        null=True,
        blank=True,
        help_text=_("Seconds, at most 7200, after which he is Available again. Blank: no wrap-up."),
    )
    asks_wrap_up = models.BooleanField(_("ask for a wrap-up code when an interaction ends"), default=False)
    ranked_by = models.CharField(max_length=60, default="", editable=False)
    last_given = models.PositiveBigIntegerField(null=True, editable=False)
    wanted = models.PositiveBigIntegerField(default=0, editable=False)
    routing_until = models.DateTimeField(null=True, editable=False)
    agents = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="workgroups")

    objects = Workgroups.as_manager()
    stamp = None  # RoutingStamp's, where the router has read it along

    class Meta:
        verbose_name, verbose_name_plural = _("workgroup"), _("workgroups")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(offer_timeout__gte=SHORTEST_OFFER), name="workgroup_offer_timeout_min"),
            models.CheckConstraint(
                condition=Q(wrap_up_seconds=None) | Q(wrap_up_seconds__lte=LONGEST_WRAP_UP),
                name="workgroup_wrap_up_most",
            ),
            models.CheckConstraint(
                condition=Q(wrap_up_seconds=None) | Q(wrap_up_status__isnull=False), name="workgroup_wrap_up_status"
            ),
            models.CheckConstraint(condition=Q(queue_type__in=QueueType.values), name="workgroup_queue_type"),
        ]

    def __str__(self):
        return self.name

    def clean_fields(self, exclude=None):
        """Read blank and 0 as the default; refuse 1 to 6 seconds in words."""
        self.offer_timeout = self.offer_timeout or OFFER_TIMEOUT
        if self.offer_timeout < SHORTEST_OFFER:
            raise ValidationError({"offer_timeout": _("An offer needs at least 7 seconds. Blank or 0 means 15.")})
        super().clean_fields(exclude)

    @property
    def takes_social(self):
        """May interactions of social channels wait here?"""
        return self.queue_type in TAKE_SOCIAL

    def clean(self):
        """Wrap-up by R45; and no queue of another kind while channels send their interactions here (R47)."""
        wrong = dict(self._wrong())
        if wrong:
            raise ValidationError(wrong)

    def _wrong(self):
        """(field, what is wrong with it in words), all at once."""
        if self.wrap_up_seconds and self.wrap_up_seconds > LONGEST_WRAP_UP:
            yield "wrap_up_seconds", _("At most 7200 seconds, which is two hours.")
        if self.wrap_up_seconds is not None and not self.wrap_up_status:
            yield "wrap_up_status", _("Choose the status for the wrap-up time, or leave both blank.")
        bound = self._bound() if self.pk and not self.takes_social else []
        if bound:
            text = _("%(names)s send their interactions here, which needs ACD, Custom or Round Robin.")
            yield "queue_type", text % {"names": ", ".join(bound)}

    def _bound(self):
        """The names of what sends interactions here: channels, and overflows of other workgroups."""
        overflows = self.overflow_from.order_by("workgroup__name").values_list("workgroup__name", flat=True)
        return [*bound_to(self), *overflows.distinct()]

    @classmethod
    def claim_routing(cls, pk, *, seconds):
        """Become the router of this workgroup (id) and return it; None: somebody is, and has been told to look again.

        Its `stamp` is that of what may be kept in memory (`agents.room.settled`).
        """
        now = timezone.now()
        until = now + timedelta(seconds=seconds)
        found = next(iter(cls.objects.raw(CLAIM, [now, until, pk])), None)
        return found if found and found.routing_until == until else None

    def release_routing(self):
        """Stop being the router. The workgroup as it is now if somebody has wished for one since, else None."""
        found = next(iter(Workgroup.objects.raw(RELEASE, [self.wanted, self.pk])), None)
        return found if found and found.routing_until else None


# Every hint and every pass runs these: Django would take longer to write them down than the database to run them.
_CHANGE = f"UPDATE {Workgroup._meta.db_table} SET"
_STAMP = f"(SELECT stamp FROM {RoutingStamp._meta.db_table}) AS stamp"
CLAIM = (
    f"{_CHANGE} wanted = wanted + 1, routing_until = CASE "
    "WHEN routing_until IS NULL OR routing_until < %s THEN %s ELSE routing_until END WHERE id = %s "
    f"RETURNING *, {_STAMP}"
)
RELEASE = (
    f"{_CHANGE} routing_until = CASE WHEN wanted = %s THEN NULL ELSE routing_until END WHERE id = %s "
    f"RETURNING *, {_STAMP}"
)


class Membership(models.Model):
    """An agent's place in a workgroup: activated means that the ACD may offer him its interactions."""

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("agent")
    )
    workgroup = models.ForeignKey(Workgroup, models.CASCADE, related_name="memberships", verbose_name=_("workgroup"))
    activated = models.BooleanField(_("activated"), default=True)
    supervises = models.BooleanField(_("supervises"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("membership"), _("memberships")
        constraints = [models.UniqueConstraint(fields=["agent", "workgroup"], name="one_membership_per_workgroup")]

    def __str__(self):
        return f"{self.agent} · {self.workgroup}"


class WrapUpCode(models.Model):
    """How an interaction ended, in the company's words."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    active = models.BooleanField(_("offered to agents"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("wrap-up code"), _("wrap-up codes")
        ordering = ["name"]

    def __str__(self):
        return self.name
