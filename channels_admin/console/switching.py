"""The page of the switch that enables social media: what it says, what follows, and turning it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agents.models import Installation
from audit.console_site import console
from channels_admin.models import Channel
from channels_admin.switch import open_interactions, switch_off, switch_on


@require_http_methods(["GET", "POST"])
def page(request):
    """See what follows; POST `to` = on or off turns it, `from` = stopped goes on where each channel stopped."""
    if request.method == "POST":
        return _turn(request)
    here = Installation.objects.select_related("switched_by").get(pk=Installation.here().pk)
    context = {
        "title": _("Social media"),
        "here": here,
        "enabled": Channel.objects.filter(enabled_at__isnull=False).count(),
        "coming": list(Channel.objects.filter(off_with_all=True)),
        "open": open_interactions() if here.social_media else 0,
    }
    return render(request, "console/switch.html", console.each_context(request) | context)


def _turn(request):
    if request.POST.get("to") == "off":
        _off(request)
    elif request.POST.get("to") == "on":
        _on(request)
    return HttpResponseRedirect(reverse("console:switch"))


def _off(request):
    n = len(switch_off(request.user))
    text = ngettext(
        "Social media is off. %(n)s channel was disabled.", "Social media is off. %(n)s channels were disabled.", n
    )
    messages.success(request, text % {"n": n})


def _on(request):
    for channel, why in switch_on(request.user, from_where_it_stopped=request.POST.get("from") == "stopped"):
        messages.warning(request, _("“%(channel)s” stays disabled: %(why)s") % {"channel": channel, "why": why})
    messages.success(request, _("Social media is on."))
