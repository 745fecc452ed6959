"""Locks, always in one order: workgroup → agent → thread → interaction → delivery; never across a network call."""

import functools
import logging
import random
import time

from django.db import OperationalError

from interactions.models import Thread
from rows.prepared import Prepared

log = logging.getLogger(__name__)
TRIES = 4


_locked = Thread.objects.select_for_update(no_key=True).order_by("pk")
_by_id = Prepared(lambda ids: _locked.filter(pk__in=ids))
_by_name = Prepared(lambda channel, kind, names: _locked.filter(channel=channel, kind=kind, external_id__in=names))


def lock_threads(ids):
    """Hold these threads until the transaction ends; returns {id: Thread}. In the order of their ids."""
    return {thread.pk: thread for thread in _by_id(list(ids))}


def lock_threads_named(feed, names):
    """Hold the threads of a feed that have these external ids; returns {external id: Thread}."""
    return {thread.external_id: thread for thread in _by_name(feed.channel_id, feed.kind, list(names))}


def deadlocks_retried(work):
    """Run `work` again when the database chose it as the victim of a deadlock: it must be one whole transaction."""

    @functools.wraps(work)
    def tried(*args, **kwargs):
        for attempt in range(1, TRIES + 1):
            try:
                return work(*args, **kwargs)
            except OperationalError as error:
                if attempt == TRIES or "deadlock" not in str(error):
                    raise
                log.warning("%s met a deadlock, attempt %s", work.__name__, attempt)
                time.sleep(random.uniform(0, 0.05 * attempt))

    return tried
