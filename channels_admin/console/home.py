"""The console's home: the set-up steps, what needs attention, licenses, and how the channels do."""

from typing import NamedTuple

from django.db.models import Case, Count, F, Max, When
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
from channels_admin.health import condition, feeds_of, in_trouble
from channels_admin.models import Channel, Feed, Platform
from channels_admin.set_up import steps

SHOWN = 25  # channels on the page; the list has all
SECRETS = [f"account__{name}" for name in ("token", "refresh_token", "client_secret")]


class Tab(NamedTuple):
    """Channels of one platform, or of all."""

    value: str
    words: object
    count: int
    current: bool


@require_GET
def home(request):
    """The page; for those who may not see the channels, the first one that they may."""
    if not request.user.has_perm(Right.SOCIAL_MEDIA_ADMIN):
        return HttpResponseRedirect(console.navigation(request)[0].url)
    now = timezone.now()
    licenses = counts(now.date())
    features = {row.part: row for row in License.valid(now.date())}
    platform = request.GET.get("platform", "")
    platform = platform if platform in Platform.values else ""
    tabs, rows = platform_tabs(platform), channel_rows(features, now, platform)
    order, checked = steps(), Feed.objects.aggregate(at=Max("last_poll_at"))["at"]
    context = {
        "title": _("Home"),
        "now": now,
        "steps": order,
        "done": sum(step.done for step in order),
        "needs": needs(licenses),
        "checked": checked,
        "tabs": tabs,
        "more": max(0, next(tab.count for tab in tabs if tab.current) - len(rows)),
        "counts": licenses,
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


def platform_tabs(chosen):
    """The tabs of the channels' table, with how many each has."""
    rows = Channel.objects.current().order_by().values_list("platform").annotate(n=Count("pk"))
    counted = {platform: n for platform, n in rows}
    both = [("", _("All"), sum(counted.values())), *((one, one.label, counted.get(one, 0)) for one in Platform)]
    return [Tab(value, words, n, value == chosen) for value, words, n in both]


def channel_rows(features, now, platform=""):
    """[(channel, condition)], what wants attention first; of many channels the first ones."""
    licensed = {family: part in features for family, part in License.FEATURES.items()}
    channels = Channel.objects.current().select_related("account", "conversation_workgroup", "direct_workgroup")
    channels = channels.prefetch_related("feeds")
    bad = Case(When(pk__in=in_trouble(now).values("pk"), then=0), default=1)
    channels = channels.filter(platform=platform) if platform else channels
    channels = (
        channels.defer(*SECRETS).annotate(bad=bad).order_by("bad", F("enabled_at").asc(nulls_last=True), "name")[:SHOWN]
    )
    rows = [(channel, condition(channel, licensed[Family.of(channel.platform)], now)) for channel in channels]
    return sorted(rows, key=lambda row: (not row[1].bad, not row[0].enabled, row[0].name))
