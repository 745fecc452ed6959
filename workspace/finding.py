"""What every view of the agent's API begins with: checked input, and things found through the person."""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.rights import Right
from interactions.models import Interaction
from interactions.serializers import row
from rows.prepared import Prepared
from workspace import inputs


def an_object(view):
    """Answers are JSON objects; `docs/developers.md` describes them."""
    return extend_schema(responses=OpenApiTypes.OBJECT)(view)


_row = Prepared(lambda pk: Interaction.objects.filter(pk=pk).with_row().order_by())


def find(request, pk):
    """An interaction within the person's reach, or 404."""
    found = next(iter(_row(pk)), None) or get_object_or_404(Interaction, pk=pk)
    if not found.is_of(request.user):
        get_object_or_404(Interaction.objects.for_person(request.user), pk=pk)
    return found


def supervised(interaction, by):
    """Refuse whoever does not supervise its workgroup, and whoever lacks the right."""
    get_object_or_404(Interaction.objects.for_supervisor(by), pk=interaction.pk)
    Right.ACT.ask_of(by)


def not_from_others(interaction, by):
    """Refuse a supervisor without the right who moves or ends what is not his; of everybody else the verb knows."""
    if interaction.owner_id != by.pk and Interaction.objects.for_supervisor(by).filter(pk=interaction.pk).exists():
        Right.ACT.ask_of(by)


class Asked(APIView):
    """A view with checked input: `self.given`."""

    serializer_class = inputs.Nothing

    def initial(self, request, *args, **kwargs):
        """Check what was given before anything is done with it."""
        super().initial(request, *args, **kwargs)
        self.given = {}
        if request.method in ("POST", "PUT", "PATCH"):
            serializer = self.serializer_class(data=request.data)
            serializer.is_valid(raise_exception=True)
            self.given = serializer.validated_data


@an_object
class Verb(Asked):
    """Something done to an interaction: `act` does it, the answer is the row as it is then."""

    def post(self, request, pk):
        """Do it."""
        interaction = find(request, pk)
        self.act(interaction, request.user, **self.given)
        return Response({"interaction": row(interaction, request.user)})

    def act(self, interaction, by, **given):
        """Which verb; the row is left as it is afterwards, though the verb may have moved it out of his reach."""
        raise NotImplementedError
