"""Teams with a queue."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models.status import Status
from rows.returning import update_returning

OFFER_TIMEOUT = 15  # seconds, where nothing is set (R44)
SHORTEST_OFFER = 7  # seconds


class Workgroup(models.Model):
    """Agents who share a queue."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    has_queue = models.BooleanField(_("ACD queue"), default=True)
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
    wanted = models.PositiveBigIntegerField(default=0, editable=False)
    routing_until = models.DateTimeField(null=True, editable=False)
    agents = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="workgroups")

    class Meta:
        verbose_name, verbose_name_plural = _("workgroup"), _("workgroups")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(offer_timeout__gte=SHORTEST_OFFER), name="workgroup_offer_timeout_min")
        ]

    def __str__(self):
        return self.name

    def clean_fields(self, exclude=None):
        """Read blank and 0 as the default; refuse 1 to 6 seconds in words."""
        self.offer_timeout = self.offer_timeout or OFFER_TIMEOUT
        if self.offer_timeout < SHORTEST_OFFER:
            raise ValidationError({"offer_timeout": _("An offer needs at least 7 seconds. Blank or 0 means 15.")})
        super().clean_fields(exclude)

    @classmethod
    def claim_routing(cls, pk, *, seconds):
        """Become the router of this workgroup (id) and return it; None: somebody is, and has been told to look again."""
        now, found = timezone.now(), cls(pk=pk)
        until = now + timedelta(seconds=seconds)
        free = Q(routing_until=None) | Q(routing_until__lt=now)
        changes = {"wanted": F("wanted") + 1, "routing_until": Case(When(free, then=until), default=F("routing_until"))}
        there = update_returning(found, cls.objects.filter(pk=pk), **changes)
        return found if there and found.routing_until == until else None

    def release_routing(self):
        """Stop being the router, unless somebody has wished for one since; True: released."""
        until = Case(When(wanted=self.wanted, then=None), default=F("routing_until"))
        there = update_returning(self, Workgroup.objects.filter(pk=self.pk), routing_until=until)
        return not there or self.routing_until is None


class Membership(models.Model):
    """An agent's place in a workgroup: activated means that the ACD may offer him its interactions."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    workgroup = models.ForeignKey(Workgroup, models.CASCADE, related_name="memberships")
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
