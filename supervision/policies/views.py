"""The pages of policies, for those with the right: the three lists, the editor, and what the daily run did."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.local_times import in_local_time
from audit.rights import Right, needs
from interactions.models import Refused
from supervision.policies import ordering, wording
from supervision.policies.actions import said
from supervision.policies.forms import FORMS
from supervision.policies.models import Deed, Policy, Run
from supervision.policies.simulation import DAYS, tried
from supervision.recordings.models import Recording

SHOWN_RUNS = 60


def for_policies(view):
    """A page for those with the right."""
    return login_required(needs(Right.POLICIES)(in_local_time(view)))


@require_GET
@for_policies
def policies(request):
    """All of them, by kind and in their order."""
    rows = {kind: [] for kind in Policy.Kind}
    for policy in Policy.objects.all():
        row = {"policy": policy, "about": wording.about(policy), "deed": wording.deed(policy)}
        rows[Policy.Kind(policy.kind)].append(row)
    kinds = [{"kind": kind, "rows": rows[kind], "on": sum(row["policy"].active for row in rows[kind])} for kind in rows]
    context = {"page": "policies", "kinds": kinds, "last": Run.objects.first(), "now": timezone.now()}
    return render(request, "supervision/policies/list.html", context)


@require_http_methods(["GET", "POST"])
@for_policies
def edit(request, pk=None, kind=""):
    """One policy, or a new one of a kind; the button Simulate tries it on history and saves nothing."""
    policy = get_object_or_404(Policy, pk=pk) if pk else _new(kind)
    if policy.built_in:
        messages.warning(request, _("This policy is built in: it cannot be changed, switched off or deleted."))
        return HttpResponseRedirect(reverse("policies:list"))
    form = FORMS[policy.kind](request.POST or None, policy=policy)
    result = None
    if request.method == "POST" and form.is_valid():
        if "simulate" not in request.POST:
            ordering.save(form.applied(), request.user)
            messages.success(request, _("“%(name)s” is saved.") % {"name": policy.name})
            return HttpResponseRedirect(reverse("policies:list"))
        result = tried(_placed(form.applied()))
    context = {"page": "policies", "form": form, "policy": policy, "result": result, "days": DAYS}
    return render(request, "supervision/policies/edit.html", context)


def _new(kind):
    if kind not in Policy.Kind.values:
        raise Http404
    return Policy(kind=kind)


def _placed(policy):
    """A new one is tried where it would come: last."""
    if not policy.pk:
        policy.place = Policy.objects.filter(kind=policy.kind).count() + 1
    return policy


@require_POST
@for_policies
def act(request, pk):
    """Switch on or off, move, delete."""
    policy, asked = get_object_or_404(Policy, pk=pk), request.POST.get("do", "")
    try:
        if asked in ("on", "off"):
            ordering.switch(policy, request.user, on=asked == "on")
        elif asked in (ordering.UP, ordering.DOWN):
            ordering.move(policy, request.user, asked)
        elif asked == "delete":
            ordering.delete(policy, request.user)
            messages.success(request, _("“%(name)s” is deleted.") % {"name": policy.name})
    except Refused as why:
        messages.error(request, str(why))
    return HttpResponseRedirect(reverse("policies:list"))


@require_GET
@for_policies
def runs(request):
    """What the daily run did, newest first."""
    found = Run.objects.annotate(refused=Count("deeds", filter=~Q(deeds__refused="")))[:SHOWN_RUNS]
    counted = {}
    rows = Deed.objects.filter(run__in=[one.pk for one in found]).order_by()
    for row in rows.values("run", "name", "action").annotate(number=Count("pk")).order_by("name"):
        counted.setdefault(row["run"], []).append(row | {"said": said(json.loads(row["action"]))})
    context = {
        "page": "policies",
        "runs": [
            {
                "run": one,
                "deeds": counted.get(one.pk, []),
                "broken": not one.ended_at and one.day < timezone.now().date(),
            }
            for one in found
        ],
        "waiting": Recording.objects.filter(due_at__lte=timezone.now(), purged_at=None).count(),
        "now": timezone.now(),
    }
    return render(request, "supervision/policies/runs.html", context)
