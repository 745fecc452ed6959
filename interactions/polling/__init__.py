"""Reading the feeds that are due: many at once, each to its end, nothing skipped when a worker dies.

Threads wait for the platforms and know nothing of the database; the thread of whoever asks claims feeds, stores what they
brought and writes down how it went, for many feeds at a time. A cursor moves with the messages of its page, so a reading
that is lost is only repeated.
"""

import os
from functools import cache

from django.conf import settings

from interactions.polling.reader import Reader

TURN = 1.0  # seconds; the tick comes once a second


def poll_due(stay=0.0):
    """Read what is due, and for `stay` seconds what becomes due meanwhile; returns how many feeds were claimed."""
    return _reader_of(os.getpid()).turn(stay)


def poll(feed):
    """Read one feed to its end now, whether it is due or not."""
    _reader_of(os.getpid()).read([feed])


@cache
def _reader_of(_process):
    # By process: threads do not survive a fork.
    return Reader(settings.POLL_THREADS)
