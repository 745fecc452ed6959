"""What the API of administrators takes."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from platforms.whatsapp.management.links import IMAGES, LONGEST

# Meta makes no link without words; one without is simply the number.
BLANK = {"blank": _("Write what shall stand in the chat. A link without words is https://wa.me/ and the number.")}


class NewLink(serializers.Serializer):
    """A message link to be made."""

    prefilled = serializers.CharField(max_length=LONGEST, error_messages=BLANK)
    image = serializers.ChoiceField(IMAGES, default="PNG")


class ChangedLink(serializers.Serializer):
    """What a message link is to say from now on."""

    prefilled = serializers.CharField(max_length=LONGEST, error_messages=BLANK)


class Filled(serializers.Serializer):
    """Values of a template's placeholders; `facts` are what is known of customer and interaction."""

    values = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)
    facts = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)
