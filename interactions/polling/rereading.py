"""Asking again for posts read before: edits, hidings and deletions do not show when a feed is polled.

Each public feed is looked at again as a whole every few hours, whatever still matters of it: all that lies in open
interactions, and of what is younger than a week the newest. A webhook that came meanwhile has usually told us before.
"""

import logging
import random
import time
from datetime import timedelta
from itertools import batched

from django.db.models import Q
from django.utils import timezone

from channels_admin.models import Feed, FeedKind, Why
from interactions.intake import take_in
from interactions.models import Message
from interactions.models.customer import storable
from interactions.models.states import OPEN
from platforms.base import Outcome, PlatformError, PostKind

log = logging.getLogger(__name__)

# X charges for each post read, but not for the same post twice on one day (X API, "Pricing").
EVERY = {FeedKind.FACEBOOK_POSTS: timedelta(hours=4), FeedKind.X_POSTS: timedelta(days=1)}
RECENT = timedelta(days=7)
MOST = 500  # messages of a feed in conversations that are over, the newest first
TOGETHER = 100  # of these in one transaction
SCARCE = (Why.WAIT, Why.BACKOFF, Why.USAGE)  # what is left of the budget is for what is new


def reread_due(patience):
    """Look again at the feeds whose time has come, for `patience` seconds; returns how many."""
    ends, count = time.monotonic() + patience, 0
    while time.monotonic() < ends:
        feed = _claim()
        if feed is None:
            break
        _reread(feed)
        count += 1
    return count


def look_at(message):
    """How one public message stands now: the platform has just refused an answer to it, perhaps because it is gone."""
    thread = message.thread
    look = getattr(thread.module, "reread", None)
    feed = Feed.objects.filter(channel=thread.channel_id, kind=thread.kind, address=thread.address).first()
    if look is None or feed is None or thread.private:
        return
    try:
        standing = look(feed.wire(), [message.external_id])
    except PlatformError as error:
        log.warning("could not look at %s: %s", message.external_id, error)
    else:
        take_in(feed, [post for post in standing if _is_news(post, message.text, message.hidden)])


def _claim():
    """One feed that nobody else looks at now; the next time is not the same for all."""
    now = timezone.now()
    due = Feed.objects.polled().filter(kind__in=EVERY, next_reread_at__lte=now).exclude(why__in=SCARCE)
    for feed in due.select_related("channel__account").order_by("next_reread_at")[:10]:
        following = now + EVERY[feed.kind] * random.uniform(1, 1.1)
        if Feed.objects.filter(pk=feed.pk, next_reread_at=feed.next_reread_at).update(next_reread_at=following):
            return feed
    return None


def _reread(feed):
    look = getattr(feed.module, "reread", None)
    if look is None:
        return
    try:
        for some in batched(_still_of_interest(feed), TOGETHER, strict=False):
            known = {name: (text, hidden) for name, text, hidden in some}
            standing = look(feed.wire(), list(known))
            take_in(feed, [post for post in standing if _is_news(post, *known.get(post.external_id, ("", None)))])
    except PlatformError as error:
        _put_off(feed, error)
    except Exception:  # what cannot be stored must not keep the other feeds from their turn
        log.exception("changes of %s could not be taken in", feed)


def _is_news(post, text, hidden):
    """A platform may say how a post stands now, whether that is news or not."""
    if post.kind == PostKind.EDIT:
        return storable(post.text) != text
    return post.kind != PostKind.HIDING or post.hidden != hidden


def _still_of_interest(feed):
    """(external id, text, hidden) of messages that somebody may still see at his desk: all that are open, and recent ones.

    What answered a post in private is no post: asked for as one it would spoil the answer for those asked with it.
    """
    public = Message.objects.filter(thread__kind=feed.kind, thread__address=feed.address, private_reply=False)
    rows = public.filter(channel=feed.channel, deleted_at=None).exclude(external_id=None)
    rows = rows.order_by("-platform_at").values_list("external_id", "text", "hidden")
    still_open = Q(interaction__state__in=OPEN)
    recent = rows.filter(platform_at__gte=timezone.now() - RECENT).exclude(still_open)
    return [*rows.filter(still_open), *recent[:MOST]]


def _put_off(feed, error):
    log.warning("looking again at %s failed: %s", feed, error)
    if error.outcome == Outcome.ACCOUNT_SUSPENDED:
        feed.channel.account.suspend(error.reason)
    elif error.retry_at:
        Feed.objects.filter(pk=feed.pk).update(next_reread_at=error.retry_at)
