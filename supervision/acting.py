"""What a supervisor can do to one open interaction: its turn, another place, himself, its end (R88). The verbs decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents.models import Agent, Workgroup, WrapUpCode
from audit.local_times import in_local_time
from audit.rights import Right, needs
from interactions.models import Interaction, Refused, State
from supervision.rows import row

GIVEN_TO_AGENTS = (State.CONNECTED, State.HELD)


@require_http_methods(["GET", "POST"])
@login_required
@needs(Right.ACT)
@in_local_time
def act(request, pk):
    """The page with the ways to act; a disconnect asks first. `?next=` is where one goes afterwards."""
    mine = Interaction.objects.for_supervisor(request.user).open()
    one = get_object_or_404(mine.with_people().select_related("returns_to__seat"), pk=pk)
    back = _back(request)
    if request.method == "POST" and not _asks_first(request.POST):
        return _do(request, one, back)
    context = {
        "page": "floor",
        "one": one,
        "row": row(one, timezone.now()),
        "back": back,
        "asking": request.method == "POST",
        "groups": Workgroup.objects.taking_social().exclude(pk=one.workgroup_id),
        "agents": _agents(one) if one.state in GIVEN_TO_AGENTS else (),
        "wrap_ups": WrapUpCode.objects.filter(active=True),
        "now": timezone.now(),
    }
    return render(request, "supervision/act.html", context)


def _back(request):
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else reverse("supervision:floor")


def _asks_first(asked):
    return asked.get("do") == "disconnect" and not asked.get("sure")


def _agents(one):
    """Who is logged on where it waits, other than who has it."""
    return Agent.objects.filter(memberships__workgroup=one.workgroup_id, seat__isnull=False).exclude(pk=one.owner_id)


def _do(request, one, back):
    """Carry it out; what cannot be done is said on the same page."""
    verb = {"priority": _priority, "transfer": _transfer, "pick_up": _pick_up, "disconnect": _disconnect}
    try:
        told = verb[request.POST.get("do")](request, one) if request.POST.get("do") in verb else ""
    except Refused as why:
        messages.error(request, str(why))
        return HttpResponseRedirect(request.get_full_path())
    if request.POST.get("do") == "pick_up":
        return HttpResponseRedirect(f"{reverse('workspace:desk')}#{one.pk}")
    if told:
        messages.success(request, told)
    return HttpResponseRedirect(back if told else request.get_full_path())


def _priority(request, one):
    given = request.POST.get("priority", "")
    one.set_priority(int(given) if given.isdecimal() and len(given) < 5 else -1, by=request.user)
    return _("Priority of interaction %(pk)s: %(n)s.") % {"pk": one.pk, "n": one.priority}


def _transfer(request, one):
    kind, number = request.POST.get("to", "")[:1], request.POST.get("to", "")[1:]
    if not number.isdecimal() or kind not in "wa":
        raise Refused(_("Choose a workgroup or an agent."))
    note = request.POST.get("note", "").strip()[:2000]
    if kind == "w":
        target = get_object_or_404(Workgroup.objects.taking_social(), pk=number)
        one.transfer_to_workgroup(target, request.user, note=note)
    else:
        target = get_object_or_404(_agents(one), pk=number)
        one.transfer_to_agent(target, request.user, note=note)
    return _("Interaction %(pk)s goes to %(target)s.") % {"pk": one.pk, "target": target}


def _pick_up(request, one):
    one.take_over(request.user)
    return _("You have interaction %(pk)s.") % {"pk": one.pk}


def _disconnect(request, one):
    code = request.POST.get("wrap_up", "")
    wrap_up = get_object_or_404(WrapUpCode, pk=code) if code.isdecimal() else None
    one.disconnect(request.user, wrap_up=wrap_up)
    return _("Interaction %(pk)s is disconnected.") % {"pk": one.pk}
