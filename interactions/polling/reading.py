"""One reading of one feed: page after page, and what is to be written down of it."""

import logging
import random
import threading
from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from channels_admin.models import Gap, Why
from channels_admin.models.usage import note
from interactions.intake import take_in
from interactions.models.customer import storable
from interactions.polling.budget import pace
from platforms.base import Outcome, PlatformError, Rate
from platforms.light import reader

log = logging.getLogger(__name__)

PAGES_MOST = 50  # a feed that is far behind goes on at its next turn
BACKOFF_MOST = 300  # seconds
SOONEST = timedelta(seconds=0.5)  # after a failure, whatever the platform's clock says
LONGEST = 2**31 - 1  # milliseconds that the column holds
MILLISECOND = timedelta(milliseconds=1)

_own = threading.local()


class Reading:
    """What has been read of a feed in this turn. `fetch` is for another thread, all else for the one with the database."""

    def __init__(self, feed, watch, now):
        """`feed` still says when it was due; `now` is when it was claimed."""
        self.feed, self.token = feed, (feed.channel.account_id, feed.kind)
        self._began, self._watch, self._wire = now, watch, None
        self._rate, self._pages, self._unsaved, self._error = Rate(), 0, False, None

    def connect(self):
        """Look up how to talk to the platform, which may fail as a reading does."""
        self._wire = self.feed.wire()

    def fetch(self):
        """The next page. Talks to the platform, and to nobody else."""
        wire = replace(self._wire, http=_client())
        return self.feed.module.fetch(wire, self.feed.cursor, self.feed.channel.post_limit, self._watch)

    def take(self, page):
        """Store a page, its gaps and its cursor together; returns whether the next is to be read at once."""
        feed, self._pages = self.feed, self._pages + 1
        self._unsaved = not (page.posts or page.gaps) and (self._unsaved or page.cursor != feed.cursor)
        if page.gaps:
            with transaction.atomic():
                self._count(page, take_in(feed, page.posts, page.cursor))
                Gap.objects.note(feed, page.gaps)
        elif page.posts:
            self._count(page, take_in(feed, page.posts, page.cursor))
        else:
            self._count(page, 0)
        feed.cursor, self._rate = page.cursor, self._rate.worse(page.rate)
        return page.more and not page.rate.wait_until and self._pages < PAGES_MOST

    def _count(self, page, new):
        """X charges for each object once a day, and readings overlap: what was known already costs nothing."""
        if page.reads:
            note(self.feed.channel_id, {k: n if k == "call" else min(n, new) for k, n in page.reads.items()})

    def fail(self, error):
        """It ends here, for this reason; returns itself."""
        self._error = error
        if getattr(error, "outcome", None) == Outcome.ACCOUNT_SUSPENDED:
            self.feed.channel.account.suspend(error.reason)
        return self

    def counts(self):
        """Does the platform count our calls, so that it matters who else makes some?"""
        return self._error is None and self._rate.left is not None

    def changes(self, sharers, now):
        """What is to be written down of the feed, by field. The time it is next due only where that changes."""
        facts = {"busy_until": None, "lag_ms": max(int((now - self.feed.next_poll_at) / MILLISECOND), 0)}
        if self._unsaved and not self._error:  # nothing was stored that it would have to move with
            facts["cursor"] = self.feed.cursor
        return facts | (self._failure(now) if self._error else self._success(sharers, now))

    def _success(self, sharers, now):
        facts = {"last_poll_at": now, "last_error": "", "failures": 0, "rate": _told(self._rate)}
        interval, why = pace(self.feed, self._rate, sharers, now)
        if self._rate.wait_until:
            return facts | _waits(self._rate.wait_until, Why.WAIT, now)
        if interval != self.feed.interval:
            facts["next_poll_at"] = max(self._began + interval * MILLISECOND, now)
        return facts | {"interval_now": interval, "why": why}

    def _failure(self, now):
        feed, error = self.feed, self._error
        if isinstance(error, PlatformError):
            log.warning("poll of %s failed: %s", feed, error)
            reason, until = error.reason or str(error), error.retry_at
        else:  # what we cannot read or store is shown in the console and tried again
            log.error("poll of %s could not be taken in", feed, exc_info=error)
            reason, until = f"{type(error).__name__}: {error}", None
        facts = {"last_error": storable(reason)[:500], "failures": feed.failures + 1}
        return facts | _waits(until or _later(feed, now), Why.WAIT if until else Why.BACKOFF, now)


def _told(rate):
    """The platform's words about our budget, to be shown."""
    counted = {} if rate.left is None else {"limit": rate.limit, "left": rate.left}
    resets = {"resets_at": rate.resets_at.isoformat()} if rate.resets_at else {}
    return {"used": round(rate.used, 1), **counted, **resets}


def _waits(until, why, now):
    until = max(until, now + SOONEST)
    ahead = min(int((until - now) / MILLISECOND), LONGEST)
    return {"next_poll_at": until, "interval_now": ahead, "why": why}


def _later(feed, now):
    """When a feed that failed is tried again: later each time, and not all at the same moment."""
    return now + timedelta(seconds=min(2**feed.failures, BACKOFF_MOST) * random.uniform(0.7, 1.3))


def _client():
    """The client of this thread: finding a free connection among those of all threads costs more than sending."""
    if not hasattr(_own, "client"):
        _own.client = reader()
    return _own.client
