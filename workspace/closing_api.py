"""What can be done with an interaction that has ended: say its codes, go on with it."""

from rest_framework.response import Response

from audit.rights import Right
from interactions.models import Interaction
from interactions.serializers import row
from workspace import inputs
from workspace.finding import Asked, Verb, an_object, find


class CodesView(Verb):
    """Wrap-up and account code, afterwards."""

    serializer_class = inputs.Codes

    def act(self, interaction, by, **codes):
        """Say them; of what another had, with the right."""
        _may_act(interaction, by)
        interaction.code(by, **codes)


@an_object
class ReopenView(Asked):
    """Go on with it in a new interaction."""

    def post(self, request, pk):
        """The answer is the new one."""
        ended = find(request, pk)
        _may_act(ended, request.user)
        fresh = ended.reopen(request.user)
        return Response({"interaction": row(Interaction.objects.with_row().get(pk=fresh.pk), request.user)})


def _may_act(interaction, by):
    if interaction.owner_id != by.pk:
        Right.ACT.ask_of(by)
