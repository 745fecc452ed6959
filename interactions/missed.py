"""A channel goes on from where it stopped: what webhooks stored meanwhile as history opens interactions after all (R15)."""

from django.db import transaction

from channels_admin.models import Channel, FeedKind
from interactions import noise
from interactions.locks import deadlocks_retried, lock_threads
from interactions.models import Interaction, Message, Thread

BATCH = 200


def open_missed():
    """Every channel that was enabled from where it stopped, until nothing of it is left."""
    for channel in Channel.objects.filter(enabled_at__isnull=False, disabled_at__isnull=False):
        threads = list(_missed(channel).order_by().values_list("thread", flat=True).distinct()[:BATCH])
        for thread in threads:
            _open(channel, thread)
        if len(threads) < BATCH:
            Channel.objects.filter(pk=channel.pk, disabled_at=channel.disabled_at).update(disabled_at=None)


def _missed(channel):
    """What customers wrote since it stopped and nobody was given."""
    rows = Message.objects.filter(channel=channel, outbound=False, interaction=None, deleted_at=None, noise=None)
    rows = rows.exclude(author__blocked=True)
    return rows.filter(platform_at__gte=channel.disabled_at)


@deadlocks_retried
def _open(channel, pk):
    with transaction.atomic():
        lock_threads([pk])
        thread = Thread.objects.select_related("channel").get(pk=pk)
        workgroup = channel.workgroup_for(FeedKind(thread.kind).media_type)
        messages = _missed(channel).filter(thread=pk).select_related("author").order_by("platform_at", "pk")
        wanted = [message for message in messages if not noise.caught_by(message)] if workgroup else []
        if wanted:
            Interaction.catch_up(thread, wanted, workgroup)
