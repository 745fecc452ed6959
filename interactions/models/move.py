"""The one way an interaction's state changes, and who may have it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Seat
from agents.room import Access
from interactions import journal, live
from interactions.models.states import OWNED, NewMessage, NotAllowed, Refused, State
from interactions.models.stay import Stay, ends_stay, stay_changes
from rows.returning import update_returning

FREES = (State.WAITING, State.PARKED, State.DISCONNECTED)  # states that leave their former agent more room
NO_OFFER = {"offer_expires_at": None, "acknowledged_at": None}


class Moves:
    """The private moves beneath the verbs of `Interaction`."""

    def _note(self, kind, *, by=None, message=None, where=None, code="", state="", data=None, **changes):
        """A line without a change of state; `where` must hold."""
        with transaction.atomic(savepoint=False):
            row = type(self).objects.filter(pk=self.pk, **(where or {}))
            noted = update_returning(self, row, last_event=F("last_event") + 1, **changes)
            if noted:
                said = {key: value for key, value in (("state", state), ("code", code)) if value}
                journal.write(self, kind, by=by, message=message, **said, **(data or {}))
        if not noted:  # outside: the caller may have another way
            raise self._refusal(kind, None)

    def _move(self, kind, frm, to, *, by=None, where=None, seen=None, data=None, **changes):
        """The one way a state changes: only from where it is expected, with its line in the journal."""
        conditions = dict(where or {}, **({} if seen is None else {"inbound_number__lte": seen}))
        before = {
            "owner": self.owner_id,
            "returns_to": self.returns_to_id,
            "workgroup": self.workgroup_id,
            "state": self.state,
        }
        with transaction.atomic(savepoint=False):
            row = type(self).objects.filter(pk=self.pk, state__in=frm, **conditions)
            now, leaves = timezone.now(), ends_stay(to, changes)
            changes |= stay_changes(to, changes, now)
            changes |= {"state": to, "state_since": now, "last_event": F("last_event") + 1}
            moved = update_returning(self, row, **changes)
            if moved:
                people = (before["owner"], before["returns_to"])
                journal.write(self, kind, at=now, by=by, before=people, **(data or {}))
                if leaves:
                    Stay.ended(self, before["workgroup"])
                self._tell_routing(before)
        if not moved:  # outside: the caller may have another way
            raise self._refusal(kind, seen)

    def _tell_routing(self, before):
        """Queues that changed, and agents who have room again."""
        if State.WAITING in (self.state, before["state"]):
            live.queue_changed(before["workgroup"], self.workgroup_id)
        if self.state == State.WAITING:
            live.wants_routing(self.workgroup_id)
        if self.state == State.DISCONNECTED:
            live.ended(self.pk)
        if self.state in FREES or self.owner_id != before["owner"]:
            live.has_room_again(type(self).objects.waiting_for, before["owner"], before["returns_to"])

    def _refusal(self, kind, seen):
        """Why the update found no row."""
        self.refresh_from_db()
        news = seen is not None and self.inbound_number > seen and self.state in (State.WAITING, *OWNED)
        return (NewMessage if news else NotAllowed)(self, kind)

    def not_taken_from_queue(self, by):
        """(code, words) why `by` may not take it by hand: that asks membership and license, not room (R40); None: he may."""
        if not by.memberships.filter(workgroup=self.workgroup_id).exists():
            return "not_a_member", _("You are not a member of the workgroup where this waits.")
        return self._not_licensed(by)

    def _may_take(self, by):
        refused = self.not_taken_from_queue(by)
        if refused:
            raise Refused(refused[1], refused[0])

    def _may_be_given_to(self, agent):
        """A transfer to an agent: he must be logged on and licensed (R54)."""
        if not Seat.objects.live().filter(agent=agent).exists():
            raise Refused(_("%(agent)s is not logged on. Choose somebody else.") % {"agent": agent}, "not_logged_on")
        self._licensed(agent)

    def _licensed(self, agent):
        refused = self._not_licensed(agent)
        if refused:
            raise Refused(refused[1], refused[0])

    def _not_licensed(self, agent):
        if Access.load([agent.pk]).holds(agent.pk, self.family):
            return None
        return "not_licensed", _("%(agent)s has no access license for this platform.") % {"agent": agent}
