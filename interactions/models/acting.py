"""Acts upon messages that are there: the verb `do` of `Interaction`, and what stands in its way."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hints import wake
from interactions.models.action import Action
from interactions.models.states import Refused, State
from platforms.base import Act

# To whom each act may be done, in words for the refusal.
NOT_POSSIBLE = {
    Act.REACT: _("This platform takes no reactions from companies."),
    Act.LIKE: _("This platform does not let this account like this."),
    Act.UNLIKE: _("This platform does not let this account like this."),
    Act.HIDE: _("This cannot be hidden on this platform."),
    Act.UNHIDE: _("This cannot be hidden on this platform."),
    Act.EDIT: _("Only our own messages can be edited, and only where the platform has it."),
    Act.DELETE: _("Only our own messages can be deleted, and only where the platform has it."),
}
LONGEST_REACTION = 20


class Acting:
    """Like, hide, react, edit, delete."""

    def do(self, by, message, act, text=""):
        """Queue one act upon a message of this conversation; changes no state. `text` is the new wording or the emoji.

        Raises `Refused` in words when the platform does not have it, `NotAllowed` when the interaction is not
        connected to `by`.
        """
        act = Act(act)
        self._check_act(message, act, text)
        try:
            with transaction.atomic():
                action = Action.objects.create(message=message, interaction=self, agent=by, act=act, text=text)
                self._note("act", by=by, message=message, where={"owner": by, "state": State.CONNECTED}, state=act)
                wake("interactions.tasks.deliver_act", action.pk)
        except IntegrityError:
            raise Refused(_("This is being done already."), "under_way") from None
        return action

    def _check_act(self, message, act, text):
        capabilities = self.thread.module.CAPABILITIES
        if message.thread_id != self.thread_id:
            raise Refused(_("This message belongs to another conversation."), "wrong_message")
        if act not in (capabilities.own_acts if message.outbound else capabilities.acts):
            raise Refused(NOT_POSSIBLE.get(act, _("This platform does not have that.")), "not_possible")
        if message.deleted or not message.external_id:
            raise Refused(_("This message is not on the platform."), "not_there")
        if act == Act.EDIT:
            self._check_text(text)
        if act == Act.REACT and len(text) > LONGEST_REACTION:
            raise Refused(_("A reaction is one emoji."), "too_long")
