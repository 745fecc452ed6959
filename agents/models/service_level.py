"""How soon a workgroup means to pick up (R49)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agents.models.utilization import MediaType
from agents.models.workgroup import Workgroup

TARGET = 60  # seconds, where nothing is set
LONGEST_TARGET = 7 * 24 * 3600


class ServiceLevel(models.Model):
    """The seconds within which a workgroup means to pick up interactions of one type, from entering the queue.

    Without a row: 60.
    """

    workgroup = models.ForeignKey(Workgroup, models.CASCADE, related_name="service_levels")
    media_type = models.CharField(_("interaction type"), max_length=30, choices=MediaType)
    seconds = models.PositiveIntegerField(
        _("target (seconds)"),
        default=TARGET,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TARGET)],
        help_text=_("1 second to 7 days."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("service level"), _("service levels")
        constraints = [
            models.UniqueConstraint(
                fields=["workgroup", "media_type"], name="one_service_level_per_workgroup_and_type"
            ),
            models.CheckConstraint(
                condition=Q(seconds__gte=1, seconds__lte=LONGEST_TARGET), name="service_level_seconds_range"
            ),
        ]

    def __str__(self):
        return f"{self.workgroup} {self.media_type}: {self.seconds} s"

    @classmethod
    def own(cls, workgroup):
        """{interaction type: seconds} of a workgroup (id), as far as it has targets of its own."""
        return dict(cls.objects.filter(workgroup=workgroup).values_list("media_type", "seconds"))

    @classmethod
    def targets(cls, workgroup):
        """{interaction type: seconds} of a workgroup (id), for every type."""
        return dict.fromkeys(MediaType.values, TARGET) | cls.own(workgroup)
