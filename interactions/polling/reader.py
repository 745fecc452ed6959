"""The reader of a process: many threads read, and one at a time claims, stores and settles for all of them."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from channels_admin.models import Feed
from channels_admin.models.feed import LEASE
from interactions.polling.reading import Reading
from interactions.polling.watching import watches

log = logging.getLogger(__name__)

TOGETHER = 0.05  # seconds for which readings that end are collected, to be written down at once
PACE = 0.1  # seconds between two looks for what is due
CLAIMED = 2  # feeds for each thread, so that none stands idle until the next look
HOLD_EVERY = LEASE.total_seconds() / 3


class Reader:
    """Reads feeds with a fixed number of threads. What a turn leaves unfinished, the next one goes on with."""

    def __init__(self, threads):
        """`threads` read at the same time."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="poll")
        self._most = threads * CLAIMED
        self._reading = {}  # future of a page: its Reading
        self._guard, self._queued = threading.Lock(), 0
        self._look_at = self._hold_at = 0.0

    def turn(self, stay):
        """Read what is due now, and for `stay` seconds what becomes due meanwhile; returns how many were claimed.

        It ends when all is read; or, once its time is over, when another turn waits to go on with what is still read.
        """
        self._queued += 1
        with self._guard:
            self._queued -= 1
            self._look_at = 0.0
            return self._work(time.monotonic() + stay)

    def read(self, feeds):
        """Read these feeds to their end."""
        with self._guard:
            self._start(feeds)
            while self._reading:
                self._finish()

    def _work(self, ends):
        claimed = self._claim()
        while self._reading or self._sleep_until_due(ends):
            over = time.monotonic() >= ends
            if over and self._queued:
                break
            self._finish()
            claimed += 0 if over else self._claim()
        return claimed

    def _claim(self):
        """Begin with what is due; returns how many."""
        room = self._most - len(self._reading)
        if not room or time.monotonic() < self._look_at:
            return 0
        feeds = Feed.objects.claim(timezone.now(), limit=room)
        self._look_at = time.monotonic() + (0 if len(feeds) == room else PACE)
        self._start(feeds)
        return len(feeds)

    def _sleep_until_due(self, ends):
        """Nothing is being read: wait for what becomes due. False where nothing does in time."""
        now, left = timezone.now(), ends - time.monotonic()
        due = Feed.objects.next_due(now, now + timedelta(seconds=left)) if left > 0 else None
        if due is None:
            return False
        time.sleep(max((due - now).total_seconds(), self._look_at - time.monotonic(), 0))
        return True

    def _start(self, feeds):
        now, failed = timezone.now(), []
        seen = watches(feeds)
        for feed in feeds:
            reading = Reading(feed, seen[feed.pk], now)
            try:
                reading.connect()
            except Exception as error:  # noqa: BLE001  a token that cannot be used concerns one account only
                failed.append(reading.fail(error))
            else:
                self._read_on(reading)
        self._settle(failed)

    def _read_on(self, reading):
        self._reading[self._pool.submit(reading.fetch)] = reading

    def _finish(self):
        """Store what has been read in this moment, and go on with feeds that have more."""
        done, _ = wait(self._reading, timeout=TOGETHER)
        self._settle([one for one in [self._taken(self._reading.pop(future), future) for future in done] if one])
        if time.monotonic() >= self._hold_at:
            self._hold_at = time.monotonic() + HOLD_EVERY
            Feed.objects.hold([reading.feed.pk for reading in self._reading.values()], timezone.now())

    def _taken(self, reading, future):
        """Store a page; returns the reading when it was the last."""
        try:
            more = reading.take(future.result())
        except Exception as error:  # noqa: BLE001  what we cannot read or store is shown in the console and tried again
            return reading.fail(error)
        if not more:
            return reading
        return self._read_on(reading)

    def _settle(self, readings):
        if not readings:
            return
        now = timezone.now()
        counted = {reading.feed.channel.account_id for reading in readings if reading.counts()}
        sharing = Feed.objects.sharing(counted) if counted else {}
        changes = [(one.feed, one.changes(sharing.get(one.token, 1), now)) for one in readings]
        try:
            Feed.objects.settle(changes)
        except (DatabaseError, TypeError, ValueError):
            log.warning("%s readings could not be written down together", len(readings), exc_info=True)
            self._settle_singly(readings, changes, now)

    def _settle_singly(self, readings, changes, now):
        """So that a value which the database refuses, such as a NUL from a platform, stops its own feed only."""
        for reading, change in zip(readings, changes, strict=True):
            try:
                Feed.objects.settle([change])
            except (DatabaseError, TypeError, ValueError) as error:
                Feed.objects.settle([(reading.feed, reading.fail(error).changes(1, now))])
