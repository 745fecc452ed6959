"""How long interactions waited in queues, and how that ended: the facts of the service level (R49)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents import service_clock
from agents.models import MediaType, Workgroup
from interactions.models.states import State
from rows.inserted import insert

OVER = {"stay_since": None, "last_stay_since": F("stay_since")}


class Queued(models.Model):
    """What an interaction's row knows of its stay in a queue. Only the move that changes the state writes it."""

    # Since when it has been in the queue where it is, offers included; null: it is in none.
    stay_since = models.DateTimeField(null=True, default=timezone.now, editable=False)
    # When the stay began that the last move ended: an update cannot bring back what a column held before.
    last_stay_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Stay(models.Model):
    """One interaction's time in one queue: from entering it until it was picked up, ended or sent to another queue.

    An offer that nobody takes goes on with the same stay; whatever brings the interaction back later begins a new one.
    """

    class End(models.TextChoices):
        """How it ended."""

        PICKED_UP = "picked_up", _("Picked up")
        UNANSWERED = "unanswered", _("Left unanswered")
        HANDED_ON = "handed_on", _("Handed on")

    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, related_name="stays")
    workgroup = models.ForeignKey(Workgroup, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=30, choices=MediaType)
    began_at = models.DateTimeField()
    left_at = models.DateTimeField()
    waited_ms = models.PositiveBigIntegerField()
    end = models.CharField(max_length=20, choices=End)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("stay in a queue"), _("stays in queues")
        constraints = [
            models.CheckConstraint(
                condition=~Q(end="picked_up") | Q(agent__isnull=False), name="stay_picked_up_by_agent"
            ),
        ]
        # A workgroup's service level, by time of leaving the queue.
        indexes = [models.Index(fields=["workgroup", "left_at"], name="stay_by_workgroup")]

    def __str__(self):
        return f"{self.interaction_id}: {self.waited_ms} ms, {self.end}"

    @classmethod
    def ended(cls, interaction, workgroup):
        """Write the stay in `workgroup` (id) that the move just made has ended, if it ended one."""
        began = interaction.last_stay_since
        if began is None:
            return
        end, left = _ENDS.get(interaction.state, cls.End.PICKED_UP), interaction.state_since
        stay = cls(interaction=interaction, workgroup_id=workgroup, media_type=interaction.media_type, end=end)
        stay.began_at, stay.left_at = began, left
        counted = service_clock.counted(workgroup, began, left)
        stay.waited_ms = max(0, counted // timedelta(milliseconds=1))
        stay.agent_id = interaction.owner_id if end == cls.End.PICKED_UP else None
        insert(stay)


_ENDS = {State.WAITING: Stay.End.HANDED_ON, State.DISCONNECTED: Stay.End.UNANSWERED}


def ends_stay(to, changes):
    """Would a move to this state, with these changes of the row, end a stay in a queue?"""
    if to == State.WAITING:
        return not {"workgroup", "workgroup_id"}.isdisjoint(changes)
    return to != State.ALERTING


def stay_changes(to, changes, now):
    """What such a move does to the stay: begin, go on, or end. Decided by what the row holds, not by what the caller saw."""
    if to == State.ALERTING:
        return {}
    if to != State.WAITING:
        return OVER
    if ends_stay(to, changes):
        return OVER | {"stay_since": now}
    return {"stay_since": Coalesce(F("stay_since"), Value(now, models.DateTimeField()))}
