"""What each feed looks at beside its own address."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from channels_admin.models import FeedKind
from channels_admin.models.usage import over_budget
from interactions.models import Thread
from platforms.base import Watch

WATCHED = timedelta(days=7)  # comments are read on threads with activity since
WATCHED_MOST = 50
LONG_AGO = timedelta(days=3650)


def watches(feeds):
    """{feed's id: Watch}, for many feeds with one query."""
    posts = _busy_posts([feed.channel_id for feed in feeds if feed.kind == FeedKind.FACEBOOK_POSTS])
    over = over_budget()
    return {feed.pk: _watch(feed, posts[feed.channel_id, feed.address], over) for feed in feeds}


def _watch(feed, posts, over):
    channel = feed.channel
    began = feed.begins(channel.enabled_at) or timezone.now() - LONG_AGO
    public = posts if feed.kind == FeedKind.FACEBOOK_POSTS else ()
    # Whose budget is used up goes without its keywords; what people write to it is read all the same (R9a).
    keywords = () if channel.pk in over else tuple(channel.keywords)
    return Watch(began, tuple(public), tuple(channel.addresses), keywords)


def _busy_posts(channels):
    """{(channel, page): threads' external ids, the busiest lately first}. Only Facebook is asked for its comments."""
    found = defaultdict(list)
    if not channels:
        return found
    place = Window(RowNumber(), partition_by=[F("channel"), F("address")], order_by=F("active_at").desc())
    recent = Thread.objects.filter(
        channel__in=channels, kind=FeedKind.FACEBOOK_POSTS, active_at__gte=timezone.now() - WATCHED
    )
    rows = recent.annotate(place=place).filter(place__lte=WATCHED_MOST).order_by("place")
    for channel, address, thread in rows.values_list("channel", "address", "external_id"):
        found[channel, address].append(thread)
    return found
