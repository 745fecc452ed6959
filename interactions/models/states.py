"""The states of an interaction, and the words for what cannot be done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an interaction is on its way."""

    WAITING = "waiting", _("Waiting")
    ALERTING = "alerting", _("Alerting")
    CONNECTED = "connected", _("Connected")
    HELD = "held", _("On hold")
    PARKED = "parked", _("Parked")
    DISCONNECTED = "disconnected", _("Disconnected")


OPEN = (State.WAITING, State.ALERTING, State.CONNECTED, State.HELD, State.PARKED)
TAKES_ROOM = (State.ALERTING, State.CONNECTED, State.HELD)  # what counts against an agent's utilization (R41)
OWNED = (State.ALERTING, State.CONNECTED, State.HELD, State.PARKED)


class Refused(Exception):
    """Something cannot be done; `code` is for programs, the text is a sentence that says what to do."""

    code = "refused"

    def __init__(self, text, code=None):
        super().__init__(text)
        self.code = code or self.code


class NotAllowed(Refused):
    """The interaction is not in a state, or not in the hands, from which this can be done; it may just have moved on."""

    code = "not_allowed"

    def __init__(self, interaction, verb):
        state = State(interaction.state).label
        super().__init__(_("This interaction is now “%(state)s”, so it cannot be done.") % {"state": state})
        self.interaction, self.verb = interaction, verb


class NewMessage(NotAllowed):
    """The customer wrote while somebody was about to end or hand on the interaction."""

    code = "new_message"

    def __init__(self, interaction, verb):
        super().__init__(interaction, verb)
        self.args = (_("A new message has arrived. Read it first, then decide again."),)
