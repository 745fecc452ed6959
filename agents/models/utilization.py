"""How much of an agent one interaction takes."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agents.models.workgroup import Workgroup


class MediaType(models.TextChoices):
    """The interaction types. Two are ours; the others let an API account for what other systems give an agent."""

    SOCIAL_CONVERSATION = "social_conversation", _("Social Conversation")
    SOCIAL_DIRECT_MESSAGE = "social_direct_message", _("Social Direct Message")
    CALL = "call", _("Call")
    CALLBACK = "callback", _("Callback")
    CHAT = "chat", _("Chat")
    EMAIL = "email", _("E-mail")
    GENERIC = "generic", _("Generic")
    WORK_ITEM = "work_item", _("Work Item")


class Utilization(models.Model):
    """The share of an agent's attention that one interaction of a type takes, and how many he may have at once.

    A row belongs to a workgroup or to an agent; the agent's own row wins. Without a row: 100 % and one.
    """

    workgroup = models.ForeignKey(Workgroup, models.CASCADE, null=True, blank=True, related_name="utilizations")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="utilizations"
    )
    media_type = models.CharField(_("interaction type"), max_length=30, choices=MediaType)
    percent = models.PositiveSmallIntegerField(
        # xgettext:no-python-format
        _("% utilization"),
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    max_assign = models.PositiveSmallIntegerField(_("max. assign"), default=1)

    class Meta:
        verbose_name, verbose_name_plural = _("utilization"), _("utilizations")
        constraints = [
            models.CheckConstraint(
                condition=Q(workgroup__isnull=True) ^ Q(agent__isnull=True), name="utilization_of_workgroup_or_agent"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="utilization_percent_max"),
            models.UniqueConstraint(fields=["workgroup", "media_type"], name="one_utilization_per_workgroup_and_type"),
            models.UniqueConstraint(fields=["agent", "media_type"], name="one_utilization_per_agent_and_type"),
        ]

    def __str__(self):
        return f"{self.workgroup or self.agent} {self.media_type}: {self.percent} % / {self.max_assign}"
