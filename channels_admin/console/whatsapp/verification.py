"""Verifying a number: the code by SMS or call, then the PIN. A page of its own, as the person at the phone reads along."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from audit.console_site import console
from audit.recording import SET_ANEW, record
from channels_admin.models import PhoneNumber, Provider
from channels_admin.whatsapp import renaming, states, verifying

LANGUAGES = {
    "en_US": _("English (US)"),
    "en_GB": _("English (UK)"),
    "de_DE": _("German"),
    "es_ES": _("Spanish"),
    "fr_FR": _("French"),
    "it_IT": _("Italian"),
    "nl_NL": _("Dutch"),
    "pl_PL": _("Polish"),
    "pt_BR": _("Portuguese (Brazil)"),
    "pt_PT": _("Portuguese (Portugal)"),
    "tr_TR": _("Turkish"),
    "uk_UA": _("Ukrainian"),
}


def _find(pk):
    rows = PhoneNumber.objects.select_related("waba__account", "waba__owner", "owner", "onboarding")
    return get_object_or_404(rows, pk=pk)


@require_GET
def page(request, pk):
    """The page."""
    number = _find(pk)
    tone, icon, words = states.found(states.NUMBER, number.status)
    context = {
        "title": _("Verify %(number)s") % {"number": number},
        "number": number,
        "condition": {"tone": tone, "icon": icon, "words": words},
        "genesys": number.waba.account.provider == Provider.GENESYS,
        "methods": verifying.methods(number),
        "languages": LANGUAGES.items(),
        "onboarding": getattr(number, "onboarding", None),
        "opts": PhoneNumber._meta,
    }
    return render(request, "console/verification.html", console.each_context(request) | context)


@require_POST
def act(request, pk, verb):
    """Ask for a code, hand it in, or register with the PIN."""
    number = _find(pk)
    before = {"verification": number.verification, "status": number.status}
    if verb not in _VERBS:
        raise Http404
    try:
        _VERBS[verb](request, number)
    except verifying.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _DONE[verb])
        number.refresh_from_db()
        after = {"verification": number.verification, "status": number.status}
        after |= {"PIN": SET_ANEW} if verb == "register" else {}
        record(request.user, "changed", number, before, after)
    return HttpResponseRedirect(reverse("console:verification", args=[pk]))


def _code(request, number):
    if "aware" not in request.POST:
        raise verifying.Refused(_("Confirm first that you know what the activation means for the number."))
    language = request.POST.get("language", "")
    verifying.send_code(number, request.POST.get("method", ""), language if language in LANGUAGES else "en_US")


def _confirm(request, number):
    verifying.confirm(number, request.POST.get("code", ""))
    change = renaming.under_way(number)
    if change and change.state == change.State.VERIFYING:
        renaming.settle(change)


def _register(request, number):
    verifying.register(number, request.POST.get("pin", ""))


_VERBS = {"code": _code, "confirm": _confirm, "register": _register}
_DONE = {
    "code": _("The code is on its way. Enter it here as soon as you have it: it is good for ten minutes."),
    "confirm": _("The code is right: the number is verified."),
    "register": _("The number is registered, and its PIN is kept encrypted. Messages can come in."),
}
