"""X's webhooks: that they are kept coming, and that what they bring is what polling brings, over real HTTP."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from platforms import hub, twitter, twitter_direct, x_api
from platforms.base import Outcome, PlatformError, PostKind
from platforms.twitter import activity
from tests.servers import wait_until

from .conftest import OWN, collect, outgoing, readings

SECRET = "consumer-secret"
APP = {"id": "x-hooks", "client_id": "hooks", "consumer_secret": SECRET, "bearer": "app-bearer"}


class Hook(BaseHTTPRequestHandler):
    """Answers X's checks, and keeps what is delivered."""

    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query)
        self._answer(json.dumps(x_api.challenge(self.server.secret, asked["crc_token"][0])).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        assert x_api.verify(SECRET, body, self.headers["x-twitter-webhooks-signature"])
        self.server.got.append(body)
        self._answer(b"{}")

    def _answer(self, body):
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def listening():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.secret, server.got = SECRET, []
    server.url = f"http://127.0.0.1:{server.server_port}/hooks/x"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def wire(company):
    """The app's own way to X, about the company's account."""
    company.control("world", {"x_apps": [APP]})
    return company.wire("x_posts", token="app-bearer")


@pytest.fixture
def hook(company, wire):
    with listening() as server:
        yield server


def test_a_webhook_is_made_once_and_told_of_everything_needed(company, wire, hook):
    assert not twitter.subscribed(wire, hook.url)
    for _ in range(2):
        twitter.subscribe(wire, hook.url)
        assert twitter.subscribed(wire, hook.url) and twitter_direct.subscribed(wire, hook.url)
    state = company.sandbox.ask("x/webhooks")
    assert [one["url"] for one in state["webhooks"]] == [hook.url]
    kinds = [one["event_type"] for one in state["subscriptions"]]
    assert len(kinds) == len(set(kinds)) and set(kinds) >= set(activity.NEEDED)
    assert not twitter.subscribed(company.wire("x_posts", token="app-bearer", address="5002"), hook.url)


def test_a_subscription_that_is_gone_is_made_again(company, wire, hook):
    twitter.subscribe(wire, hook.url)
    (one, *_) = [
        one for one in company.sandbox.ask("x/webhooks")["subscriptions"] if one["event_type"] == "dm.received"
    ]
    x_api.call(wire, "DELETE", f"/2/activity/subscriptions/{one['id']}")
    assert not twitter.subscribed(wire, hook.url)
    twitter.subscribe(wire, hook.url)
    assert twitter.subscribed(wire, hook.url)


def test_a_webhook_that_failed_a_check_is_asked_for_its_sign_again(company, wire, hook):
    twitter.subscribe(wire, hook.url)
    hook.secret = "wrong"
    company.control("x/webhooks/check", {})
    assert not twitter.subscribed(wire, hook.url)
    with pytest.raises(PlatformError) as failure:
        twitter.subscribe(wire, hook.url)
    assert failure.value.outcome is Outcome.MESSAGE_FAILED and "sign that it is ours" in failure.value.reason
    hook.secret = SECRET
    twitter.subscribe(wire, hook.url)
    assert twitter.subscribed(wire, hook.url)


def test_why_a_webhook_is_not_made_is_said_in_words(company, wire, hook):
    for url, words in (
        ("ftp://acme.example/hooks", "must begin with https://"),
        ("http://127.0.0.1:1/nobody-is-here", "right answer"),
    ):
        with pytest.raises(PlatformError) as failure:
            twitter.subscribe(wire, url)
        assert failure.value.outcome is Outcome.MESSAGE_FAILED
        assert words in failure.value.reason


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"title": "DuplicateUrlFailed", "detail": "Webhook exists."}, "another webhook"),
        ({"errors": [{"message": "WebhookLimitExceeded"}], "title": "Invalid Request"}, "as many webhooks"),
        ({"errors": [{"message": "CrcValidationFailed: Webhook URL does not meet the requirements."}]}, "right answer"),
    ],
)
def test_other_refusals_of_creation(company, wire, hook, body, words):
    company.fault("error", "/2/webhooks", status=400, body=body)
    with pytest.raises(PlatformError) as failure:
        twitter.subscribe(wire, hook.url)
    assert failure.value.outcome is Outcome.MESSAGE_FAILED and words in failure.value.reason


@pytest.mark.parametrize("status", [401, 403])
def test_an_app_that_is_refused_deliveries_does_not_stop_the_account(company, wire, hook, status):
    body = {"title": "Forbidden", "detail": "Not enrolled", "type": "https://api.x.com/2/problems/client-forbidden"}
    company.fault("error", "/2/webhooks", "GET", status=status, body=body)
    with pytest.raises(PlatformError) as failure:
        twitter.subscribed(wire, hook.url)
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_private_events_are_subscribed_with_the_users_token_where_x_wants_it(company, wire, hook):
    company.control("x/behavior", {"user_for_private": True})
    with pytest.raises(PlatformError) as failure:
        twitter.subscribe(wire, hook.url)
    assert failure.value.outcome is Outcome.MESSAGE_FAILED and "private event" in failure.value.reason
    activity.subscribe(wire, hook.url, user_token="x-token")
    assert twitter.subscribed(wire, hook.url)


def delivered(hook, kind):
    return [
        post
        for body in list(hook.got)
        for each, part in hub.parse_webhook("twitter", body)
        if each == kind
        for post in part.posts
    ]


def test_what_comes_by_webhook_is_what_polling_brings(company, wire, hook):
    twitter.subscribe(wire, hook.url)
    ours = company.control("x/tweets", {"author": {"username": "acme"}, "text": "Fresh bread"})["id"]
    photo = [{"kind": "photo", "alt_text": "A loaf"}]
    said = [
        company.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme look & see", "media": photo})["id"],
        company.control("x/tweets", {"author": {"username": "ben"}, "text": "@acme what?", "quotes": ours})["id"],
        company.control("x/tweets", {"author": {"username": "cid"}, "text": "Stale", "in_reply_to": ours})["id"],
    ]
    wait_until(lambda: {post.external_id for post in delivered(hook, "x_posts")} >= {ours, *said}, patience=60)
    by_hook = {post.external_id: post for post in delivered(hook, "x_posts")}
    watch = company.watch(handles=("acme",))
    polled, _ = collect(readings("x_posts", company.wire("x_posts"), watch, 100))
    assert {post.external_id for post in polled} == set(said)
    for post in polled:
        other = by_hook[post.external_id]
        for name in ("text", "author", "parent", "thread", "at", "permalink", "can_reply", "version", "own"):
            assert getattr(other, name) == getattr(post, name), name
        assert [(one.kind, one.text) for one in other.details] == [(one.kind, one.text) for one in post.details]
        assert [(one.kind, one.alt) for one in other.media] == [(one.kind, one.alt) for one in post.media]
    assert by_hook[ours].own


def test_edits_deletions_and_likes_of_ours_are_delivered(company, wire, hook):
    twitter.subscribe(wire, hook.url)
    asked = company.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme helo"})["id"]
    company.control("x/edits", {"tweet": asked, "text": "@acme hello"})
    sent = twitter.send(company.wire("x_posts"), outgoing("Hello Ann", parent=asked))
    company.control("x/likes", {"tweet": sent.external_id, "user": {"username": "ann"}})
    company.control("x/deletions", {"tweet": sent.external_id})

    def kinds():
        return {(post.external_id, post.kind) for post in delivered(hook, "x_posts")}

    wait_until(
        lambda: kinds() >= {(sent.external_id, PostKind.REACTION), (sent.external_id, PostKind.DELETION)}, patience=60
    )
    wait_until(lambda: any(post.edited_at for post in delivered(hook, "x_posts")), patience=60)
    posts = delivered(hook, "x_posts")
    (edited,) = [post for post in posts if post.edited_at]
    assert (edited.external_id, edited.text) == (asked, "@acme hello")
    (like,) = [post for post in posts if post.kind is PostKind.REACTION]
    assert (like.author.handle, like.own, like.reaction) == ("ann", False, "👍")
    (mine,) = [post for post in posts if post.external_id == sent.external_id and post.kind is PostKind.MESSAGE]
    assert mine.own and mine.parent == asked


def test_direct_messages_come_by_webhook_as_by_polling(company, wire, hook):
    twitter_direct.subscribe(wire, hook.url)
    photo = [{"kind": "photo"}]
    said = {"from": {"username": "ann"}, "to": "acme"}
    asked = company.control("x/messages", {**said, "text": "Look & see", "media": photo})["id"]
    customer = company.control("x/messages", {**said, "text": "Hello?"})["from"]
    sent = twitter_direct.send(company.wire("x_direct"), outgoing("Hello Ann", to=customer))
    wait_until(
        lambda: {post.external_id for post in delivered(hook, "x_direct")} >= {asked, sent.external_id}, patience=60
    )
    by_hook = {post.external_id: post for post in delivered(hook, "x_direct")}
    polled, _ = collect(readings("x_direct", company.wire("x_direct"), company.watch(), 100))
    assert {post.external_id for post in polled} == by_hook.keys()
    for post in polled:
        other = by_hook[post.external_id]
        for name in ("text", "kind", "author", "peer", "own", "at", "private"):
            assert getattr(other, name) == getattr(post, name), name
        assert len(other.media) == len(post.media)


def test_a_consent_that_was_withdrawn_is_told_for_its_account():
    body = {"data": {"event_type": "oauth.revoke", "filter": {}, "payload": {"user_id": OWN, "app_id": "1"}}}
    ((kind, part),) = hub.parse_webhook("twitter", json.dumps(body).encode())
    assert (kind, part.address, part.notices[0].subject, part.notices[0].id) == ("x_posts", OWN, "account", OWN)
