"""How an interaction ended and for which account, in the company's codes; either can be said later (R68)."""

from django.utils.translation import gettext as _

from agents.queue_rules import queue_rules
from interactions.models.move import Moves
from interactions.models.states import Refused, State


class Codes(Moves):
    """Wrap-up and account code of `Interaction`."""

    @property
    def lacks_wrap_up(self):
        """Has it ended without the code that its workgroup asks for?"""
        ended = self.state == State.DISCONNECTED and self.wrap_up_id is None
        return ended and queue_rules(self.workgroup_id).asks_wrap_up

    def code(self, by, **codes):
        """Set `wrap_up`, `account_code`, or both, of one that has ended: by who had it last, or a supervisor."""
        if self.owner_id != by.pk and not by.memberships.filter(workgroup=self.workgroup_id, supervises=True).exists():
            raise Refused(
                _("Only the agent who had it last, or a supervisor of its workgroup, can say this."), "not_yours"
            )
        said = {name: code and code.pk for name, code in codes.items()}
        self._note("coded", by=by, where={"state": State.DISCONNECTED}, data=said, **codes)

    def _asks_for_wrap_up(self, by, wrap_up):
        """A person who ends what he has in hand is asked for a code, where the workgroup wants one."""
        if by and by.pk == self.owner_id and not wrap_up and queue_rules(self.workgroup_id).asks_wrap_up:
            text = _("Choose a wrap-up code: this workgroup asks for one. Or say that you choose it later.")
            raise Refused(text, "wrap_up")
