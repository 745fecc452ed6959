"""Feeds as rows: claimed by one, settled many at a time; gaps that are kept; and what the console says of both (R6, R8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from channels_admin import health
from channels_admin.models import Account, Channel, Feed, FeedKind, Gap, Why
from interactions.models import Thread
from platforms.base import Gap as Span
from tests import factories
from tests.channels_admin.forms_filled import page_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]

SECOND = timedelta(seconds=1)


@pytest.fixture
def page():
    """A Facebook page that is read in public and in private."""
    channel = factories.ChannelFactory(account=factories.AccountFactory(external_id="110"))
    channel.enable()
    return channel


def feeds_due(page, **late):
    """Its two feeds, each so many seconds overdue."""
    now = timezone.now()
    for kind, seconds in late.items():
        Feed.objects.filter(kind=kind).update(next_poll_at=now - seconds * SECOND)
    return now


def claimed(now, limit=50):
    """The kinds that a worker gets, in order."""
    return [feed.kind for feed in Feed.objects.claim(now, limit=limit)]


def test_the_longest_overdue_are_claimed_first_and_not_more_than_asked_for(page):
    now = feeds_due(page, facebook_posts=2, messenger=3)
    assert [claimed(now, 1), claimed(now, 1), claimed(now, 1)] == [["messenger"], ["facebook_posts"], []]


def test_the_beat_is_kept_although_a_poll_begins_late(page):
    now = feeds_due(page, facebook_posts=2, messenger=0)
    due = dict(Feed.objects.values_list("kind", "next_poll_at"))
    claimed(now)
    assert dict(Feed.objects.values_list("kind", "next_poll_at")) == {
        kind: moment + 5 * SECOND for kind, moment in due.items()
    }


def test_polls_that_were_missed_are_not_made_up_for(page):
    now = feeds_due(page, facebook_posts=3600, messenger=3600)
    assert len(claimed(now)) == 2
    assert set(Feed.objects.values_list("next_poll_at", flat=True)) == {now + 2.5 * SECOND}


def test_a_claimed_feed_still_says_when_it_was_due(page):
    now = feeds_due(page, facebook_posts=4)
    [feed] = [feed for feed in Feed.objects.claim(now, limit=9) if feed.kind == FeedKind.FACEBOOK_POSTS]
    assert feed.next_poll_at == now - 4 * SECOND


def test_a_feed_that_is_still_being_read_is_nobody_elses(page):
    now = feeds_due(page, facebook_posts=0, messenger=0)
    reading = Feed.objects.claim(now, limit=50)
    Feed.objects.hold([feed.pk for feed in reading], now + 50 * SECOND)
    assert claimed(now + 61 * SECOND) == []
    assert len(claimed(now + 111 * SECOND)) == 2


@pytest.mark.parametrize("state", ["disabled", "suspended", "not_yet"])
def test_what_is_not_to_be_read_is_not_claimed(page, state):
    now = feeds_due(page, facebook_posts=1, messenger=1)
    if state == "disabled":
        Channel.objects.update(enabled_at=None)
    elif state == "suspended":
        Account.objects.update(suspended_at=now)
    else:
        Feed.objects.update(next_poll_at=now + SECOND)
    assert claimed(now) == []
    assert Feed.objects.next_due(now, now) is None


def test_the_next_one_is_known_beforehand_unless_a_worker_has_it(page):
    now = feeds_due(page, facebook_posts=-3, messenger=-7)
    following = Feed.objects.get(kind=FeedKind.FACEBOOK_POSTS)
    assert Feed.objects.next_due(now, now + 5 * SECOND) == following.next_poll_at
    assert Feed.objects.next_due(now, now + 2 * SECOND) is None
    Feed.objects.filter(pk=following.pk).update(busy_until=now + 60 * SECOND)
    assert Feed.objects.next_due(now, now + 5 * SECOND) is None


def test_readings_are_written_down_together_each_with_its_own_values(page):
    now, (posts, inbox) = timezone.now(), Feed.objects.order_by("kind")
    well = {"busy_until": None, "last_poll_at": now, "lag_ms": 40, "cursor": {"seen": 7}}
    badly = {"busy_until": None, "last_error": "503", "failures": 3, "next_poll_at": now + SECOND}
    Feed.objects.settle([(posts, well), (inbox, badly)])
    for feed, facts in ((posts, well), (inbox, badly)):
        feed.refresh_from_db()
        assert {name: getattr(feed, name) for name in facts} == facts


def test_how_many_feeds_are_read_with_one_token(page):
    other = factories.ChannelFactory(account=page.account, addresses=["111"], direct_workgroup=None)
    other.enable()
    shared = {(page.account.pk, "facebook_posts"): 2, (page.account.pk, "messenger"): 1}
    assert Feed.objects.sharing([page.account.pk]) == shared
    other.disable()
    assert Feed.objects.sharing([page.account.pk])[page.account.pk, "facebook_posts"] == 1


def span(since, until, peer=""):
    """A gap as a platform module reports it, in days ago."""
    now = timezone.now().replace(microsecond=0)
    return Span(now - timedelta(days=since), now - timedelta(days=until), peer)


def test_a_gap_that_is_reported_again_is_kept_once_and_grows(page):
    feed = page.feeds.get(kind="messenger")
    for until in (5, 4, 4):
        Gap.objects.note(feed, [span(6, until, "901")])
    [gap] = Gap.objects.all()
    assert (gap.until - gap.since, gap.peer) == (timedelta(days=2), "901")


def test_two_ends_of_one_gap_in_the_same_page_are_the_later_one(page):
    Gap.objects.note(page.feeds.get(kind="messenger"), [span(6, 3), span(6, 5), span(2, 1)])
    assert [(gap.until - gap.since).days for gap in Gap.objects.all()] == [3, 1]


def test_a_conversation_knows_its_own_gaps_and_those_of_the_whole_feed(page):
    inbox = page.feeds.get(kind="messenger")
    Gap.objects.note(inbox, [span(6, 5, "901"), span(4, 3, "902"), span(2, 1)])
    Gap.objects.note(page.feeds.get(kind="facebook_posts"), [span(9, 8)])
    peer = factories.IdentityFactory(external_id="901")
    private = factories.ThreadFactory(channel=page, address="110", peer=peer, customer=peer.customer)
    public = factories.ThreadFactory(channel=page, address="110")
    days = lambda thread: [(timezone.now() - gap.since).days for gap in Gap.objects.for_thread(thread)]  # noqa: E731
    assert days(Thread.objects.get(pk=private.pk)) == [6, 2]
    assert days(public) == [9]


@pytest.mark.parametrize(
    ("facts", "real", "words"),
    [
        ({}, 5000, "as often as asked for"),
        ({"why": Why.QUOTA, "interval_now": 75_000}, 75_000, "the platform counts calls"),
        ({"why": Why.USAGE, "interval_now": 30_000}, 30_000, "three quarters"),
        ({"why": Why.BACKOFF, "interval_now": 9_000}, 9_000, "the last reading failed"),
        ({"why": Why.WAIT, "interval_now": 900_000}, 900_000, "asked us to stay away"),
        ({"why": Why.ASKED, "interval_now": 900_000}, 5000, "as often as asked for"),
    ],
)
def test_the_interval_it_keeps_and_why(page, facts, real, words):
    Feed.objects.filter(kind=FeedKind.MESSENGER).update(**facts)
    page.refresh_from_db()
    one = next(one for one in health.feeds_of(page) if one.feed.kind == FeedKind.MESSENGER)
    assert (one.real, one.stretched) == (real, real > 5000)
    assert words in str(one.why)


def test_what_is_asked_for_counts_at_once_even_where_it_is_stretched(page):
    Feed.objects.update(why=Why.QUOTA, interval_now=75_000)
    Channel.objects.update(poll_interval=90_000)
    page.refresh_from_db()
    assert {one.real for one in health.feeds_of(page)} == {90_000}


def test_the_channels_page_shows_interval_reason_and_gaps(admin, licensed, page):
    Feed.objects.filter(kind=FeedKind.MESSENGER).update(why=Why.USAGE, interval_now=30_000, lag_ms=240)
    Gap.objects.note(page.feeds.get(kind="messenger"), [span(6, 5, "901")])
    shown = admin.get(page_of(Channel, "change", page.pk)).content.decode()
    for words in ("30 s</b>", "three quarters", "0.2 s after it was due", "Gaps", "customer 901"):
        assert words in shown, words
    assert "three quarters" in admin.get("/console/").content.decode()
