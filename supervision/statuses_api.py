"""Changing an agent's status, for those who supervise him and have the right Change Status (R88)."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.models import Agent, Status
from audit.recording import record
from audit.rights import Right


class StatusInput(serializers.Serializer):
    """Which one."""

    status = serializers.PrimaryKeyRelatedField(queryset=Status.objects.all())


class AgentStatusView(APIView):
    """What an agent is doing, said by his supervisor."""

    @extend_schema(request=StatusInput, responses=OpenApiTypes.OBJECT, operation_id="set_agents_status")
    def put(self, request, pk):
        """His time line and the audit log say it; the ACD sees it at once."""
        Right.CHANGE_STATUS.ask_of(request.user)
        mine = request.user.memberships.filter(supervises=True).values("workgroup")
        agents = Agent.objects.filter(memberships__workgroup__in=mine, is_active=True).select_related("status")
        agent = get_object_or_404(agents.distinct(), pk=pk)
        asked = StatusInput(data=request.data)
        asked.is_valid(raise_exception=True)
        before, status = agent.status, asked.validated_data["status"]
        with transaction.atomic():
            agent.set_status(status)
            record(request.user, "changed", agent, {"status": before and before.name}, {"status": status.name})
        return Response({"agent": agent.pk, "status": {"id": status.pk, "name": status.words}})
