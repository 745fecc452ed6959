"""The agent's API around drafts: what he has typed and not sent, in step on all his pages."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from interactions.models import Draft
from workspace.drafts import drafts_of, drawn
from workspace.finding import Asked, an_object, find


class Typed(serializers.Serializer):
    """What stands where in the composer; `base` is the version that the page had, 0: none."""

    tab = serializers.ChoiceField(Draft.Tab.choices)
    target = serializers.IntegerField(min_value=0, max_value=2**53, required=False, default=0)
    text = serializers.CharField(max_length=20_000, trim_whitespace=False, allow_blank=True, default="")
    private = serializers.BooleanField(default=False)
    files = serializers.ListField(child=serializers.IntegerField(), required=False, default=list, max_length=10)
    base = serializers.IntegerField(min_value=0, max_value=2**53, required=False, default=0)


@an_object
class DraftsView(Asked):
    """The agent's own drafts about an interaction."""

    serializer_class = Typed

    def get(self, request, pk):
        """All of them."""
        return Response({"drafts": drafts_of(request.user, find(request, pk))})

    def put(self, request, pk):
        """Keep one; 409 with the other one where another page was typed in meanwhile."""
        interaction, given = find(request, pk), self.given
        place = given["tab"], given["target"]
        draft, kept = Draft.objects.keep(request.user, interaction, place, given, given["base"])
        answer = {"draft": draft and drawn(draft)}
        if kept:
            return Response(answer)
        text = _("Another window of yours has typed here meanwhile.")
        return Response(answer | {"detail": text, "code": "draft_moved"}, 409)
