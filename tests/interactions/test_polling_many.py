"""Many feeds at once: a slow one holds up nobody, a broken one spoils nothing, and quiet ones cost little (R6, R8)."""

import json
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels_admin.models import Account, Channel, Feed, FeedKind, Gap, Platform
from hints import _pages, _workers
from interactions import polling
from interactions.models import Message
from tests import company, crowd
from tests.servers import wait_until

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

INTERVAL = 2  # seconds, in the test with several processes
LATEST = 60  # seconds


class Graph(ThreadingHTTPServer):
    """Graph with one answer for each page; a page in `held` is answered once it is let go."""

    daemon_threads = True
    request_queue_size = 200

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.rows, self.held, self.pause = defaultdict(list), {}, 0
        self.begun, self.under_way, self.overlaps = defaultdict(list), defaultdict(int), 0
        self.guard = threading.Lock()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, page, edge):
        """The rows of a page's edge; notes who asks while another is still asking."""
        with self.guard:
            self.overlaps += self.under_way[page] > 0
            self.under_way[page] += 1
            if edge in ("feed", "conversations"):
                self.begun[page].append(time.time())
        if page in self.held:
            self.held[page].wait(LATEST)
        time.sleep(self.pause)
        with self.guard:
            self.under_way[page] -= 1
        return self.rows[page, edge]


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        page, edge = self.path.partition("?")[0].split("/")[-2:]
        body = json.dumps({"data": self.server.answer(page, edge)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *what):
        """Quietly."""


@pytest.fixture
def graph(settings, monkeypatch):
    """It is what GRAPH_URL says, for our processes, too."""
    with Graph() as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        settings.GRAPH_URL = serving.url
        monkeypatch.setenv("GRAPH_URL", serving.url)
        yield serving
        for event in serving.held.values():
            event.set()
        serving.shutdown()


def pages(count, kind=FeedKind.FACEBOOK_POSTS, interval=5000):
    """So many pages, each with a token of its own, all due now; their ids."""
    company.licensed()
    care = company.workgroup()
    field = "conversation_workgroup" if kind == FeedKind.FACEBOOK_POSTS else "direct_workgroup"
    names = [f"11{number:03}" for number in range(count)]
    for name in names:
        account = Account.objects.create(platform=Platform.FACEBOOK, name=name, external_id=name, token="t")
        facts = {"account": account, "addresses": [name], "poll_interval": interval, field: care}
        channel = Channel.objects.create(name=name, platform=Platform.FACEBOOK, enabled_at=timezone.now(), **facts)
        Feed.objects.create(channel=channel, kind=kind, address=name)
    return names


def due(*names):
    Feed.objects.filter(address__in=names).update(next_poll_at=timezone.now(), busy_until=None)


def read(*names):
    """Have these been read to their end?"""
    return not Feed.objects.filter(address__in=names, last_poll_at=None).exists()


def in_a_thread(pool, work):
    """Begin it, with a connection of its own."""

    def run():
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(run)


def post(page, number, **more):
    """A visitor's post as Graph shows it."""
    made = timezone.now().strftime("%Y-%m-%dT%H:%M:%S+0000")
    who = {"id": f"90{number}", "name": f"Visitor {number}"}
    return {"id": f"{page}_{number}", "message": f"Post {number}", "created_time": made, "from": who} | more


def test_a_page_that_does_not_answer_holds_up_nobody_else(graph):
    slow, *quick = pages(6)
    graph.held[slow] = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        turn = in_a_thread(pool, polling.poll_due)
        wait_until(lambda: read(*quick), what="the quick ones", patience=LATEST)
        assert not read(slow) and not turn.done()
        graph.held[slow].set()
        assert turn.result(LATEST) == 6
    assert read(slow)
    assert set(Feed.objects.values_list("busy_until", "last_error")) == {(None, "")}


def test_a_turn_leaves_what_is_still_being_read_to_the_next(graph):
    slow, other = pages(2)
    graph.held[slow] = threading.Event()
    graph.rows[slow, "feed"] = [post(slow, 1)]
    due(slow)
    Feed.objects.filter(address=other).update(next_poll_at=timezone.now() + timedelta(hours=1))
    with ThreadPoolExecutor(2) as pool:
        first = in_a_thread(pool, polling.poll_due)
        wait_until(lambda: graph.begun[slow], what="the slow one", patience=LATEST)
        due(other)
        second = in_a_thread(pool, polling.poll_due)
        assert first.result(LATEST) == 1, "it is over although its feed is still being read"
        wait_until(lambda: read(other), what="the other one", patience=LATEST)
        graph.held[slow].set()
        assert second.result(LATEST) == 1
    assert read(slow) and Message.objects.get().text == "Post 1"
    assert len(graph.begun[slow]) == 1


def test_what_becomes_due_during_a_turn_is_read_in_it(graph):
    [page] = pages(1)
    Feed.objects.update(next_poll_at=timezone.now() + timedelta(seconds=0.7))
    assert polling.poll_due() == 0
    assert polling.poll_due(stay=LATEST / 20) == 1
    assert read(page)


def test_a_turn_is_over_at_once_where_nothing_becomes_due(graph):
    pages(1)
    Feed.objects.update(next_poll_at=timezone.now() + timedelta(hours=1))
    begun = time.monotonic()
    assert polling.poll_due(stay=LATEST) == 0
    assert time.monotonic() - begun < LATEST / 2


def test_thirty_quiet_feeds_take_far_fewer_statements_than_thirty(graph):
    names = pages(30)
    polling.poll_due()
    due(*names)
    with CaptureQueriesContext(connection) as statements:
        assert polling.poll_due() == 30
    assert read(*names) and len(graph.begun[names[0]]) == 2
    # One look, one claim, one query for what is watched; then what ended together is written down together.
    settled = [one["sql"] for one in statements if "last_error" in one["sql"] and "UPDATE" in one["sql"]]
    assert len(statements) < 30 and 1 <= len(settled) < 15, statements.captured_queries


def own_posts(page, *numbers):
    """Posts of the page itself, three days old: no news, but remembered in the cursor."""
    made = (timezone.now() - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    return [post(page, number, created_time=made, **{"from": {"id": page, "name": "Acme"}}) for number in numbers]


def test_one_cursor_that_cannot_be_stored_does_not_spoil_the_feeds_beside_it(graph):
    broken, *others = pages(4)
    for name in others:
        graph.rows[name, "feed"] = own_posts(name, *range(10, 25), "z")
    # A NUL, which PostgreSQL does not take as JSON, in an id whose turn to be asked for comments comes later.
    graph.rows[broken, "feed"] = own_posts(broken, *range(10, 25), "z\0")
    assert polling.poll_due() == 4
    assert read(*others)
    feed = Feed.objects.get(address=broken)
    assert feed.busy_until is None
    if connection.vendor == "postgresql":
        assert (feed.failures, feed.cursor) == (1, {}) and feed.last_error and not read(broken)


def test_a_token_that_cannot_be_read_concerns_its_own_account_only(graph):
    broken, other = pages(2)
    Account.objects.filter(external_id=broken).update(token="not\nprintable")
    assert polling.poll_due() == 2
    assert read(other) and not read(broken)
    assert Account.objects.get(external_id=broken).suspended_at
    assert Feed.objects.get(address=broken).last_error


def conversation(page, count, last):
    """One customer's messages as Graph shows them: the twenty newest of `count`, the newest at `last`, one a second."""
    who = {"id": "901", "name": "Ann"}
    people = {"data": [who, {"id": page, "name": "Acme"}]}
    stamp = lambda at: at.strftime("%Y-%m-%dT%H:%M:%S+0000")  # noqa: E731
    shown = [
        {
            "id": f"m_{count - back}",
            "message": f"Message {count - back}",
            "created_time": stamp(last - timedelta(seconds=back)),
            "from": who,
            "to": {"data": [{"id": page, "name": "Acme"}]},
        }
        for back in range(min(count, 20))
    ]
    updated = {"id": "t_901", "updated_time": stamp(last), "message_count": count}
    return {**updated, "participants": people, "messages": {"data": shown}}


def test_more_messages_than_messenger_shows_leave_a_gap_with_its_span(graph):
    [page] = pages(1, FeedKind.MESSENGER)
    now = timezone.now().replace(microsecond=0)
    Channel.objects.update(enabled_at=now - timedelta(hours=2))
    graph.rows[page, "conversations"] = [conversation(page, 3, now - timedelta(hours=1))]
    polling.poll_due()
    assert not Gap.objects.exists()

    graph.rows[page, "conversations"] = [conversation(page, 40, now)]
    for _again in range(2):
        due(page)
        polling.poll_due()
    gap = Gap.objects.get()
    assert (gap.peer, gap.feed.address) == ("901", page)
    assert (gap.since, gap.until) == (now - timedelta(hours=1), now - timedelta(seconds=19))
    thread = Message.objects.get(text="Message 40").thread
    assert list(Gap.objects.for_thread(thread)) == [gap]
    assert Message.objects.count() == 23


def poll_until(seconds):
    """A poll worker that is woken every second, for the test below."""
    _workers._quiet_until = _pages._quiet_until = float("inf")  # there is no broker here
    ends = time.monotonic() + float(seconds)
    while time.monotonic() < ends:
        polling.poll_due(stay=polling.TURN)
        time.sleep(0.05)


@pytest.mark.postgres
@pytest.mark.slow
def test_four_processes_read_each_feed_once_in_each_interval(graph):
    names = pages(40, interval=INTERVAL * 1000)
    graph.pause = 0.05
    seconds = 10
    begun = time.time()
    crowd.run(*[("tests.interactions.test_polling_many:poll_until", seconds)] * 4)
    lasted = time.time() - begun
    assert graph.overlaps == 0, "two processes read the same feed at the same moment"
    counts = [len(graph.begun[name]) for name in names]
    # The beat is kept by the clock, so there are never more polls than beats, be they late or not.
    assert max(counts) <= lasted / INTERVAL + 2
    assert min(counts) >= 2
    assert not Feed.objects.exclude(busy_until=None).exists()
    assert set(Feed.objects.values_list("failures", flat=True)) == {0}
