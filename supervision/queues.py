"""The queues of a supervisor's workgroups, where much can be done at once; and his agents, whose work he can return."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents.models import Agent, Label, Workgroup, WrapUpCode
from audit.local_times import in_local_time
from audit.rights import Right, needs
from interactions.models import Interaction, State
from interactions.models.states import OWNED
from supervision import bulk

SHOWN = 200
# As the figure "waiting" counts them: what is being offered to an agent waits, too.
IN_QUEUE = Q(state=State.WAITING) | Q(state=State.ALERTING, stay_since__isnull=False)
PRIORITIES = (0, 25, 50, 75, 100)


@require_http_methods(["GET", "POST"])
@login_required
@needs(Right.ACT)
@in_local_time
def queues(request):
    """What waits, oldest first; POST does something to those that were ticked, or returns all of one agent's."""
    if request.method == "POST" and not _asks_first(request.POST):
        _tell(request, _act(request))
        return HttpResponseRedirect(request.get_full_path())
    mine = Workgroup.objects.filter(memberships__agent=request.user, memberships__supervises=True)
    one = request.GET.get("workgroup", "")
    waiting = Interaction.objects.for_supervisor(request.user).filter(IN_QUEUE)
    waiting = waiting.filter(workgroup=one) if one.isdecimal() else waiting
    context = {
        "page": "queues",
        "one": one,
        "mine": mine,
        "rows": waiting.with_people().prefetch_related("labels").order_by("queued_at", "pk")[:SHOWN],
        "number": waiting.count(),
        "asking": [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal()],
        "asked": request.POST.get("action", ""),
        "priorities": PRIORITIES,
        "busy": _busy(request.user),
        "targets": Workgroup.objects.taking_social(),
        "wrap_ups": WrapUpCode.objects.filter(active=True),
        "labels": Label.objects.filter(active=True),
    }
    return render(request, "supervision/queues.html", context)


def _asks_first(asked):
    """A disconnect of some is asked for once more."""
    ends = asked.get("action", "").startswith("disconnect:") and asked.getlist("chosen")
    return ends and not asked.get("sure") and not asked.get("return")


def _busy(person):
    """His agents with something open, and how much."""
    mine = Interaction.objects.for_supervisor(person).filter(state__in=OWNED)
    return (
        Agent.objects.annotate(n=Count("interactions", filter=Q(interactions__in=mine))).filter(n__gt=0).order_by("-n")
    )


def _act(request):
    """Which verb, to which ones, with what."""
    asked, person = request.POST, request.user
    if asked.get("return", "").isdecimal():
        return bulk.return_all(person, int(asked["return"]))
    ids = [int(pk) for pk in asked.getlist("chosen") if pk.isdecimal()]
    action, _colon, pk = asked.get("action", "").partition(":")
    if action == "transfer":
        return bulk.transfer(person, ids, get_object_or_404(Workgroup.objects.taking_social(), pk=_number(pk)))
    if action == "prioritize":
        return bulk.prioritize(person, ids, _number(pk))
    if action == "label":
        return bulk.label(person, ids, get_object_or_404(Label, pk=_number(pk)))
    if action == "disconnect":
        return bulk.disconnect(person, ids, get_object_or_404(WrapUpCode, pk=_number(pk)) if pk else None)
    return bulk.Outcome()


def _number(text):
    return int(text) if text.isdecimal() else 0


def _tell(request, outcome):
    if not outcome.done and not outcome.refused:
        messages.warning(request, _("Nothing was done: tick at least one, and choose what to do."))
    if outcome.done:
        messages.success(request, _("Done: %(n)s.") % {"n": outcome.done})
    for interaction, why in outcome.refused[:5]:
        messages.error(request, f"{interaction.pk}: {why}")
