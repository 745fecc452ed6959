"""Recordings for tests: rows without a document, where only the row matters."""

import itertools
from datetime import timedelta

from django.utils import timezone

from supervision.recordings.models import Recording
from tests import factories

_firsts = itertools.count(1)


def recording(*, interaction=None, agent=None, workgroup=None, platform="facebook", **facts):
    """A sealed recording of an interaction that ended just now."""
    if interaction is None:
        workgroup = workgroup or factories.WorkgroupFactory()
        thread = factories.ThreadFactory(channel__account__platform=platform)
        interaction = factories.InteractionFactory(thread=thread, workgroup=workgroup)
    now = timezone.now()
    about = {
        "workgroup": workgroup or interaction.workgroup,
        "channel": interaction.thread.channel,
        "platform": interaction.platform,
        "media_type": interaction.media_type,
        "cause": "policy",
        "first": next(_firsts),
        "began_at": now - timedelta(minutes=5),
        "ended_at": now,
        "sealed_at": now,
        "length": 0,
        "chain": "0" * 64,
        "seal": "0" * 64,
    }
    return Recording.objects.create(interaction=interaction, agent=agent, **about | facts)
