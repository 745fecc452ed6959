"""The alerts' pages: all of a supervisor's alerts with their log, writing one, and what it would say now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents.models import Workgroup
from audit.local_times import in_local_time
from audit.recording import facts, record
from audit.rights import Right, needs
from supervision.alerts.form import AlertForm
from supervision.alerts.models import Alert, Occurrence, Severity
from supervision.alerts.watching import value_of
from supervision.alerts.words import condition, status_of, told
from supervision.statistics import company, sharing
from supervision.statistics.models import USUAL, Objective

LOGGED = 100


def _page(*methods):
    """A page for those with the right Statistics."""

    def around(view):
        return require_http_methods(methods)(login_required(needs(Right.STATISTICS)(in_local_time(view))))

    return around


@_page("GET")
def alerts(request):
    """What is watched, the objectives, and what was open."""
    mine = Alert.objects.for_supervisor(request.user).select_related("workgroup", "agent", "status")
    log = Occurrence.objects.for_supervisor(request.user).select_related("workgroup", "agent", "status")
    context = {
        "page": "board",
        "alerts": [_row(alert) for alert in mine],
        "log": [_row(one) for one in log[:LOGGED]],
        "objectives": _objectives(request.user),
        "now": timezone.now(),
    }
    return render(request, "supervision/alerts/alerts.html", context)


def _row(of):
    words = condition(of, of.status.words if of.status else "")
    return {"of": of, "who": of.workgroup or of.agent, "words": words, "severity": Severity(of.severity)}


def _objectives(person):
    own = Objective.percents()
    return [(group, own.get(group.pk, USUAL)) for group in _supervised(person)]


def _supervised(person):
    return Workgroup.objects.taking_social().filter(memberships__agent=person, memberships__supervises=True)


@_page("GET", "POST")
def new(request):
    """Write one; `?workgroup=` says about which."""
    about = request.GET.get("workgroup", "")
    return _write(request, Alert(made_by=request.user), {"about": f"w{about}"})


@_page("GET", "POST")
def edit(request, pk):
    """Change one."""
    return _write(request, get_object_or_404(Alert.objects.for_supervisor(request.user), pk=pk), {})


def _write(request, alert, initial):
    before = facts(alert) if alert.pk else {}
    form = AlertForm(request.POST or None, instance=alert, person=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            Alert.objects.filter(pk=saved.pk).update(met_since=None)
            record(request.user, "changed" if before else "created", saved, before, facts(saved))
        messages.success(request, _("The alert is saved: %(what)s.") % {"what": condition(saved, status_of(saved))})
        return HttpResponseRedirect(reverse("statistics:alerts"))
    context = {"page": "board", "form": form, "alert": alert if before else None}
    return render(request, "supervision/alerts/edit.html", context, status=400 if form.errors else 200)


@_page("POST")
def preview(request):
    """What an alert that is being written would say now; nothing is kept."""
    form = AlertForm(request.POST, person=request.user)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return JsonResponse({"words": str(first), "holds": None})
    alert = form.save(commit=False)
    found = value_of(alert, sharing.current())
    return JsonResponse({"words": told(alert, found, status_of(alert)), "holds": alert.holds(found)})


@_page("POST")
def delete(request, pk):
    """Take one away; its log stays."""
    alert = get_object_or_404(Alert.objects.for_supervisor(request.user), pk=pk)
    with transaction.atomic():
        record(request.user, "deleted", alert, facts(alert), {})
        Occurrence.objects.filter(alert=alert, ended_at=None).update(ended_at=timezone.now())
        alert.delete()
    messages.success(request, _("The alert is deleted."))
    return HttpResponseRedirect(reverse("statistics:alerts"))


@_page("POST")
def objective(request, pk):
    """The service level that a workgroup means to attain."""
    group = get_object_or_404(_supervised(request.user), pk=pk)
    given = request.POST.get("percent", "")
    if not given.isdecimal() or not 1 <= int(given) <= 100:
        messages.error(request, _("An objective is a whole number from 1 to 100 percent."))
        return HttpResponseRedirect(reverse("statistics:alerts"))
    with transaction.atomic():
        before = Objective.percents().get(group.pk, USUAL)
        kept, _made = Objective.objects.update_or_create(workgroup=group, defaults={"percent": int(given)})
        record(request.user, "changed", kept, {"percent": before}, {"percent": kept.percent})
    company.forget()
    messages.success(request, _("%(workgroup)s means to attain %(n)s %%.") % {"workgroup": group, "n": kept.percent})
    return HttpResponseRedirect(reverse("statistics:alerts"))
