"""What the ACD answers when it is asked: why is this waiting, why did he get it (R52)."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from acd.explaining import why_agents, why_waiting
from acd.trying import line
from agents.models import MediaType, Workgroup
from channels_admin.models import Platform
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


class Tried(serializers.Serializer):
    """What is tried: an interaction of this type and platform; `present` are the agents taken to be there (default: who is)."""

    media_type = serializers.ChoiceField(MediaType.choices, default=MediaType.SOCIAL_DIRECT_MESSAGE)
    platform = serializers.ChoiceField(Platform.choices, default=Platform.WHATSAPP)
    present = serializers.ListField(child=serializers.IntegerField(), required=False)
    chosen = serializers.BooleanField(default=False, help_text="Take `present` even where it is empty.")


class LineView(APIView):
    """In which order the members of a workgroup would get the next interactions, and why. Nothing is offered by asking."""

    @extend_schema(parameters=[Tried], responses=OpenApiTypes.OBJECT, operation_id="line")
    def get(self, request, pk):
        """For who supervises the workgroup or sets it up."""
        workgroup = get_object_or_404(Workgroup.objects.watched_by(request.user), pk=pk)
        asked = Tried(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        present = given.get("present", []) if given["chosen"] or "present" in given else None
        return Response(line(workgroup, given["media_type"], given["platform"], timezone.now(), present))
