"""The agent's API for the customer beside a conversation: who he is, labels, attributes, merging, blocking."""

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.models import Label
from audit import recording
from audit.rights import Right
from interactions import attributes, blocking, likely, merging
from interactions.models import Customer, Interaction, Merge, Refused
from interactions.serializers import named, row
from workspace import customer, history, inputs_customer
from workspace.finding import Asked, an_object, find

OFFERED = 20  # labels at once


def talked_to(request, pk):
    """An interaction within his reach whose customer he is talking to; what concerns the customer is changed by nobody else."""
    found = find(request, pk)
    if not customer.talks_to(found, request.user):
        raise Refused(_("Pick the conversation up first. Then you can do this."), "not_in_hand")
    return found


def shown(request, pk):
    """The panel as it is now."""
    return Response(customer.panel(find(request, pk), request.user))


@an_object
class CustomerView(APIView):
    """The customer of an interaction."""

    def get(self, request, pk):
        """Everything that the panel shows."""
        return shown(request, pk)


@an_object
class HistoryView(APIView):
    """What was before with this customer."""

    def get(self, request, pk):
        """Ten more, after the first `?after=`."""
        found, after = find(request, pk), request.query_params.get("after", "0")
        place = int(after) if after.isdecimal() and len(after) < 7 else 0
        return Response(history.page(found, request.user, customer.talks_to(found, request.user), place))


@an_object
class PastView(APIView):
    """One earlier interaction with this customer, to be read."""

    def get(self, request, pk, past):
        """What was said in it."""
        found = find(request, pk)
        return Response(history.read(found, request.user, past, customer.talks_to(found, request.user)))


@an_object
class LabelsView(APIView):
    """Labels to choose from."""

    def get(self, request):
        """Those whose name contains `?q=`."""
        words = request.query_params.get("q", "").strip()[:60]
        rows = Label.objects.filter(active=True, name__icontains=words)
        return Response({"labels": [named(label) for label in rows[:OFFERED]]})


@an_object
class LabelingView(Asked):
    """The labels of an interaction."""

    serializer_class = inputs_customer.PutLabel

    def post(self, request, pk):
        """Put one on it, by its id or by its name; a new name needs the right to create labels."""
        interaction = find(request, pk)
        interaction.put_label(self.given.get("label") or _label(self.given["name"], request.user), request.user)
        return Response({"interaction": row(interaction, request.user)})


def _label(name, person):
    there = Label.objects.filter(name__iexact=name, active=True).first()
    if there:
        return there
    Right.NEW_LABELS.ask_of(person)
    try:
        with transaction.atomic():
            made = Label.objects.create(name=name)
            recording.record(person, "created", made, {}, recording.facts(made))
    except IntegrityError:  # somebody was faster, or it is not offered any more
        made = Label.objects.get(name=name)
        if not made.active:
            text = _("The label “%(name)s” is not offered any more. Choose another one.") % {"name": name}
            raise Refused(text, "label") from None
    return made


@an_object
class LabelView(APIView):
    """One label of an interaction."""

    def delete(self, request, pk, label):
        """Take it off."""
        interaction = find(request, pk)
        interaction.take_label(get_object_or_404(Label, pk=label), request.user)
        return Response({"interaction": row(interaction, request.user)})


@an_object
class AttributeView(Asked):
    """One attribute of the customer."""

    serializer_class = inputs_customer.Value

    def put(self, request, pk, key):
        """Change it."""
        attributes.set_attribute(talked_to(request, pk).customer, key, self.given["value"], request.user)
        return shown(request, pk)


@an_object
class GatherView(Asked):
    """Both conversations of one customer into one agent's hands."""

    serializer_class = inputs_customer.Gather

    def post(self, request, pk):
        """Take the other one too, or hand this one to who has it."""
        mine, other = find(request, pk), self._other(request)
        if self.given["to"] == "me":
            mine.take_beside(other, request.user)
        else:
            mine.hand_beside(other, request.user, seen=self.given["seen"])
        rows = [row(one, request.user) for one in Interaction.objects.filter(pk__in=[pk, other.pk]).with_row()]
        seen = {one["id"]: one for one in rows}
        return Response({"interaction": seen[mine.pk], "other": seen[other.pk] if self.given["to"] == "me" else None})

    def _other(self, request):
        reach = Interaction.objects.for_person(request.user) | Interaction.objects.talked_about(request.user)
        return get_object_or_404(reach, pk=self.given["other"])


@an_object
class LikelyView(APIView):
    """Other customers who may be the same person."""

    def get(self, request, pk):
        """By `?q=` (name, handle, number), else those that look like him; only among those he has to do with."""
        Right.MERGE.ask_of(request.user)
        mine, words = talked_to(request, pk).customer, request.query_params.get("q", "")[:100]
        rows = likely.found(request.user, mine, words) if words.strip() else likely.suggested(request.user, mine)
        return Response({"customers": [customer.other_customer(one) for one in rows]})


@an_object
class MergeView(Asked):
    """This customer and another one as one."""

    def get(self, request, pk, other):
        """What would be joined."""
        kept, gone = self._both(request, pk, other)
        names = {one["key"]: one["name"] for one in attributes.attributes_of(kept)} | {"name": _("Name")}
        return Response(customer.preview(kept, gone, names))

    def post(self, request, pk, other):
        """Join them."""
        merging.merge(*self._both(request, pk, other), request.user)
        return shown(request, pk)

    def _both(self, request, pk, other):
        Right.MERGE.ask_of(request.user)
        return talked_to(request, pk).customer, get_object_or_404(likely.within_reach(request.user), pk=other)


@an_object
class UnmergeView(Asked):
    """A merge of this customer with another one."""

    def post(self, request, pk, merge):
        """Undo it. Afterwards the interaction may be the other one's again."""
        Right.MERGE.ask_of(request.user)
        kept = talked_to(request, pk).customer
        merging.undo(get_object_or_404(Merge, pk=merge, kept=kept), request.user)
        return shown(request, pk)


@an_object
class BlockView(Asked):
    """The block of this customer."""

    serializer_class = inputs_customer.Block

    def post(self, request, pk):
        """What he writes opens nothing from now on."""
        blocking.block(self._customer(request, pk), request.user, self.given["reason"])
        return shown(request, pk)

    def delete(self, request, pk):
        """What he writes counts again."""
        blocking.unblock(self._customer(request, pk), request.user)
        return shown(request, pk)

    def _customer(self, request, pk):
        Right.BLOCK.ask_of(request.user)
        return Customer.objects.get(pk=talked_to(request, pk).customer_id)
