"""Reading the feeds that are due: many at once, each to its end, nothing skipped when a worker dies."""

import logging
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import close_old_connections
from django.utils import timezone

from channels_admin.models import Feed
from interactions.intake import take_in
from interactions.models import Thread
from interactions.models.customer import storable
from platforms.base import Outcome, PlatformError, Watch

log = logging.getLogger(__name__)

WATCHED = timedelta(days=7)  # comments are read on threads with activity since
WATCHED_MOST = 50
PAGES_MOST = 50  # a feed that is far behind goes on at its next turn
BACKOFF_MOST = 300  # seconds
LONG_AGO = timedelta(days=3650)


def poll_due(limit=50):
    """Claim up to `limit` due feeds and read them concurrently."""
    feeds = Feed.objects.claim(timezone.now(), limit=limit)
    if len(feeds) == 1:
        poll(feeds[0])
    elif feeds:
        with ThreadPoolExecutor(min(len(feeds), 8)) as pool:
            list(pool.map(_poll_in_thread, feeds))
    return len(feeds)


def _poll_in_thread(feed):
    try:
        poll(feed)
    finally:
        close_old_connections()


def poll(feed):
    """Read one feed to its end; the cursor moves with the messages of each page."""
    try:
        rate = _follow(feed)
    except PlatformError as error:
        return _failed(feed, error)
    except Exception as error:  # noqa: BLE001  what we cannot read or store is shown in the console and tried again
        log.exception("poll of %s could not be taken in", feed)
        return feed.poll_failed(storable(f"{type(error).__name__}: {error}"), until=_later(feed))
    feed.polled()
    if rate.wait_until:
        feed.wait(rate.wait_until)


def _follow(feed):
    """Page after page; every page is committed with its cursor before the next is asked for."""
    watch = _watch(feed)
    for _turn in range(PAGES_MOST):
        page = feed.module.fetch(feed.wire(), feed.cursor, feed.channel.post_limit, watch)
        take_in(feed, page.posts, page.cursor)
        feed.cursor = page.cursor
        if not page.more or page.rate.wait_until:
            break
    return page.rate


def _watch(feed):
    channel = feed.channel
    recent = Thread.objects.filter(channel=channel, kind=feed.kind, active_at__gte=timezone.now() - WATCHED)
    posts = recent.order_by("-active_at").values_list("external_id", flat=True)[:WATCHED_MOST]
    began = channel.enabled_at or timezone.now() - LONG_AGO
    return Watch(began, tuple(posts), tuple(channel.addresses), tuple(channel.keywords))


def _failed(feed, error):
    log.warning("poll of %s failed: %s", feed, error)
    if error.outcome == Outcome.ACCOUNT_SUSPENDED:
        feed.channel.account.suspend(error.reason)
    feed.poll_failed(error.reason or str(error), until=error.retry_at or _later(feed))


def _later(feed):
    """When a feed that failed is tried again: later each time, and not all at the same moment."""
    return timezone.now() + timedelta(seconds=min(2**feed.failures, BACKOFF_MOST) * random.uniform(0.7, 1.3))
