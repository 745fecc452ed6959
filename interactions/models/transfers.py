"""Handing an interaction on, and taking it back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Agent
from interactions.models.move import NO_OFFER, Moves
from interactions.models.note import Note
from interactions.models.states import OPEN, Refused, State
from interactions.standing import entering

W, A, C, H, P = State.WAITING, State.ALERTING, State.CONNECTED, State.HELD, State.PARKED


class Transfers(Moves):
    """The verbs of `Interaction` that move it from one hand to another."""

    def transfer_to_workgroup(self, workgroup, by, *, note="", seen=None):
        """Into another queue, with its priority and its time in system; whoever had it is free of it."""
        if not workgroup.takes_social:
            text = _("%(workgroup)s has no ACD queue. Choose another workgroup.") % {"workgroup": workgroup}
            raise Refused(text, "no_queue")
        changes = entering(self, workgroup.pk, timezone.now()) | {"owner": None, "first_in_line": False}
        self._hand_over((W, C, H, P), W, by, note, seen, {"to_workgroup": workgroup.pk}, parked_until=None, **changes)

    def transfer_to_agent(self, agent, by, *, note="", seen=None):
        """Offer it to one colleague; until he takes it, it counts against both and can be taken back."""
        with transaction.atomic():
            for row in sorted({by, agent}, key=lambda person: person.pk):
                row.lock()
            self._may_be_given_to(agent)
            expires = timezone.now() + timedelta(seconds=self.workgroup.offer_timeout)
            changes = {"owner": agent, "returns_to": by, "offer_expires_at": expires, "acknowledged_at": None}
            self._hand_over((C, H), A, by, note, seen, {"to_agent": agent.pk}, **changes)

    def _hand_over(self, frm, to, by, note, seen, data, **changes):
        with transaction.atomic():
            if note:
                data["note"] = self.notes.create(agent=by, text=note, kind=Note.Kind.TRANSFER).pk
            self._move("transferred", frm, to, by=by, where=self._in_hand_of(by), seen=seen, data=data, **changes)

    def _in_hand_of(self, by):
        """The condition that it is his to move: he owns it, or supervises the workgroup, or it waits where he is a member."""
        places = by.memberships.filter(workgroup=self.workgroup_id)
        if places.filter(supervises=True).exists():
            return {"workgroup": self.workgroup_id}
        if self.state == W and places.exists():
            return {"workgroup": self.workgroup_id, "state": W}  # not from the hands of who has just picked it up
        return {"owner": by}

    def take_back(self, by):
        """A transfer that nobody has taken yet comes back to who sent it."""
        self._move("taken_back", (A,), H, by=by, where={"returns_to": by}, owner=by, returns_to=None, **NO_OFFER)

    def take_over(self, by):
        """A supervisor takes it out of whatever hands it is in."""
        with transaction.atomic():
            for row in Agent.objects.filter(pk__in={by.pk, self.owner_id} - {None}).order_by("pk"):
                row.lock()
            self._move(
                "taken_over",
                OPEN,
                C,
                by=by,
                owner=by,
                returns_to=None,
                preferred=None,
                preferred_until=None,
                parked_until=None,
                picked_up_at=self.picked_up_at or timezone.now(),
                **NO_OFFER,
            )
