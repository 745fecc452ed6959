"""Changing a display name: asked for with its check, followed through the review, taken into use."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit.console_site import console
from audit.recording import record
from channels_admin.models import PhoneNumber
from channels_admin.whatsapp import renaming, states


def _find(pk):
    rows = PhoneNumber.objects.select_related("waba__account__app", "waba__owner", "owner")
    return get_object_or_404(rows, pk=pk)


@require_GET
def page(request, pk):
    """The page."""
    number = _find(pk)
    change = renaming.under_way(number)
    owner = number.owned_by
    context = {
        "title": _("Display name of %(number)s") % {"number": number},
        "number": number,
        "owner": owner,
        "change": change,
        "past": number.name_changes.select_related("asked_by").exclude(pk=change.pk if change else None)[:10],
        "genesys": renaming.is_genesys(number),
        "channel": renaming.channel_of(number),
        "review": states.NAME.get(number.name_status) or states.small(number.name_status),
        "opts": PhoneNumber._meta,
    }
    return render(request, "console/name.html", console.each_context(request) | context)


@require_POST
def act(request, pk, verb):
    """One thing pressed on the page."""
    if verb not in _VERBS:
        raise Http404
    number = _find(pk)
    before = _state(number)
    try:
        _VERBS[verb](request, number)
    except renaming.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _DONE[verb])
    number.refresh_from_db()
    record(request.user, "changed", number, before, _state(number))
    return HttpResponseRedirect(reverse("console:name", args=[pk]))


def _state(number):
    change = number.name_changes.first()
    asked = f"{change.wanted}: {change.get_state_display()}" if change else ""
    return {"display name": number.verified_name, "name change": asked, "integration": number.external_id}


def _change(number):
    change = renaming.under_way(number)
    if change is None:
        raise renaming.Refused(_("No change of the name is under way."))
    change.number = number
    return change


def _ask(request, number):
    renaming.ask(number, request.POST.get("name", ""), request.user)


def _drop(request, number):
    renaming.give_up(_change(number))


def _decided(request, number):
    """With Genesys Cloud nobody tells us: the administrator says that it was rejected."""
    change = _change(number)
    renaming.decided(number, change.wanted, "REJECTED", request.POST.get("reason", "").strip())


def _use(request, number):
    renaming.take_into_use(_change(number), request.POST.get("pin", "").strip())


def _certificate(request, number):
    renaming.keep_certificate(_change(number), request.POST.get("certificate", ""))


def _replace(request, number):
    renaming.replace(_change(number), tested="tested" in request.POST)


def _again(request, number):
    renaming.make_again(_change(number), old="old" in request.POST)


_VERBS = {
    "ask": _ask,
    "drop": _drop,
    "rejected": _decided,
    "use": _use,
    "certificate": _certificate,
    "replace": _replace,
    "again": _again,
}
_DONE = {
    "ask": _("The name is asked for. The old one stays until the review has decided."),
    "drop": _("The name stays as it is."),
    "rejected": _("Noted. Choose another name."),
    "use": _("The new name is in use."),
    "certificate": _("The certificate is kept, encrypted, and not shown again."),
    "replace": _("The new integration is there. Verify the number now: until then replies wait."),
    "again": _("The integration is there again. Verify the number now: until then replies wait."),
}
