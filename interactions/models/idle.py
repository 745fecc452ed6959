"""Ending what the customer does not go on with (R50b), and taking it from an agent who is gone (R50c)."""

import contextlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.kept_words import in_english
from interactions.models.note import Note
from interactions.models.states import OWNED, NotAllowed, State

WARNED = timedelta(minutes=5)  # before the end
IN_HAND = (State.CONNECTED, State.HELD)


class Idle:
    """What befalls an interaction with which nobody goes on. Each is conditional on the very message that was last."""

    def _silent(self):
        """The condition that nothing was said since this row was read."""
        return {"last_message": self.last_message_id, "customer_waits_since": None}

    def warn_idle(self):
        """Tell its agent that it will be ended."""
        now = timezone.now()
        where = {"state__in": IN_HAND, **self._silent()}
        self._note("idle_warned", where=where, idle_warned_at=now, idle_after=self.last_message_id)

    def end_idle(self, wrap_up):
        """End it with the wrap-up code for this, unless something was said since its agent was warned."""
        where = {"idle_after": self.last_message_id, "owner": self.owner_id, "parked_until": None, **self._silent()}
        self.disconnect(None, wrap_up=wrap_up, where=where)

    @in_english
    def release_gone(self):
        """Its agent has been away too long: back to the queue with a note; its time in the system is kept."""
        text = _("%(agent)s was gone for too long, so this came back to the queue.") % {"agent": self.owner}
        with transaction.atomic():
            self.notes.create(agent=None, text=text, kind=Note.Kind.NOTICE)
            self.release("gone")

    @classmethod
    def park_all(cls, agent):
        """The agent leaves and goes on later: what he has in hand is parked for him, what alerts goes back."""
        for interaction in cls._of_who_leaves(agent):
            with contextlib.suppress(NotAllowed):  # it moved on meanwhile
                if interaction.state in IN_HAND:
                    interaction.park(agent)
                elif interaction.state == State.ALERTING:
                    interaction.return_to_queue("not_shown")

    @classmethod
    def transfer_all(cls, agent, workgroup):
        """The agent leaves and others go on: what he has goes into another queue, what alerts goes back."""
        for interaction in cls._of_who_leaves(agent):
            with contextlib.suppress(NotAllowed):
                if interaction.state == State.ALERTING:
                    interaction.return_to_queue("not_shown")
                else:
                    interaction.transfer_to_workgroup(workgroup, agent)

    @classmethod
    def _of_who_leaves(cls, agent):
        return cls.objects.filter(owner=agent, state__in=OWNED).select_related("returns_to__seat")
