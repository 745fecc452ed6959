"""The agent's API: find through the person, call one verb, answer."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.models import Seat, Workgroup
from agents.room import without_license
from interactions.models import Interaction
from interactions.serializers import row
from workspace import conversation, inputs, snapshot, targets
from workspace.finding import Asked, Verb, an_object, find, not_from_others, supervised


@an_object
class DeskView(Asked):
    """Everything a freshly opened desk needs."""

    def get(self, request):
        """The snapshot."""
        return Response(snapshot.desk(request.user))


@an_object
class SeatView(Asked):
    """The agent's seat: take it to log on, leave it to log off."""

    serializer_class = inputs.LogOn

    def post(self, request):
        """Log on, at a station or at none."""
        seat = Seat.take(request.user, **self.given)
        return Response(snapshot.me(snapshot.fresh(request.user.pk)) | {"notice": _notice(without_license(seat))})

    def delete(self, request):
        """Log off. With open interactions it asks first; `?return=1`, `?park=1` or `?transfer=` a workgroup answers."""
        mine, leave = Interaction.objects.open().filter(owner=request.user), _way_to_leave(request)
        if mine.exists() and leave is None:
            text = _("You still have open interactions. What becomes of them?")
            rows = [row(interaction, request.user) for interaction in mine.with_row()]
            return Response({"detail": text, "code": "open_interactions", "interactions": rows}, 409)
        for seat in Seat.objects.filter(agent=request.user):
            seat.leave()
        if leave:
            leave(request.user)
        return Response(status=204)


def _way_to_leave(request):
    """What becomes of what is open, as a function of the agent; None: he has not said."""
    asked = request.query_params
    if asked.get("park") == "1":
        return Interaction.park_all
    if asked.get("transfer", "").isdecimal():
        workgroup = get_object_or_404(Workgroup.objects.taking_social(), pk=asked["transfer"])
        return lambda agent: Interaction.transfer_all(agent, workgroup)
    return (lambda agent: Interaction.release_all(agent, "logged_off")) if asked.get("return") == "1" else None


def _notice(families):
    """What somebody is told at log-on whose access licenses do not all count."""
    text = _("You will not be offered anything of %(families)s: the access license is suspended or has ended.")
    return text % {"families": ", ".join(str(family.label) for family in families)} if families else ""


@an_object
class StatusView(Asked):
    """The agent's status."""

    serializer_class = inputs.ChooseStatus

    def put(self, request):
        """Choose one."""
        request.user.set_status(self.given["status"])
        return Response(snapshot.me(snapshot.fresh(request.user.pk)))


@an_object
class QueueView(APIView):
    """What waits in one workgroup."""

    def get(self, request, pk):
        """The head of the queue, in the order in which it is offered."""
        mine = Workgroup.objects.filter(memberships__agent=request.user)
        workgroup = get_object_or_404(mine, pk=pk)
        waiting = Interaction.objects.waiting().filter(workgroup=workgroup).with_row()[: snapshot.MOST_QUEUED]
        return Response({"interactions": [row(interaction, request.user) for interaction in waiting]})


@an_object
class OwnQueueView(APIView):
    """What waits for the agent himself."""

    def get(self, request):
        """Those that come back to him through the queue, within his reach, as they are offered."""
        reach = Interaction.objects.for_agent(request.user).waiting().filter(preferred=request.user)
        waiting = reach.with_row()[: snapshot.MOST_QUEUED]
        return Response({"interactions": [row(interaction, request.user) for interaction in waiting]})


@an_object
class InteractionView(APIView):
    """One interaction with its conversation."""

    def get(self, request, pk):
        """The row, the newest messages, the journal, the conversation's earlier interactions, the composer."""
        return Response(conversation.detail(find(request, pk), request.user))


@an_object
class MessagesView(APIView):
    """Earlier messages of the conversation."""

    def get(self, request, pk):
        """The page of messages before `?before=`, back to `?back_to=`; or what stands above `?above=`."""
        asked, thread = request.query_params, find(request, pk).thread
        if "above" in asked:
            return Response(conversation.branch(thread, request.user, asked["above"]))
        return Response(
            conversation.page(thread, request.user, before=asked.get("before"), back_to=asked.get("back_to"))
        )


@an_object
class ReadMarksView(Asked):
    """Which comments were read and put away with their branches."""

    serializer_class = inputs.MarkRead

    def get(self, request, pk):
        """All of the conversation: {message: up to which message}."""
        thread = find(request, pk).thread
        ids = thread.messages.order_by().values("pk")
        return Response({"reads": conversation.marks(ids), "marks": thread.marks})

    def post(self, request, pk):
        """Mark one, or all where none is named; `read` false takes it back."""
        interaction, number = find(request, pk), self.given["message"]
        message = number and get_object_or_404(interaction.thread.messages, pk=number)
        mark = interaction.mark_read if self.given["read"] else interaction.mark_unread
        mark(request.user, message or None)
        return self.get(request, pk)


@an_object
class EventsView(APIView):
    """The journal after a number: what a page with a hole asks for."""

    def get(self, request, pk):
        """Events with a number above `?after=`."""
        interaction, after = find(request, pk), request.query_params.get("after", "0")
        number = min(int(after[:20]), interaction.last_event) if after.isdecimal() else 0  # SQLite takes 64 bits
        events = snapshot.events_after({interaction: number}, request.user.pk).get(interaction.pk, [])
        return Response({"interaction": row(interaction, request.user), "events": events})


class PickUp(Verb):
    """Pick up an offer, a held or parked one, or one that waits."""

    def act(self, interaction, by):
        """Take it."""
        interaction.pick_up(by)


class Decline(Verb):
    """Decline an offer, with a reason where the workgroup asks for one."""

    serializer_class = inputs.Decline

    def act(self, interaction, by, reason):
        """Not me."""
        interaction.decline(by, reason=reason)


class Hold(Verb):
    """Put on hold."""

    def act(self, interaction, by):
        """For a moment."""
        interaction.hold(by)


class ParkView(Verb):
    """Park until the customer writes, or until a time."""

    serializer_class = inputs.Park

    def act(self, interaction, by, until):
        """Put it away."""
        interaction.park(by, until)


class TransferView(Verb):
    """Hand on to a workgroup, an agent or a station."""

    serializer_class = inputs.Transfer

    def act(self, interaction, by, workgroup=None, agent=None, **more):
        """Hand it on; out of a queue whoever belongs there may."""
        if interaction.owner_id:
            not_from_others(interaction, by)
        if workgroup:
            interaction.transfer_to_workgroup(workgroup, by, **more)
        else:
            interaction.transfer_to_agent(agent, by, **more)


class TakeBack(Verb):
    """Take back a transfer that nobody has taken."""

    def act(self, interaction, by):
        """It is on hold again."""
        interaction.take_back(by)


class TakeOver(Verb):
    """A supervisor takes it out of whatever hands it is in."""

    def act(self, interaction, by):
        """Take it."""
        supervised(interaction, by)
        interaction.take_over(by)


class DisconnectView(Verb):
    """End it."""

    serializer_class = inputs.Disconnect

    def act(self, interaction, by, **given):
        """End it, unless something new has come."""
        not_from_others(interaction, by)
        interaction.disconnect(by, **given)


class ReadView(Verb):
    """Everything so far has been seen."""

    serializer_class = inputs.Seen

    def act(self, interaction, by, seen):
        """No more unread, unless something new has come."""
        interaction.read(by, seen)


@an_object
class TargetsView(APIView):
    """To whom one can transfer."""

    def get(self, request):
        """Workgroups with their queues, colleagues and stations with their state, by `?q=`; `?for=` is what to hand on."""
        asked, number = request.query_params.get("q", "").strip(), request.query_params.get("for", "")
        interaction = find(request, int(number[:18])) if number.isdecimal() else None
        return Response(targets.found(asked, request.user, interaction))
