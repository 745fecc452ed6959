"""How the agent likes his desk, kept for every browser he sits at."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from agents import preferences
from workspace import snapshot
from workspace.finding import Asked, an_object


class Chosen(serializers.Serializer):
    """What is named changes, the rest stays. `persistent` sounds repeat until what they tell of was looked after."""

    theme = serializers.ChoiceField(preferences.THEMES, required=False)
    density = serializers.ChoiceField(preferences.DENSITIES, required=False)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    volume = serializers.IntegerField(min_value=0, max_value=100, required=False)
    sounds = serializers.DictField(child=serializers.ChoiceField(preferences.TONES), required=False)
    persistent = serializers.MultipleChoiceField(choices=list(preferences.SOUNDS), required=False)
    notify = serializers.BooleanField(required=False)
    notify_words = serializers.BooleanField(required=False)
    undo_public = serializers.IntegerField(min_value=0, max_value=preferences.LONGEST_UNDO, required=False)
    undo_private = serializers.IntegerField(min_value=0, max_value=preferences.LONGEST_UNDO, required=False)

    def validate_sounds(self, tones):
        """Only of news that there is."""
        unknown = sorted({*tones} - {*preferences.SOUNDS})
        if unknown:
            raise serializers.ValidationError(_("There is no such news: %(name)s.") % {"name": unknown[0]})
        return tones

    def validate_persistent(self, kinds):
        """As a list in a fixed order: sets are not JSON."""
        return sorted(kinds)

    def validate(self, data):
        """A name that means nothing here is a mistake of whoever sent it."""
        unknown = sorted({*self.initial_data} - {*self.fields})
        if unknown:
            raise serializers.ValidationError({unknown[0]: [_("There is no such setting.")]})
        return data


@an_object
class SettingsView(Asked):
    """The agent's settings."""

    serializer_class = Chosen

    def patch(self, request):
        """Change what is named."""
        request.user.prefer(**self.given)
        return Response(snapshot.me(snapshot.fresh(request.user.pk)))
