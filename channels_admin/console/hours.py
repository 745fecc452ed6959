"""Business hours: the workgroups with what the clock says there, and the editor of one (R34b)."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agents.hours import schedule_of
from agents.models import Workgroup
from audit import recording
from audit.console_site import console
from channels_admin.handing_off import handoff_words
from channels_admin.hours_form import HoursForm, facts


@require_GET
def listing(request):
    """All workgroups."""
    now = timezone.now()
    groups = Workgroup.objects.taking_social().prefetch_related("hours", "holidays")
    return _page(request, "console/hours_list.html", rows=[(group, *_clock(group, now)) for group in groups])


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """The hours of one; `?from=` fills the form in from another, which is saved only with the button."""
    workgroup = _load(pk)
    if request.method == "POST":
        return _save(request, workgroup)
    return _form(request, workgroup, HoursForm(instance=workgroup, source=_source(request)))


def _source(request):
    pk = request.GET.get("from", "")
    if not pk:
        return None
    if not pk.isdecimal():
        raise Http404
    return _load(pk)


def _load(pk):
    return get_object_or_404(Workgroup.objects.prefetch_related("hours", "holidays"), pk=pk)


def _save(request, workgroup):
    before = facts(workgroup)
    form = HoursForm(request.POST, instance=workgroup)
    if not form.is_valid():
        return _form(request, _load(workgroup.pk), form, status=400)
    with transaction.atomic():
        form.save()
        recording.record(request.user, "changed", workgroup, before, facts(_load(workgroup.pk)))
    messages.success(request, _("The hours of “%(workgroup)s” are saved.") % {"workgroup": workgroup})
    return HttpResponseRedirect(reverse("console:hours_edit", args=[workgroup.pk]))


def _form(request, workgroup, form, status=200):
    is_open, opens = _clock(workgroup, timezone.now())
    others = Workgroup.objects.taking_social().exclude(pk=workgroup.pk)
    context = {"workgroup": workgroup, "form": form, "is_open": is_open, "opens": opens, "others": others}
    return _page(request, "console/hours.html", status, words=handoff_words()[:6], **context)


def _clock(workgroup, now):
    """(is it open now?, when it opens next or None)"""
    if not workgroup.keeps_hours:
        return True, None
    schedule = schedule_of(workgroup)
    is_open = schedule.open_at(now)
    return is_open, None if is_open else schedule.next_opening(now)


def _page(request, template, status=200, **context):
    context |= {"title": _("Business hours")}
    return render(request, template, console.each_context(request) | context, status=status)
