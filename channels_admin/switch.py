"""The switch that enables social media (R31). Off acts as disabling every channel: it is not read where messages pass.

So it costs nothing there, and counts at the next poll and the next delivery as a channel's own state does. Only the checks
that run by themselves, of tokens, webhooks and templates, ask it before they ask a platform.
"""

from django.db import transaction
from django.utils import timezone

from agents.models import Installation
from audit import recording
from channels_admin.addressing import obstacles
from channels_admin.models import Channel


def is_on():
    """May platforms be asked anything without a person who asks?"""
    return Installation.here().social_media


def switch_on(by, *, from_where_it_stopped=False):
    """Channels can be enabled from now on; those that went off with the switch are. Returns [(channel, why it stays off)]."""
    with transaction.atomic():
        here = Installation.locked()
        if here.social_media:
            return []
        here.switch(True, by)
        channels = list(Channel.objects.filter(off_with_all=True).select_related("account"))
        kept = [(channel, obstacles(channel)) for channel in channels]
        for channel, wrong in kept:
            if not wrong:
                channel.enable(from_where_it_stopped=from_where_it_stopped)
        enabled = [str(channel) for channel, wrong in kept if not wrong]
        recording.record(by, "switched on", here, {}, {"enabled": enabled} if enabled else {})
    return [(channel, wrong[0]) for channel, wrong in kept if wrong]


def switch_off(by):
    """Disable every channel, and none can be enabled until it is on again. Returns the names of those that were enabled."""
    with transaction.atomic():
        here = Installation.locked()
        if not here.social_media:
            return []
        here.switch(False, by)
        enabled = Channel.objects.filter(enabled_at__isnull=False)
        names = list(enabled.values_list("name", flat=True))
        enabled.update(enabled_at=None, disabled_at=timezone.now(), off_with_all=True)
        recording.record(by, "switched off", here, {}, {"disabled": names} if names else {})
    return names


def open_interactions():
    """How many are open on all channels together."""
    # The floor above keeps them; only their number is needed here.
    found = Channel.objects.filter(threads__interactions__isnull=False, threads__interactions__disconnected_at=None)
    return found.values("threads__interactions").count()
