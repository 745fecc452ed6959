"""X's webhooks from end to end: the check that they are ours, signed deliveries, and what a bad token does not stop."""

import base64
import hashlib
import hmac
import itertools
import json
import threading
from datetime import timedelta

import pytest
import uvicorn
from django.utils import timezone

from channels_admin.models import Account, Channel, Feed, Incident, Platform, PlatformApp, Subscription
from channels_admin.upkeep import subscriptions
from interactions import drain, polling
from interactions.models import Inbox, Message
from socialmedia.asgi import application
from tests import company
from tests.interactions.test_webhooks import call
from tests.servers import answers, free_port, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

_numbers = itertools.count(7701)
BODY = b'{"data": {"event_type": "none.of.ours",  "payload": {}}}'


def signed(body, secret="signs"):
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@pytest.fixture
def app():
    """An app of its own in every test: the web server remembers apps for some seconds."""
    facts = {"name": "X", "secret": "signs", "client_id": "c", "bearer": "alone"}
    return PlatformApp.objects.create(platform=Platform.TWITTER, app_id=str(next(_numbers)), **facts)


@pytest.fixture
def web(settings):
    """Our web server, as X finds it."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(application, port=port, lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: answers(port), what="the web server")
    settings.PUBLIC_URL = f"http://127.0.0.1:{port}"
    yield settings.PUBLIC_URL
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def channel(app, platform, settings):
    """The handle @acme on X, whose app X knows."""
    platform.control("world", {"x_apps": [{"id": app.app_id, "consumer_secret": "signs", "bearer": "alone"}]})
    platform.control("x/behavior", {"strict_urls": False, "user_for_private": False})
    made = company.channel(company.workgroup(), public=company.workgroup("Public"), platform="twitter", address="5001")
    Account.objects.update(app=app)
    Channel.objects.update(addresses=["acme"])
    return made


def test_the_check_is_answered_with_what_only_we_can_know(app):
    answer = call("GET", app.app_id, platform="twitter", params={"crc_token": "challenge me"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {"response_token": signed(b"challenge me")}


@pytest.mark.parametrize("asked", [{}, {"crc_token": ""}, {"hub.mode": "subscribe", "hub.challenge": "1"}], ids=str)
def test_another_question_gets_no_answer(asked, app):
    assert call("GET", app.app_id, platform="twitter", params=asked).status_code == 403


def test_an_app_without_a_secret_answers_nothing(app):
    PlatformApp.objects.filter(pk=app.pk).update(secret="")
    assert call("GET", app.app_id, platform="twitter", params={"crc_token": "x"}).status_code == 403


def test_a_signed_delivery_is_kept_as_it_came(app):
    answer = call(
        "POST", app.app_id, platform="twitter", content=BODY, headers={"x-twitter-webhooks-signature": signed(BODY)}
    )
    assert answer.status_code == 200, answer.text
    row = Inbox.objects.get()
    assert (bytes(row.body), row.app_id) == (BODY, app.pk)


def test_an_app_with_an_oauth_client_only_signs_with_that_ones_secret(app):
    PlatformApp.objects.filter(pk=app.pk).update(secret="", client_secret="client signs")
    headers = {"x-twitter-webhooks-signature-oauth2": signed(BODY, "client signs")}
    assert call("POST", app.app_id, platform="twitter", content=BODY, headers=headers).status_code == 200
    headers = {"x-twitter-webhooks-signature-oauth2": signed(BODY, "signs")}
    assert call("POST", app.app_id, platform="twitter", content=BODY, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-twitter-webhooks-signature": signed(BODY, "another secret")},
        {"x-twitter-webhooks-signature": signed(json.dumps(json.loads(BODY)).encode())},
        {"X-Hub-Signature-256": "sha256=" + hmac.new(b"signs", BODY, hashlib.sha256).hexdigest()},
    ],
    ids=["no signature", "another secret", "of other bytes", "as Meta signs"],
)
def test_a_delivery_whose_signature_does_not_fit_is_refused_and_counted(headers, app):
    assert call("POST", app.app_id, platform="twitter", content=BODY, headers=headers).status_code == 403
    app.refresh_from_db()
    assert (app.refused, Inbox.objects.count()) == (1, 0)


def test_x_checks_subscribes_and_delivers_what_is_said_about_us(channel, app, platform, web):
    subscriptions.check_due()
    assert [(one.kind, one.trouble) for one in Subscription.objects.all()] == [("x_posts", "")]
    (hook,) = platform.ask("x/webhooks")["webhooks"]
    assert hook["url"] == app.webhook_url and hook["valid"]
    platform.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme where is my parcel?"})
    wait_until(lambda: Inbox.objects.exists(), what="the delivery")
    drain.drain(app.pk)
    assert [message.text for message in Message.objects.all()] == ["@acme where is my parcel?"]


def test_a_webhook_that_x_holds_for_invalid_is_mended(channel, app, platform, web):
    subscriptions.check_due()
    secret = app.secret
    PlatformApp.objects.filter(pk=app.pk).update(secret="wrong")
    wait_until(lambda: not _valid_after_a_check(platform), what="the failing check")
    PlatformApp.objects.filter(pk=app.pk).update(secret=secret)
    Feed.objects.update(next_poll_at=timezone.now() + timedelta(hours=1))

    def mended():
        Subscription.objects.update(checked_at=None)
        subscriptions.check_due()
        return not Incident.objects.open().exists() and platform.ask("x/webhooks")["webhooks"][0]["valid"]

    wait_until(mended, what="the webhook")
    assert Incident.objects.get().kind == "unsubscribed"
    assert all(feed.next_poll_at <= timezone.now() for feed in Feed.objects.all())


def _valid_after_a_check(platform):
    return all(platform.control("x/webhooks/check", {})["valid"].values())


def test_nothing_is_lost_while_the_token_is_bad(channel, app, platform, web):
    """Deliveries are still taken and worked off; polling goes on from its cursor, and what came both ways is there once."""
    subscriptions.check_due()
    for feed in Feed.objects.filter(kind="x_posts"):
        polling.poll(feed)
    Account.objects.get().suspend("The access to X is no longer valid.")
    platform.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme one"})
    wait_until(lambda: Inbox.objects.filter(done_at=None).exists(), what="the delivery")
    drain.drain(app.pk)
    assert [message.text for message in Message.objects.all()] == ["@acme one"]
    platform.control("webhooks/hold", {})
    platform.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme two"})
    polling.poll_due()
    assert Message.objects.count() == 1, "nobody polls with a bad token"
    Account.objects.get().resume()

    def read():
        polling.poll_due()
        return Message.objects.filter(text="@acme two").exists()

    wait_until(read, what="the poll")
    assert sorted(message.text for message in Message.objects.all()) == ["@acme one", "@acme two"]
