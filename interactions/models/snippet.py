"""Recording a piece of one's own work, from–to (R61): that it was asked for. The recording is made by whoever finds the row."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hints import wake
from interactions.models.move import Moves
from interactions.models.states import Refused, State


class Snippets(models.QuerySet):
    """Snippets."""

    def running(self):
        """Not ended yet."""
        return self.filter(until=None)

    def left_running(self):
        """Those whose interaction is not in their agent's hands any more."""
        his = Q(interaction__owner=F("agent"), interaction__state__in=IN_HAND)
        return self.running().exclude(his)

    def unsealed(self):
        """Ended, and not made a recording of yet."""
        return self.filter(until__isnull=False, sealed_at=None)


IN_HAND = (State.CONNECTED, State.HELD)


class Snippet(models.Model):
    """A piece of an interaction that its agent wants to be kept: from the line `first` of the journal until he ends it.

    It ends by itself when the interaction leaves his hands.
    """

    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, related_name="snippets")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)

    objects = Snippets.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("snippet"), _("snippets")
        constraints = [
            models.UniqueConstraint(fields=["interaction"], condition=Q(until=None), name="one_running_snippet")
        ]
        # The tick looks for those that were left running, and those that are to be sealed; hardly any at a time.
        indexes = [models.Index(fields=["id"], condition=Q(sealed_at=None), name="snippet_unsealed")]

    def __str__(self):
        return f"{self.interaction_id}: {self.since:%F %T}"


class Snipping(Moves):
    """Verbs of `Interaction` around snippets; none changes its state."""

    def start_recording(self, by):
        """Record from now on; returns the snippet. Again while one runs: the same one."""
        try:
            with transaction.atomic():
                self._note("recording_started", by=by, where={"owner": by, "state__in": IN_HAND})
                return self.snippets.create(agent=by, first=self.last_event, since=timezone.now())
        except IntegrityError:  # it runs already
            return self.running_snippet()

    def stop_recording(self, by):
        """Record no more."""
        with transaction.atomic():
            ended = self.snippets.running().filter(agent=by).update(until=timezone.now())
            if not ended:
                raise Refused(_("Nothing is being recorded here."), "not_recording")
            self._note("recording_stopped", by=by)
            wake("supervision.tasks.seal_snippets")

    def running_snippet(self):
        """The one that runs now, or None."""
        return self.snippets.running().first()
