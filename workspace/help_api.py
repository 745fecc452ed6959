"""Asking for help, and giving it: the agent's side and the supervisor's (R72)."""

from rest_framework.response import Response

from interactions.noted import drawn
from workspace import inputs
from workspace.finding import Asked, Verb, an_object, find, supervised


class HelpView(Verb):
    """The agent who has it asks for help, or needs none any more."""

    serializer_class = inputs.AskHelp

    def act(self, interaction, by, text):
        """Ask."""
        interaction.ask_help(by, text)

    def delete(self, request, pk):
        """Withdraw it."""
        find(request, pk).withdraw_help(request.user)
        return Response(status=204)


class SeeHelp(Verb):
    """A supervisor's page shows the request."""

    def act(self, interaction, by):
        """Seen."""
        supervised(interaction, by)
        interaction.see_help(by)


class AnswerHelp(Verb):
    """A supervisor comes."""

    def act(self, interaction, by):
        """The first one counts."""
        supervised(interaction, by)
        interaction.answer_help(by)


class JoinView(Verb):
    """A supervisor writes along, or no more."""

    def act(self, interaction, by):
        """Join."""
        supervised(interaction, by)
        interaction.join(by)

    def delete(self, request, pk):
        """Leave; that is always possible."""
        find(request, pk).leave(request.user)
        return Response(status=204)


@an_object
class CoachView(Asked):
    """A supervisor says something that only the agent reads."""

    serializer_class = inputs.WriteNote

    def post(self, request, pk):
        """A note for him alone; the same uuid again gives the same note."""
        interaction = find(request, pk)
        supervised(interaction, request.user)
        note = interaction.coach(request.user, self.given["text"], uuid=self.given["uuid"])
        return Response({"note": drawn(note)}, 201)
