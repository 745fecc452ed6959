"""What the agent's API takes about customers."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agents.models import Label


class PutLabel(serializers.Serializer):
    """A label by its id, or by its name."""

    label = serializers.PrimaryKeyRelatedField(queryset=Label.objects.filter(active=True), required=False)
    name = serializers.CharField(required=False, max_length=60)

    def validate(self, data):
        """One of the two."""
        if len(data) != 1:
            raise serializers.ValidationError(_("Name one label, by its id or by its name."))
        return data


class Value(serializers.Serializer):
    """The new value; blank: nothing is known."""

    value = serializers.CharField(allow_blank=True, max_length=1000)


class Gather(serializers.Serializer):
    """The other interaction, and who gets both: `me`, or the `colleague` who has the other; `seen` as for a transfer."""

    other = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    to = serializers.ChoiceField(["me", "colleague"])
    seen = serializers.IntegerField(required=False, default=None, allow_null=True)


class Block(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=200, error_messages={"blank": _("Say in a few words why.")})
