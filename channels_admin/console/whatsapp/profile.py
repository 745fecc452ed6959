"""A number's business profile: the form, how customers see it, and what WhatsApp has."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import recording
from audit.console_site import console
from audit.kept_words import told
from channels_admin.models import BusinessProfile, Onboarding, PhoneNumber
from channels_admin.whatsapp import profiles
from channels_admin.whatsapp.profile_form import ProfileForm
from platforms.base import PlatformError


def _of_number(pk):
    number = get_object_or_404(PhoneNumber.objects.select_related("waba__account__app"), pk=pk)
    return BusinessProfile.objects.get_or_create(number=number)[0]


def _of_onboarding(pk):
    onboarding = get_object_or_404(Onboarding.objects.select_related("account", "number"), pk=pk)
    if onboarding.number:
        return _of_number(onboarding.number.pk)
    return BusinessProfile.objects.get_or_create(onboarding=onboarding)[0]


def _address(business):
    if business.number_id:
        return reverse("console:profile", args=[business.number_id])
    return reverse("console:profile_wanted", args=[business.onboarding_id])


@require_http_methods(["GET", "POST"])
def of_number(request, pk):
    """The profile of a number."""
    return _page(request, _of_number(pk))


@require_http_methods(["GET", "POST"])
def of_onboarding(request, pk):
    """The profile that a number is to have."""
    return _page(request, _of_onboarding(pk))


def _page(request, business):
    form = ProfileForm(request.POST or None, request.FILES or None, instance=business)
    if request.method == "POST" and form.is_valid():
        before = _facts(BusinessProfile.objects.get(pk=business.pk))
        form.save()
        recording.record(request.user, "changed", business, before, _facts(business))
        messages.success(request, _("Saved here. WhatsApp has it once you push it."))
        return HttpResponseRedirect(_address(business))
    if form.errors:
        business.refresh_from_db()
    context = {
        "title": _("Business profile of %(number)s") % {"number": business.shown_number},
        "business": business,
        "form": form,
        "genesys": form.genesys,
        "apart": [[profiles.LABELS.get(name, name), ours, theirs] for name, ours, theirs in business.apart],
        "industry": profiles.VERTICALS.get(business.vertical, business.vertical),
        "opts": PhoneNumber._meta,
    }
    return render(request, "console/profile.html", console.each_context(request) | context)


@require_POST
def act(request, pk, verb):
    """Push, compare, take over, or say that it was handed in."""
    business = _of_number(pk)
    if verb not in _VERBS or (verb == "handed-in") != profiles.is_genesys(business):
        raise Http404
    try:
        _VERBS[verb](request, business)
    except PlatformError as error:
        messages.error(request, told(error.reason))
    return HttpResponseRedirect(_address(business))


def _push(request, business):
    profiles.push(business, request.user)
    recording.record(request.user, "changed", business, {}, {"pushed": True})
    _say(request, business, _("WhatsApp has the profile as it stands here."))


def _compare(request, business):
    profiles.compare(business)
    _say(request, business, _("WhatsApp has the profile as it stands here."))


def _say(request, business, good):
    if business.apart:
        messages.warning(request, _("WhatsApp has something else in some fields: see beside the form."))
    else:
        messages.success(request, good)


def _take(request, business):
    before = _facts(business)
    profiles.take_over(business)
    business.refresh_from_db()
    recording.record(request.user, "changed", business, before, _facts(business))
    messages.success(request, _("The form holds what WhatsApp has."))


def _handed_in(request, business):
    profiles.handed_in(business, request.user)
    recording.record(request.user, "changed", business, {}, {"handed in": True})
    messages.success(request, _("Noted: the profile was handed in to Genesys."))


_VERBS = {"push": _push, "compare": _compare, "take": _take, "handed-in": _handed_in}


@require_GET
def photo(request, pk):
    """The photo as it is kept here: a PNG that we made ourselves."""
    business = get_object_or_404(BusinessProfile.objects.exclude(photo=""), pk=pk)
    answer = FileResponse(business.photo.open("rb"), content_type="image/png")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _facts(business):
    return recording.facts(business) | {"photo": business.photo.name or ""}
