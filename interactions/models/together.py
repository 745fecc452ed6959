"""One customer, two conversations: handing both to one agent (R68a)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.models import Agent
from interactions.models.move import NO_OFFER
from interactions.models.states import OPEN, Refused, State

W, C, H = State.WAITING, State.CONNECTED, State.HELD


class Together:
    """The verbs of `Interaction` that bring it into the same hands as another one of its customer."""

    def take_beside(self, other, by):
        """Who has this one takes the other one too, from a queue or from a colleague: told on both.

        He must belong to the other's workgroup and be licensed for its platform, as for taking one from a queue.
        """
        with transaction.atomic():
            self._lock_people(by.pk, other.owner_id)
            self._is_beside(other)
            other._may_take(by)
            had = other.owner_id
            for one in sorted((self, other), key=lambda each: each.pk):  # rows in one order, whoever asks
                if one is self:
                    mine = {"owner": by, "state__in": (C, H)}
                    self._note("gathered", by=by, where=mine, data=_data(other, by.pk, had))
                else:
                    other._taken_beside(self, by, had)
            Agent.objects.filter(pk=by.pk).update(available_since=timezone.now())

    def _taken_beside(self, other, by, had):
        """From whoever has it at this moment, if it is still who the taker saw."""
        changes = {"owner": by, "returns_to": None, "preferred": None, "preferred_until": None, "parked_until": None}
        first = {"picked_up_at": self.picked_up_at or timezone.now()}
        where = {"owner": had, "customer": other.customer_id}
        data = _data(other, by.pk, had)
        self._move("gathered", OPEN, C, by=by, where=where, data=data, **changes, **first, **NO_OFFER)

    def hand_beside(self, other, by, *, seen=None):
        """Who has this one hands it to the colleague who has the other: a transfer, told on both."""
        if other.owner_id in (None, by.pk):
            raise Refused(_("No colleague has the other conversation. Take both yourself."), "nobody")
        with transaction.atomic():
            self._is_beside(other)
            colleague = Agent.objects.get(pk=other.owner_id)
            self._lock_people(by.pk, colleague.pk)
            told = {"owner": colleague, "state__in": OPEN, "customer": self.customer_id}
            for one in sorted((self, other), key=lambda each: each.pk):
                if one is self:
                    words = _("Together with no. %(number)s of the same customer.") % {"number": other.pk}
                    self.transfer_to_agent(colleague, by, note=words, seen=seen)
                else:
                    other._note("gathered", by=by, where=told, data=_data(self, colleague.pk, by.pk))

    def _lock_people(self, *people):
        for agent in Agent.objects.filter(pk__in={*people} - {None}).order_by("pk"):
            agent.lock()

    def _is_beside(self, other):
        if other.pk == self.pk or other.customer_id != self.customer_id:
            raise Refused(_("These two are not of the same customer any more. Look again."), "not_beside")


def _data(other, to, had):
    """What the journal says: the other interaction, who has both now, who had one of them before."""
    return {"other": other.pk, "to_agent": to, "from": had}
