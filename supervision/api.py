"""Figures of workgroups, for those who supervise them and have the right Statistics, and for who sets them up."""

from datetime import timedelta

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.models import Workgroup
from audit.rights import Right
from supervision import service_level
from supervision.days import in_reach


class Span(serializers.Serializer):
    """Which history is asked for: from the day `since` to the day `until`, both included, in the workgroup's time zone."""

    interval = serializers.ChoiceField(sorted(service_level.INTERVALS), required=False)
    since = serializers.DateField(required=False, validators=[in_reach])
    until = serializers.DateField(required=False, validators=[in_reach])

    def validate(self, data):
        """A span in order, and not of more intervals than anybody reads."""
        if "interval" not in data:
            return data
        data["until"] = data.get("until") or timezone.now().astimezone(service_level.zone(self.context["of"])).date()
        data["since"] = data.get("since") or data["until"]
        most = service_level.INTERVALS[data["interval"]].days
        if data["until"] < data["since"]:
            raise serializers.ValidationError({"until": _("“until” lies before “since”.")})
        if data["until"] - data["since"] >= timedelta(days=most):
            text = _("At most %(days)s days of this interval. Choose a longer interval or a shorter span.")
            raise serializers.ValidationError({"since": text % {"days": most}})
        return data


class ServiceLevelView(APIView):
    """The service level of a workgroup."""

    @extend_schema(parameters=[Span], responses=OpenApiTypes.OBJECT, operation_id="service_level")
    def get(self, request, pk):
        """Live; with `interval`, also history."""
        workgroup = get_object_or_404(Workgroup.objects.watched_by(request.user), pk=pk)
        if not request.user.has_perm(Right.PEOPLE):  # who sets it up reads what his targets come to
            Right.STATISTICS.ask_of(request.user)
        asked = Span(data=request.query_params, context={"of": workgroup})
        asked.is_valid(raise_exception=True)
        given, now = asked.validated_data, timezone.now()
        found = {"workgroup": {"id": workgroup.pk, "name": workgroup.name}, "time_zone": workgroup.time_zone}
        found["counts"] = "open_time" if workgroup.counts_open_time and workgroup.keeps_hours else "all_time"
        found["types"] = service_level.live(workgroup, now)
        if "interval" in given:
            found["history"] = service_level.history(workgroup, given["interval"], given["since"], given["until"])
        return Response(found)
