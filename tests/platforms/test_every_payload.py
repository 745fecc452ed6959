"""Nothing that a platform sends is dropped: every captured payload is read, and the run prints what became of it."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from platforms import graph, hub
from platforms.base import PlatformError, Watch, Wire
from platforms.http import shared_client
from platforms.whatsapp.management import numbers, templates
from tests import payloads

WATCH = Watch(began=datetime(2010, 1, 1, tzinfo=UTC), handles=("acme",))
# Answers of X about lists that the product reads; the others are about things that it does not do.
TWEETS = ("searches", "timeline")
ONES = ("tweet_resp.json", "tweets_resp.json")


@pytest.mark.parametrize("folder", payloads.FOLDERS)
def test_every_captured_delivery_is_kept(folder):
    dropped = [body for body in payloads.deliveries(folder) if not noted(folder, payloads.FOLDERS[folder], body)]
    assert dropped == []


@pytest.mark.parametrize("platform", payloads.BUILT_BODIES)
def test_every_kind_without_a_capture_is_kept(platform):
    bodies = payloads.BUILT_BODIES[platform]
    assert [body for body in bodies if not noted(f"{platform} ({payloads.BUILT})", platform, body)] == []


def noted(folder, platform, body):
    """Parse one delivery, twice with the same result, and note in the table what it is kept as."""
    raw = json.dumps(body).encode()
    delivered = hub.parse_webhook(platform, raw)
    assert delivered == hub.parse_webhook(platform, raw)
    found = list(payloads.stored(delivered))
    for kind in payloads.kinds(body):
        payloads.table[folder][kind].update([" + ".join(found) if len(found) < 4 else f"{len(found)} items"])
    return found


class Answers(ThreadingHTTPServer):
    """A platform that gives one captured answer to whatever it is asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.status, self.answer = 200, {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def wire(self, address="1"):
        """How the platform is talked to."""
        return Wire(shared_client(), f"http://127.0.0.1:{self.server_port}", address, "t", "v26.0")


class Answering(BaseHTTPRequestHandler):
    """Gives the answer; the handle that is watched has a user."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """The captured answer."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        user = {"data": {"id": "1", "name": "Acme", "username": "acme"}}
        body = json.dumps(user if "/by/username/" in self.path else self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def answers():
    server = Answers()
    yield server
    server.shutdown()
    server.server_close()


def note(folder, name, found):
    payloads.table[folder][name].update([found])


@pytest.mark.parametrize("folder", TWEETS)
def test_every_captured_list_of_posts_on_x_is_read(folder, answers):
    for name, answer in payloads.files(f"x/testdata/apis/{folder}"):
        answer["meta"].pop("next_token", None)
        answers.answer = answer
        posts = hub.module("x_posts").fetch(answers.wire(), {}, 100, WATCH).posts
        assert {post.external_id for post in posts} <= {row["id"] for row in answer["data"]}
        assert posts and all(post.author and post.text for post in posts)
        note("x (answers)", f"{folder}/{name}", f"{len(posts)} of {len(answer['data'])} posts")


def test_every_captured_post_on_x_can_be_read_again(answers):
    for name, answer in payloads.files("x/testdata/apis/tweet"):
        if name in ONES:
            rows = answer["data"] if isinstance(answer["data"], list) else [answer["data"]]
            answers.answer = {**answer, "data": rows}
            posts = hub.module("x_posts").reread(answers.wire(), [row["id"] for row in rows])
            assert {post.external_id for post in posts} <= {row["id"] for row in rows}
            note("x (answers)", f"tweet/{name}", f"read again: {len(posts)}")


def test_every_captured_list_of_direct_messages_is_read(answers):
    for name, answer in payloads.files("x/testdata/apis/dm_events"):
        if isinstance(answer["data"], list):
            answers.answer = answer
            posts = hub.module("x_direct").fetch(answers.wire(), {}, 100, WATCH).posts
            assert [post.external_id for post in posts] == [row["id"] for row in answer["data"]]
            note("x (answers)", f"dm_events/{name}", f"{len(posts)} messages")


def test_captured_lists_of_templates_and_numbers_are_read(answers):
    for folder, listed in (("message_templates", templates.listed), ("phone_numbers", numbers.listed)):
        for name, answer in payloads.files(f"whatsapp/get__Version_WABA-ID_{folder}"):
            if name.startswith("response_200"):
                answer.get("paging", {}).pop("next", None)
                answers.answer = answer
                found = list(listed(answers.wire(), "w"))
                assert len(found) == len(answer["data"])
                note("whatsapp (answers)", f"{folder}/{name}", f"{len(found)} read")


def test_every_captured_answer_of_whatsapp_is_an_object_or_an_error_with_words(answers):
    folders = [path for path in (payloads.FIXTURES / "whatsapp").glob("*") if "webhooks" not in path.name]
    for folder in folders:
        for name, answer in payloads.files(f"whatsapp/{folder.name}"):
            if not name.startswith("response_") or not isinstance(answer, dict):
                continue
            answers.status, answers.answer = int(name.split("_")[1]), answer
            note("whatsapp (answers)", name[:12] + " …", outcome(answers, folder.name.startswith("get")))


def outcome(answers, reading):
    try:
        graph.call(answers.wire(), "GET" if reading else "POST", "x")
    except PlatformError as error:
        assert answers.status >= 400 or "error" in answers.answer
        assert error.reason
        return error.outcome.value
    assert answers.status < 300
    return "read"
