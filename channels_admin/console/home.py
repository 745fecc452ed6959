"""The console's home: the set-up steps, what needs attention, licenses, and how the channels do."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agents.license_counts import counts
from agents.models import Family, License
from audit.console_site import console
from audit.rights import Right
from channels_admin.addressing import what_it_reads
from channels_admin.console.needs import needs
from channels_admin.health import condition, feeds_of
from channels_admin.models import Channel
from channels_admin.set_up import steps


@require_GET
def home(request):
    """The page; for those who may not see the channels, the first one that they may."""
    if not request.user.has_perm(Right.SOCIAL_MEDIA_ADMIN):
        return HttpResponseRedirect(console.navigation(request)[0].url)
    now = timezone.now()
    features = {row.part: row for row in License.valid(now.date())}
    rows = channel_rows(features, now)
    order = steps()
    context = {
        "title": _("Home"),
        "now": now,
        "steps": order,
        "done": sum(step.done for step in order),
        "needs": needs(rows),
        "counts": counts(now.date()),
        "features": [(family, part, features.get(part)) for family, part in License.FEATURES.items()],
        "channels": [row_of(channel, found, now) for channel, found in rows],
    }
    return render(request, "console/home.html", console.each_context(request) | context)


def row_of(channel, found, now):
    """What the page shows of one channel."""
    feeds = feeds_of(channel, now)
    failing = [one for one in feeds if one.feed.last_error]
    return {
        "channel": channel,
        "reads": what_it_reads(channel),
        "condition": found,
        "feeds": feeds,
        "failing": failing,
    }


def channel_rows(features, now):
    """[(channel, condition)], what wants attention first."""
    licensed = {family: part in features for family, part in License.FEATURES.items()}
    channels = Channel.objects.current().select_related("account", "conversation_workgroup", "direct_workgroup")
    rows = [
        (channel, condition(channel, licensed[Family.of(channel.platform)], now))
        for channel in channels.defer("account__token").prefetch_related("feeds")
    ]
    return sorted(rows, key=lambda row: (not row[1].bad, not row[0].enabled, row[0].name))
