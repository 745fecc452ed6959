"""What happens to an interaction that waits longer: wider rings of agents, less skill asked, elsewhere, sooner (R48)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agents.models.workgroup import Workgroup

MOST_RINGS = 5


class Ring(models.Model):
    """Agents to whom an interaction is offered from some moment on; after the last ring's time it is every member.

    Each ring comes to those before it.
    """

    workgroup = models.ForeignKey(Workgroup, models.CASCADE, related_name="rings")
    place = models.PositiveSmallIntegerField(
        _("ring"), validators=[MinValueValidator(1), MaxValueValidator(MOST_RINGS)], help_text=_("1 to 5.")
    )
    seconds = models.PositiveSmallIntegerField(
        _("seconds"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(3600)],
        help_text=_("How long it lasts until the next ring joins."),
    )
    agents = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="rings", blank=True, verbose_name=_("members")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("ring"), _("rings")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["workgroup", "place"], name="one_ring_per_place"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST_RINGS), name="ring_place_range"),
            models.CheckConstraint(condition=Q(seconds__gte=1), name="ring_lasts"),
        ]

    def __str__(self):
        return f"{self.workgroup}: {self.place}"


class OverflowStep(models.Model):
    """Done to an interaction once, when it has waited in the queue for so long."""

    class Action(models.TextChoices):
        """What is done."""

        RELAX = "relax", _("Ask less skill")
        RING = "ring", _("Go to the next ring")
        WORKGROUP = "workgroup", _("Hand on to another workgroup")
        PRIORITY = "priority", _("Raise the priority")

    NEEDS_AMOUNT = (Action.RELAX, Action.PRIORITY)
    workgroup = models.ForeignKey(Workgroup, models.CASCADE, related_name="overflow_steps")
    seconds = models.PositiveIntegerField(
        _("after"), validators=[MinValueValidator(1)], help_text=_("Seconds in the queue.")
    )
    action = models.CharField(_("what is done"), max_length=20, choices=Action)
    amount = models.PositiveSmallIntegerField(
        _("by"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("1 to 100 points: by which the least skill sinks, or the priority rises."),
    )
    to_workgroup = models.ForeignKey(
        Workgroup, models.PROTECT, null=True, blank=True, related_name="overflow_from", verbose_name=_("workgroup")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("overflow step"), _("overflow steps")
        ordering = ["seconds", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seconds__gte=1), name="overflow_step_after"),
            models.CheckConstraint(
                condition=~Q(action__in=["relax", "priority"]) | Q(amount__isnull=False, amount__gte=1),
                name="overflow_step_amount",
            ),
            models.CheckConstraint(
                condition=~Q(action="workgroup") | Q(to_workgroup__isnull=False), name="overflow_step_workgroup"
            ),
        ]

    def __str__(self):
        return f"{self.workgroup}: {self.action} after {self.seconds} s"

    def clean(self):
        """Each action says by how much, or where to."""
        if self.action in self.NEEDS_AMOUNT and not self.amount:
            raise ValidationError({"amount": _("By how many points? Give a number from 1 to 100.")})
        if self.action == self.Action.WORKGROUP:
            self._check_workgroup()

    def _check_workgroup(self):
        if not self.to_workgroup:
            raise ValidationError({"to_workgroup": _("Choose the workgroup that takes over.")})
        if self.to_workgroup_id == self.workgroup_id:
            raise ValidationError({"to_workgroup": _("It waits here already. Choose another workgroup.")})
        if not self.to_workgroup.takes_social:
            text = _("%(workgroup)s has no ACD queue. Choose another workgroup.") % {"workgroup": self.to_workgroup}
            raise ValidationError({"to_workgroup": text})
