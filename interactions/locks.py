"""Locks, always in one order: workgroup → agent → thread → interaction → delivery; never across a network call."""

import functools
import logging
import random
import time

from django.db import OperationalError

from interactions.models import Thread

log = logging.getLogger(__name__)
TRIES = 4


def lock_threads(which):
    """Hold the threads of this condition until the transaction ends; returns {id: Thread}. In the order of their ids."""
    rows = Thread.objects.select_for_update(no_key=True).filter(which)
    return {thread.pk: thread for thread in rows.order_by("pk")}


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
