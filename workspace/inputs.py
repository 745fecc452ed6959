"""What the agent's API takes."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agents.models import AccountCode, Agent, Seat, Station, Status, Workgroup, WrapUpCode
from channels_admin.models import FeedKind
from interactions.models import Refused
from platforms.base import Act


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


class AskHelp(serializers.Serializer):
    """A few words to the supervisors."""

    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class Decline(serializers.Serializer):
    """Why an offer is declined; some workgroups ask for it."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class Codes(serializers.Serializer):
    """How it ended, and for which account."""

    wrap_up = serializers.PrimaryKeyRelatedField(
        queryset=WrapUpCode.objects.filter(active=True), required=False, allow_null=True
    )
    account_code = serializers.PrimaryKeyRelatedField(
        queryset=AccountCode.objects.filter(active=True), required=False, allow_null=True
    )


class Disconnect(Codes):
    """The codes with which it ends, or that the wrap-up code is said `later`; `seen` as for a transfer."""

    later = serializers.BooleanField(required=False, default=False)
    seen = serializers.IntegerField(required=False, default=None, allow_null=True)


class Reply(serializers.Serializer):
    """A text, the id that the page gave it, the message answered or quoted, files.

    `private` answers a public post in private; `confirmed` although another channel has answered it; `responses` are those
    that the text was made with, `draft` is the version of the draft that it was.
    """

    uuid = serializers.UUIDField()
    text = serializers.CharField(max_length=20_000, trim_whitespace=False, allow_blank=True, default="")
    parent = serializers.IntegerField(required=False, default=None, allow_null=True)
    attachments = serializers.ListField(child=serializers.IntegerField(), required=False, default=list, max_length=10)
    template = serializers.IntegerField(required=False, default=None, allow_null=True)
    values = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=1024), default=dict)
    private = serializers.BooleanField(default=False)
    confirmed = serializers.BooleanField(default=False)
    draft = serializers.IntegerField(required=False, default=0, min_value=0, max_value=2**53)
    responses = serializers.ListField(child=serializers.IntegerField(), required=False, default=list, max_length=20)


class WriteNote(serializers.Serializer):
    """Words to colleagues, and the id that the page gave them."""

    uuid = serializers.UUIDField()
    text = serializers.CharField(max_length=4000)
    draft = serializers.IntegerField(required=False, default=0, min_value=0, max_value=2**53)


class RewordNote(serializers.Serializer):
    """The new words of a note."""

    text = serializers.CharField(max_length=4000)


class ActUpon(serializers.Serializer):
    """What is done to which message; `text` is a new wording or an emoji."""

    message = serializers.IntegerField()
    act = serializers.ChoiceField(choices=[act.value for act in Act if act != Act.MARK_READ])
    text = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)


class MarkRead(serializers.Serializer):
    """A message with its branch, or none for all; whether it was read."""

    message = serializers.IntegerField(required=False, default=None, allow_null=True)
    read = serializers.BooleanField(default=True)


class Seen(serializers.Serializer):
    """Up to which line of the journal everything was seen; nothing: all of it."""

    seen = serializers.IntegerField(required=False, default=None, allow_null=True)


class Text(serializers.Serializer):
    """A text, and the kind of thread in which it is to be sent."""

    kind = serializers.ChoiceField(FeedKind.choices)
    text = serializers.CharField(max_length=20_000, trim_whitespace=False, allow_blank=True)


class Upload(serializers.Serializer):
    """One file, the id that the page gave it, and its description for those who cannot see it."""

    uuid = serializers.UUIDField()
    file = serializers.FileField(max_length=255)
    alt = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


class Describe(serializers.Serializer):
    """What a file shows, for those who cannot see it."""

    alt = serializers.CharField(allow_blank=True, max_length=1000)


class Nothing(serializers.Serializer):
    """No input."""
