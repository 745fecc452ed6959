"""What the ACD answers when it is asked: why is this waiting, why did he get it (R52)."""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from acd.explaining import why_agents, why_waiting
from interactions.models import Interaction, State


@extend_schema(responses=OpenApiTypes.OBJECT)
class RoutingView(APIView):
    """The routing of one interaction within the person's reach, in words and figures."""

    def get(self, request, pk):
        """`waiting` is null unless it waits; `offers` are those made so far, the newest first."""
        mine = Interaction.objects.for_person(request.user).select_related("workgroup")
        interaction = get_object_or_404(mine, pk=pk)
        waits = interaction.state == State.WAITING
        return Response(
            {
                "id": interaction.pk,
                "state": interaction.state,
                "waiting": why_waiting(interaction) if waits else None,
                "offers": why_agents(interaction),
            }
        )
