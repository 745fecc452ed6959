"""Reading feeds: claimed by one, backed off when it fails, and the cursor never past what is stored (R6, R8, R9)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from channels_admin.models import Account, Channel, Feed, Platform
from interactions import polling
from interactions.intake import take_in
from interactions.models import Interaction, Message
from platforms.base import Watch
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]

BAD_TOKEN = {"error": {"message": "Expired", "type": "OAuthException", "code": 190}}


@pytest.fixture
def page():
    return company.channel(None, public=company.workgroup(), platform=Platform.FACEBOOK, address="110")


@pytest.fixture
def feed(page, platform):
    return page.feeds.get()


def posts(platform, *texts):
    """Visitors write on the page."""
    for number, text in enumerate(texts):
        author = {"id": f"90{number}", "name": f"Visitor {number}"}
        platform.control("facebook/posts", {"page": "110", "author": author, "message": text})


def polled(feed):
    """It is due, and a worker reads it."""
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=timezone.now() - timedelta(seconds=1), busy_until=None)
    polling.poll_due()
    feed.refresh_from_db()


def texts():
    return sorted(message.text for message in Message.objects.all())


def test_what_visitors_wrote_comes_in_once(feed, platform):
    posts(platform, "First", "Second")
    polled(feed)
    polled(feed)
    assert (texts(), Interaction.objects.count()) == (["First", "Second"], 2)
    assert (feed.last_error, feed.last_poll_at is not None, feed.busy_until) == ("", True, None)


def test_more_than_one_page_of_posts_is_read_to_its_end(page, feed, platform):
    Channel.objects.filter(pk=page.pk).update(post_limit=5)
    posts(platform, *[f"{number:02}" for number in range(13)])
    polled(feed)
    assert len(texts()) == 13


def test_a_due_feed_is_claimed_by_one_worker(feed):
    now = timezone.now()
    assert Feed.objects.claim(now, limit=50) == [feed]
    assert Feed.objects.claim(now, limit=50) == []


def test_a_feed_whose_worker_died_is_due_again_after_a_minute(feed):
    now = timezone.now()
    Feed.objects.claim(now, limit=50)
    assert Feed.objects.claim(now + timedelta(seconds=59), limit=50) == []
    assert Feed.objects.claim(now + timedelta(seconds=61), limit=50) == [feed]


def test_a_failed_poll_says_why_and_is_tried_later_and_later(feed, platform):
    pauses = []
    for _turn in range(4):
        platform.control("faults", {"match": {"method": "GET"}, "do": "error", "status": 500, "times": 5})
        begun = timezone.now()
        polled(feed)
        platform.control("faults", method="DELETE")
        assert feed.last_error and feed.busy_until is None
        pauses.append((feed.next_poll_at - begun).total_seconds())
    assert feed.failures == 4
    for pause, usual in zip(pauses, (1, 2, 4, 8), strict=True):
        assert usual * 0.7 <= pause <= usual * 1.3 + 1

    posts(platform, "After all")
    polled(feed)
    assert (feed.last_error, feed.failures, texts()) == ("", 0, ["After all"])


def test_a_token_that_the_platform_refuses_stops_the_account_until_it_is_given_a_new_one(feed, platform):
    platform.control("faults", {"match": {"method": "GET"}, "do": "error", "status": 401, "body": BAD_TOKEN})
    polled(feed)
    account = Account.objects.get()
    assert account.suspended_at and account.suspended_for and feed.last_error
    posts(platform, "While it was stopped")
    polled(feed)
    assert texts() == [], "the platform is not called"

    account.resume()
    polled(feed)
    assert texts() == ["While it was stopped"]


def test_a_disabled_channel_is_not_read(page, feed, platform):
    page.disable()
    posts(platform, "Nobody reads this")
    polled(feed)
    assert texts() == []


def test_the_interval_can_be_changed_while_it_runs(page, feed):
    now = timezone.now()
    for interval in (5000, 60_000):
        Channel.objects.filter(pk=page.pk).update(poll_interval=interval)
        Feed.objects.filter(pk=feed.pk).update(next_poll_at=now, busy_until=None)
        Feed.objects.claim(now, limit=1)
        feed.refresh_from_db()
        assert feed.next_poll_at == now + timedelta(milliseconds=interval)


def test_an_interval_below_what_the_platform_allows_is_stretched(platform):
    handle = company.channel(company.workgroup(), platform=Platform.TWITTER, address="5001")
    feed = handle.feeds.get()
    Channel.objects.update(poll_interval=1000)
    assert Feed.objects.get(pk=feed.pk).interval == feed.module.CAPABILITIES.poll_floor_ms > 1000


def test_whatsapp_is_not_polled(platform):
    company.channel(company.workgroup())
    assert Feed.objects.due(timezone.now()).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_messages_and_cursor_moves_neither_and_the_next_poll_reads_again(feed, platform):
    posts(platform, "First", "Second")
    page = feed.module.fetch(feed.wire(), feed.cursor, 100, Watch(timezone.now() - timedelta(hours=1)))
    with pytest.raises(TypeError):
        take_in(feed, page.posts, cursor={"not": "JSON", "at": object()})
    feed.refresh_from_db()
    assert (feed.cursor, texts(), Interaction.objects.count()) == ({}, [], 0)
    polled(feed)
    assert texts() == ["First", "Second"]
    assert feed.cursor != {}


@pytest.mark.django_db(transaction=True)
def test_several_due_feeds_are_read_side_by_side(feed, platform):
    company.channel(None, public=company.workgroup("Repairs"), platform=Platform.FACEBOOK, address="111", token="t2")
    page = {"id": "111", "name": "Acme Repairs", "token": "t2"}
    platform.control("world", {"pages": [{"id": "110", "name": "Acme", "token": "t"}, page]})
    posts(platform, "On the first page")
    author = {"id": "905", "name": "Visitor"}
    platform.control("facebook/posts", {"page": "111", "author": author, "message": "On the second"})
    Feed.objects.update(next_poll_at=timezone.now())
    assert polling.poll_due() == 2
    assert texts() == ["On the first page", "On the second"]
    assert set(Feed.objects.values_list("last_error", flat=True)) == {""}
