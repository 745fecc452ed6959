"""What a workgroup means to attain."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agents.models import Workgroup

USUAL = 80  # percent, where nothing is set


class Objective(models.Model):
    """The service level that a workgroup means to attain, in percent: the line that boards draw. Without a row: 80."""

    workgroup = models.OneToOneField(Workgroup, models.CASCADE, primary_key=True, related_name="+")
    percent = models.PositiveSmallIntegerField(
        _("objective"), default=USUAL, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("service level objective"), _("service level objectives")
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="objective_in_percent"),
        ]

    def __str__(self):
        return f"{self.workgroup}: {self.percent} %"

    @classmethod
    def percents(cls):
        """{workgroup id: percent} of those that have one of their own."""
        return dict(cls.objects.values_list("workgroup", "percent"))
