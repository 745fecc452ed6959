"""Acts upon messages that are there already: like, hide, react, edit, delete."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions.models.message import Message
from platforms.base import Act, Doing
from rows.returning import update_returning

ATTEMPT = timedelta(seconds=30)  # longer than the HTTP time-outs together: past it the answer never came


class Actions(models.QuerySet):
    """Acts on their way."""

    def due(self, now):
        """What should be done now, and what was begun and never came back: every act may be repeated without harm."""
        begun = Q(state=Action.State.DOING, deadline__lt=now)
        return self.filter(Q(state=Action.State.QUEUED, due_at__lte=now) | begun).order_by("due_at", "pk")


class Action(models.Model):
    """One act of an agent upon a message: a row before it is a request. Acts may be repeated, so no answer means again."""

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("Queued")
        DOING = "doing", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    message = models.ForeignKey(Message, models.CASCADE, related_name="actions")
    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    act = models.CharField(max_length=20, choices=[(act.value, act.value) for act in Act])
    text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = Actions.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("act upon a message"), _("acts upon messages")
        constraints = [
            # The same button pressed twice at once is one act.
            models.UniqueConstraint(
                fields=["message", "act"],
                condition=Q(state__in=["queued", "doing"]),
                name="one_act_at_a_time",
            )
        ]
        # The tick looks for what is due; what is done is the many, and left out.
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=["queued", "doing"]), name="action_due")]

    def __str__(self):
        return f"{self.act} on {self.message_id}: {self.state}"

    def claim(self):
        """Take it for doing: True for exactly one caller."""
        now = timezone.now()
        seen = Action.objects.filter(pk=self.pk, state=self.state, attempts=self.attempts)
        return update_returning(self, seen, state=self.State.DOING, deadline=now + ATTEMPT, attempts=F("attempts") + 1)

    def again(self, at, code="", reason=""):
        """Try later."""
        self._move(state=self.State.QUEUED, due_at=at, code=code, reason=reason[:500])

    def fail(self, code, reason):
        """The platform refused it for good: told on the conversation."""
        with transaction.atomic(savepoint=False):
            if self._move(state=self.State.FAILED, deadline=None, code=code, reason=reason[:500]):
                self.interaction._note("act_failed", by=self.agent, message=self.message, state=self.act, code=code)

    def finish(self):
        """It is done; True for the one who says so first."""
        return self._move(state=self.State.DONE, deadline=None, code="", reason="")

    def doing(self):
        """What the platform module is to do."""
        message, peer = self.message, self.message.thread.peer
        reaction = self.text if self.act == Act.REACT else ""
        return Doing(
            act=Act(self.act),
            target=message.external_id or "",
            text=self.text if self.act == Act.EDIT else "",
            reaction=reaction,
            to=peer.external_id if peer else "",
            to_kind=peer.kind if peer else "",
        )

    def _move(self, **changes):
        return update_returning(self, Action.objects.filter(pk=self.pk, state=self.State.DOING), **changes)
