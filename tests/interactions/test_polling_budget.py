"""A feed keeps to what the platform says about our budget, says so, and recovers (R6, R9)."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from channels_admin.models import Account, Channel, Feed, FeedKind, Platform, Why
from interactions import polling
from interactions.polling.budget import pace
from platforms.base import Rate
from tests import company

SECOND = timedelta(seconds=1)
NOW = timezone.now()


def feed(kind=FeedKind.FACEBOOK_POSTS, asked=5000):
    return Feed(kind=kind, channel=Channel(poll_interval=asked, account=Account()))


def counted(left, seconds, limit=300, calls=1):
    """The platform says: so many calls left, for so many seconds."""
    return Rate(limit=limit, left=left, resets_at=NOW + seconds * SECOND, calls=calls)


@pytest.mark.parametrize(
    ("rate", "sharers", "kept"),
    [
        (Rate(), 1, (5000, Why.ASKED)),
        (Rate(used=75), 1, (5000, Why.ASKED)),
        (Rate(used=85), 1, (62_500, Why.USAGE)),
        (Rate(used=95), 1, (120_000, Why.USAGE)),
        (Rate(used=400), 1, (120_000, Why.USAGE)),
        (counted(299, 900), 1, (5000, Why.ASKED)),
        (counted(299, 900), 10, (30_000, Why.QUOTA)),
        (counted(296, 900, calls=4), 1, (12_000, Why.QUOTA)),
        (counted(9, 450), 1, (45_000, Why.QUOTA)),
        (counted(0, 600), 1, (600_000, Why.QUOTA)),
        (counted(0, -3), 1, (5000, Why.ASKED)),
        (counted(0, 86_400), 1, (3_600_000, Why.QUOTA)),
        (Rate(limit=300, left=0), 1, (5000, Why.ASKED)),
        (Rate(used=97, limit=300, left=9, resets_at=NOW + 90 * SECOND), 1, (9000, Why.QUOTA)),
    ],
)
def test_the_interval_that_the_budget_allows(rate, sharers, kept):
    assert pace(feed(), rate, sharers, NOW) == kept


def test_fifteen_readings_in_fifteen_minutes_are_one_a_minute():
    """The first call leaves 14, and the next ones but the last fall before the reset."""
    inbox = feed(FeedKind.X_DIRECT)
    for call in range(1, 16):
        rest = counted(15 - call, 900 - 60 * (call - 1), limit=15)
        assert pace(inbox, rest, 1, NOW) == (60_000, Why.FLOOR)
    assert pace(inbox, counted(4, 600, limit=15), 1, NOW) == (120_000, Why.QUOTA)


@pytest.mark.parametrize("sharers", [1, 3, 20])
def test_the_calls_left_last_until_the_reset_whoever_shares_them(sharers):
    left, time = 100, 900.0
    while left >= sharers:
        time -= pace(feed(), counted(left, time), sharers, NOW)[0] / 1000
        left -= sharers
        assert time > 0, "used up before the platform counts anew"
    assert pace(feed(), counted(left, time), sharers, NOW)[0] == pytest.approx(time * 1000, abs=100)


class Platforms(ThreadingHTTPServer):
    """Graph and X with nothing new, whose answers carry the headers `says` and the status `status`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.says, self.status, self.asked = {}, 200, []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        known = {"data": {"id": "5001", "name": "Acme", "username": "acme"}}
        body = json.dumps(known if "/by/username/" in self.path else {"data": []}).encode()
        self.send_response(self.server.status)
        for name, value in {**self.server.says, "Content-Length": len(body)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *what):
        """Quietly."""


@pytest.fixture
def world(settings):
    with Platforms() as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        settings.GRAPH_URL = settings.X_URL = serving.url
        yield serving
        serving.shutdown()


def polled(row):
    """It is due, and a worker reads it."""
    Feed.objects.filter(pk=row.pk).update(next_poll_at=timezone.now(), busy_until=None)
    polling.poll_due()
    row.refresh_from_db()
    return row


def usage(percent):
    return {"X-App-Usage": json.dumps({"call_count": percent, "total_time": 1, "total_cputime": 1})}


@pytest.mark.both
@pytest.mark.django_db
def test_a_page_whose_allowance_runs_out_is_read_more_slowly_and_recovers(world):
    channel = company.channel(None, public=company.workgroup(), platform=Platform.FACEBOOK, address="110")
    page = channel.feeds.get()
    seen = []
    for percent in (10, 80, 90, 20):
        world.says = usage(percent)
        begun = timezone.now()
        polled(page)
        seen.append((page.why, page.interval_now))
        ahead = (page.next_poll_at - begun) / timedelta(milliseconds=1)
        assert page.interval_now - 100 <= ahead <= page.interval_now + 30_000
    assert seen == [("asked", 5000), ("usage", 33_800), ("usage", 91_300), ("asked", 5000)]


@pytest.mark.both
@pytest.mark.django_db
def test_a_page_that_has_used_up_its_allowance_waits_and_is_not_failing(world):
    channel = company.channel(None, public=company.workgroup(), platform=Platform.FACEBOOK, address="110")
    world.says = usage(97)
    page = polled(channel.feeds.get())
    assert (page.why, page.failures, page.last_error) == ("wait", 0, "")
    assert page.next_poll_at > timezone.now() + 60 * SECOND
    asked = len(world.asked)
    polling.poll_due()
    assert len(world.asked) == asked, "the platform is left alone"


@pytest.mark.both
@pytest.mark.django_db
def test_calls_that_x_counts_are_shared_by_the_channels_of_one_account(world):
    channel = company.channel(None, public=company.workgroup(), platform=Platform.TWITTER, address="5001")
    Channel.objects.filter(pk=channel.pk).update(addresses=["acme"])
    reset = int(timezone.now().timestamp()) + 600
    world.says = {"x-rate-limit-limit": 300, "x-rate-limit-remaining": 39, "x-rate-limit-reset": reset}
    alone = polled(channel.feeds.get())
    assert alone.why == "quota" and alone.interval_now == pytest.approx(15_000, rel=0.2)

    facts = {"account": channel.account, "conversation_workgroup": channel.conversation_workgroup}
    second = Channel.objects.create(name="Second", platform="twitter", enabled_at=timezone.now(), **facts)
    Feed.objects.create(channel=second, kind=FeedKind.X_POSTS, address="5001")
    shared = polled(alone)
    assert shared.why == "quota" and shared.interval_now == pytest.approx(30_000, rel=0.2)

    world.says |= {"x-rate-limit-remaining": 299}
    assert polled(alone).why in ("asked", "floor")


@pytest.mark.both
@pytest.mark.django_db
def test_a_feed_that_fails_says_that_it_is_put_off_and_no_longer_once_it_went_well(world):
    channel = company.channel(None, public=company.workgroup(), platform=Platform.FACEBOOK, address="110")
    world.status = 503
    page = polled(channel.feeds.get())
    assert (page.why, page.failures) == ("backoff", 1) and page.interval_now >= 500
    world.status = 200
    assert (polled(page).why, page.failures, page.last_error) == ("asked", 0, "")


@pytest.mark.both
@pytest.mark.django_db
def test_how_late_a_reading_was_done_is_known(world):
    channel = company.channel(None, public=company.workgroup(), platform=Platform.FACEBOOK, address="110")
    page = channel.feeds.get()
    Feed.objects.filter(pk=page.pk).update(next_poll_at=timezone.now() - 2 * SECOND)
    polling.poll_due()
    page.refresh_from_db()
    assert page.lag_ms >= 2000
