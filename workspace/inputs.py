"""What the agent's API takes."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agents.models import Agent, Seat, Station, Status, Workgroup, WrapUpCode
from interactions.models import Refused


class LogOn(serializers.Serializer):
    """Where to sit; `displace` logs off whoever sits there."""

    station = serializers.PrimaryKeyRelatedField(queryset=Station.objects.all(), allow_null=True, default=None)
    displace = serializers.BooleanField(default=False)


class ChooseStatus(serializers.Serializer):
    """A status that agents may choose."""

    status = serializers.PrimaryKeyRelatedField(queryset=Status.objects.filter(selectable=True))


class Park(serializers.Serializer):
    """Until when; nothing: 24 hours."""

    until = serializers.DateTimeField(required=False, default=None)


class Transfer(serializers.Serializer):
    """To one of workgroup, agent or station, with a note; `seen` is the number of the last event that the page had."""

    workgroup = serializers.PrimaryKeyRelatedField(queryset=Workgroup.objects.all(), required=False)
    agent = serializers.PrimaryKeyRelatedField(queryset=Agent.objects.filter(is_active=True), required=False)
    station = serializers.PrimaryKeyRelatedField(queryset=Station.objects.all(), required=False)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    seen = serializers.IntegerField(required=False, default=None, allow_null=True)

    def validate(self, data):
        """Exactly one target; a station stands for whoever sits there."""
        if sum(key in data for key in ("workgroup", "agent", "station")) != 1:
            raise serializers.ValidationError(_("Name one target: a workgroup, an agent or a station."))
        station = data.pop("station", None)
        if station:
            seat = Seat.objects.live().filter(station=station).select_related("agent").first()
            if seat is None:
                raise Refused(_("Nobody is logged on at this station. Choose another target."), "not_logged_on")
            data["agent"] = seat.agent
        return data


class Disconnect(serializers.Serializer):
    """How it ended; `seen` as for a transfer."""

    wrap_up = serializers.PrimaryKeyRelatedField(
        queryset=WrapUpCode.objects.filter(active=True), required=False, default=None, allow_null=True
    )
    seen = serializers.IntegerField(required=False, default=None, allow_null=True)


class Reply(serializers.Serializer):
    """A text, the id that the page gave it, and in public the message answered."""

    uuid = serializers.UUIDField()
    text = serializers.CharField(max_length=20_000, trim_whitespace=False)
    parent = serializers.IntegerField(required=False, default=None, allow_null=True)


class Nothing(serializers.Serializer):
    """No input."""
