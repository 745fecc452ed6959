"""What agents are able to do, and what interactions ask of them (R43)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agents.models.workgroup import Workgroup

PROFICIENCY = [MinValueValidator(1), MaxValueValidator(100)]
DESIRE = [MaxValueValidator(100)]
WEIGHT = [MinValueValidator(-100), MaxValueValidator(100)]


class Skill(models.Model):
    """Something that some agents can do better than others: a language, a product."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("skill"), _("skills")
        ordering = ["name"]

    def __str__(self):
        return self.name


class SkillLevel(models.Model):
    """How well and how gladly one agent, or everybody in a workgroup, does it. The agent's own row wins."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="levels", verbose_name=_("skill"))
    workgroup = models.ForeignKey(Workgroup, models.CASCADE, null=True, blank=True, related_name="skill_levels")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="skill_levels"
    )
    proficiency = models.PositiveSmallIntegerField(
        _("proficiency"), default=1, validators=PROFICIENCY, help_text=_("1 to 100: how well.")
    )
    desire = models.PositiveSmallIntegerField(
        _("desire"), default=0, validators=DESIRE, help_text=_("0 to 100: how gladly.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("skill level"), _("skill levels")
        constraints = [
            models.CheckConstraint(
                condition=Q(workgroup__isnull=True) ^ Q(agent__isnull=True), name="skill_level_of_workgroup_or_agent"
            ),
            models.CheckConstraint(
                condition=Q(proficiency__gte=1, proficiency__lte=100), name="skill_level_proficiency_range"
            ),
            models.CheckConstraint(condition=Q(desire__lte=100), name="skill_level_desire_max"),
            models.UniqueConstraint(fields=["workgroup", "skill"], name="one_level_per_workgroup_and_skill"),
            models.UniqueConstraint(fields=["agent", "skill"], name="one_level_per_agent_and_skill"),
        ]

    def __str__(self):
        return f"{self.workgroup or self.agent} {self.skill}: {self.proficiency} / {self.desire}"


class RequiredSkill(models.Model):
    """What a workgroup's interactions ask for: how much at least, and how it counts in the scores."""

    workgroup = models.ForeignKey(Workgroup, models.CASCADE, related_name="required_skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="requirements", verbose_name=_("skill"))
    min_proficiency = models.PositiveSmallIntegerField(
        _("least proficiency"), null=True, blank=True, validators=PROFICIENCY, help_text=_("Blank: any.")
    )
    min_desire = models.PositiveSmallIntegerField(
        _("least desire"), null=True, blank=True, validators=DESIRE, help_text=_("Blank: any.")
    )
    proficiency_weight = models.SmallIntegerField(_("weight of proficiency"), default=1, validators=WEIGHT)
    desire_weight = models.SmallIntegerField(_("weight of desire"), default=0, validators=WEIGHT)

    class Meta:
        verbose_name, verbose_name_plural = _("required skill"), _("required skills")
        constraints = [
            models.UniqueConstraint(fields=["workgroup", "skill"], name="skill_required_once_per_workgroup"),
            models.CheckConstraint(
                condition=~Q(proficiency_weight=F("desire_weight") * -1), name="required_skill_weights_not_zero"
            ),
        ]

    def __str__(self):
        return f"{self.workgroup}: {self.skill}"

    def clean(self):
        """The two weights together divide, so they are not zero."""
        if (self.proficiency_weight or 0) + (self.desire_weight or 0) == 0:
            text = _("The weights of proficiency and desire add up to zero. Give one of them another value.")
            raise ValidationError({"desire_weight": text})
