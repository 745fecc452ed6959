"""Linking accounts in the console: the button that begins, the way back, and the choice."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.console_site import console
from channels_admin.linking.choosing import link, missing, options
from channels_admin.linking.roundtrip import PLATFORMS, send_off, take_back
from channels_admin.linking.state import Refused, under_way
from channels_admin.models import Account, PlatformApp


@require_POST
def start(request, app):
    """Send the person to the platform; with `account`, to link that one again."""
    app = get_object_or_404(PlatformApp, pk=app, platform__in=PLATFORMS)
    account = _account(request, app)
    home = urlsplit(settings.PUBLIC_URL)
    if request.get_host() != home.netloc:
        reason = _("The platform sends you back to %(url)s: open the console there and begin again.")
        return _failed(request, reason % {"url": settings.PUBLIC_URL}, app, account)
    return HttpResponseRedirect(send_off(request.user, request.session.session_key, app, account))


def _account(request, app):
    pk = request.POST.get("account", "")
    if not pk:
        return None
    if not pk.isdecimal():
        raise Http404
    return get_object_or_404(Account, pk=pk, platform=app.platform)


@require_GET
def callback(request, platform):
    """Where the platform sends the person back to; the code is exchanged and leaves the address bar at once."""
    if platform not in PLATFORMS:
        raise Http404
    try:
        consent = take_back(platform, request.GET, request.user, request.session.session_key)
    except Refused as refused:
        return _refused(request, refused)
    return HttpResponseRedirect(reverse("console:link_choose", args=[consent.pk]))


@require_http_methods(["GET", "POST"])
def choose(request, pk):
    """What the consent opened, to choose from."""
    try:
        consent = under_way(pk, request.user, request.session.session_key)
        if request.method == "POST" and request.POST.getlist("chosen"):
            return _linked(request, link(consent, request.POST.getlist("chosen"), request.user))
    except Refused as refused:
        return _refused(request, refused)
    if request.method == "POST":
        messages.error(request, _("Choose at least one."))
    offered = options(consent)
    lost = missing(consent, offered)
    if lost:
        return _failed(request, lost, consent.app, consent.account)
    return _page(request, "console/link_choose.html", consent=consent, options=offered)


def _linked(request, accounts):
    text = ngettext("%(names)s is linked.", "%(names)s are linked.", len(accounts))
    messages.success(request, text % {"names": ", ".join(f"“{account}”" for account in accounts)})
    if len(accounts) == 1:
        return HttpResponseRedirect(reverse("console:channels_admin_account_change", args=[accounts[0].pk]))
    return HttpResponseRedirect(reverse("console:channels_admin_account_changelist"))


def _refused(request, refused):
    wanted = refused.consent
    return _failed(request, refused, wanted and wanted.app, wanted and wanted.account)


def _failed(request, reason, app=None, account=None):
    return _page(request, "console/link_failed.html", status=400, reason=reason, app=app, account=account)


def _page(request, template, status=200, **context):
    context["title"] = _("Link accounts")
    return render(request, template, console.each_context(request) | context, status=status)
