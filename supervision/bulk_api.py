"""Acting on many interactions at once."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.models import Agent, Label, Workgroup, WrapUpCode
from audit.rights import Right
from interactions.models.waiting import MOST_PRIORITY
from supervision import bulk


class BulkInput(serializers.Serializer):
    """Which ones, what, and with what."""

    action = serializers.ChoiceField(["disconnect", "transfer", "label", "prioritize"])
    interactions = serializers.ListField(
        child=serializers.IntegerField(min_value=1), min_length=1, max_length=bulk.MOST
    )
    wrap_up = serializers.PrimaryKeyRelatedField(queryset=WrapUpCode.objects.all(), required=False, allow_null=True)
    workgroup = serializers.PrimaryKeyRelatedField(queryset=Workgroup.objects.taking_social(), required=False)
    label = serializers.PrimaryKeyRelatedField(queryset=Label.objects.filter(active=True), required=False)
    priority = serializers.IntegerField(min_value=0, max_value=MOST_PRIORITY, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)

    def validate(self, data):
        """A transfer names where to, a label which, a turn its priority."""
        needed = {"transfer": "workgroup", "label": "label", "prioritize": "priority"}.get(data["action"])
        if needed and needed not in data:
            raise serializers.ValidationError({needed: [_("Say which one.")]})
        return data


def told(outcome):
    """How it went, as JSON."""
    return {"done": outcome.done, "refused": [{"interaction": one.pk, "detail": why} for one, why in outcome.refused]}


class BulkView(APIView):
    """The same done to many."""

    @extend_schema(request=BulkInput, responses=OpenApiTypes.OBJECT, operation_id="bulk")
    def post(self, request):
        """Those he does not supervise, or that are closed, are left out."""
        Right.ACT.ask_of(request.user)
        asked = BulkInput(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        verb, ids = getattr(bulk, given.pop("action")), given.pop("interactions")
        return Response(told(verb(request.user, ids, **_fitting(verb, given))))


def _fitting(verb, given):
    names = _WITH[verb.__name__]
    return {"word" if name == "label" else name: given[name] for name in names if name in given}


_WITH = {
    "disconnect": ["wrap_up"],
    "transfer": ["workgroup", "note"],
    "label": ["label"],
    "prioritize": ["priority"],
}


class ReturnAllView(APIView):
    """Everything that one agent has, back to the queues."""

    @extend_schema(request=None, responses=OpenApiTypes.OBJECT, operation_id="return_all")
    def post(self, request, pk):
        """As far as he supervises it."""
        Right.ACT.ask_of(request.user)
        theirs = Agent.objects.filter(memberships__workgroup__in=_supervised(request.user))
        if not theirs.filter(pk=pk).exists():
            raise Http404
        return Response(told(bulk.return_all(request.user, pk)))


def _supervised(person):
    return person.memberships.filter(supervises=True).values("workgroup")
