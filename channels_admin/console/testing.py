"""The page that tests several channels one after the other; each is asked by `checks.test`."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.console_site import console
from channels_admin.models import Channel

MOST = 200  # channels tested at once


@require_GET
def several(request):
    """Those that were ticked; without any, all that are enabled."""
    ids = [one for one in request.GET.getlist("id") if one.isdecimal()]
    channels = Channel.objects.current().order_by("name")
    channels = channels.filter(pk__in=ids) if ids else channels.filter(enabled_at__isnull=False)
    rows = list(channels[: MOST + 1])
    context = {
        "title": _("Test connections"),
        "opts": Channel._meta,
        "channels": rows[:MOST],
        "more": len(rows) > MOST,
        "most": MOST,
    }
    return render(request, "console/test_channels.html", console.each_context(request) | context)
