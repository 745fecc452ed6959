"""How much each thing counts when the ACD chooses (R42)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 1000  # of any weight; only how they compare matters
EITHER_WAY = [MinValueValidator(-MOST), MaxValueValidator(MOST)]
NOT_NEGATIVE = [MinValueValidator(0), MaxValueValidator(MOST)]
BEST_PAID = [MaxValueValidator(100)]


def _agent_weight(label, default=0):
    return models.SmallIntegerField(label, default=default, validators=EITHER_WAY)


def _interaction_weight(label, default=1):
    return models.SmallIntegerField(label, default=default, validators=NOT_NEGATIVE)


class Scoring(models.Model):
    """The weights of a workgroup. Times count in seconds, so one point of skill weighs as one second."""

    AGENT_WEIGHTS = (
        "agent_skill_weight",
        "agent_cost_weight",
        "agent_available_weight",
        "agent_attribute1_weight",
        "agent_attribute2_weight",
        "agent_attribute3_weight",
    )
    INTERACTION_WEIGHTS = (
        "interaction_skill_weight",
        "interaction_priority_weight",
        "interaction_queue_weight",
        "interaction_system_weight",
    )
    agent_skill_weight = _agent_weight(_("skill"), 1)
    agent_cost_weight = _agent_weight(_("cost"))
    agent_available_weight = _agent_weight(_("time available"), 1)
    agent_attribute1_weight = _agent_weight(_("attribute 1"))
    agent_attribute2_weight = _agent_weight(_("attribute 2"))
    agent_attribute3_weight = _agent_weight(_("attribute 3"))
    interaction_skill_weight = _interaction_weight(_("skill"))
    interaction_priority_weight = _interaction_weight(_("priority"))
    interaction_queue_weight = _interaction_weight(_("time in queue"))
    interaction_system_weight = _interaction_weight(_("time in system"), 0)

    class Meta:
        abstract = True

    @property
    def agent_weights(self):
        """Of an agent's score, in the order of `AGENT_WEIGHTS`."""
        return tuple(getattr(self, name) for name in self.AGENT_WEIGHTS)

    @property
    def interaction_weights(self):
        """Of an interaction's score, in the order of `INTERACTION_WEIGHTS`."""
        return tuple(getattr(self, name) for name in self.INTERACTION_WEIGHTS)

    @property
    def rank_weights(self):
        """Those that order interactions of the same requirement: of priority, time in queue and time in system."""
        return self.interaction_weights[1:]


class Scored(models.Model):
    """What an agent brings into his score beside skills and waiting."""

    cost = models.PositiveSmallIntegerField(
        _("cost"), default=0, validators=BEST_PAID, help_text=_("0 to 100. A workgroup may let it count.")
    )
    attribute1 = models.PositiveSmallIntegerField(_("attribute 1"), default=0, validators=BEST_PAID)
    attribute2 = models.PositiveSmallIntegerField(_("attribute 2"), default=0, validators=BEST_PAID)
    attribute3 = models.PositiveSmallIntegerField(_("attribute 3"), default=0, validators=BEST_PAID)

    class Meta:
        abstract = True
