"""Where the platforms deliver: signature over the raw bytes, a committed row before the 200, and who is refused (R7)."""

import asyncio
import hashlib
import hmac
import json

import httpx
import pytest

from channels_admin.models import PlatformApp
from interactions.models import Inbox
from socialmedia.asgi import application
from tests import company

pytestmark = pytest.mark.django_db(transaction=True)

BODY = b'{"object": "whatsapp_business_account",  "entry": []}'


@pytest.fixture
def app():
    company.channel(company.workgroup())
    return PlatformApp.objects.get()


def signed(body, secret="s"):
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def call(method, app_id, platform="whatsapp", **more):
    """One request over HTTP, as a platform makes it."""

    async def ask():
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.request(method, f"/webhooks/{platform}/{app_id}/", **more)

    return asyncio.run(ask())


def test_a_delivery_with_the_right_signature_is_kept_as_it_came_and_answered_200(app):
    answer = call("POST", app.app_id, content=BODY, headers=signed(BODY))
    row = Inbox.objects.get()
    assert (answer.status_code, bytes(row.body), row.app_id, row.done_at) == (200, BODY, app.pk, None)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY, {}),
        (BODY, signed(BODY, "another secret")),
        (BODY, {"X-Hub-Signature-256": "sha256=é"}),
        (json.dumps(json.loads(BODY)).encode(), signed(BODY)),
    ],
    ids=["no signature", "another secret", "no hex", "the same JSON in other bytes"],
)
def test_a_delivery_whose_signature_does_not_fit_is_refused_and_counted(body, headers, app):
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    assert call("POST", app.app_id, content=body, headers=raw).status_code == 403
    app.refresh_from_db()
    assert (app.refused, Inbox.objects.count()) == (1, 0)


def test_an_app_without_a_secret_takes_nothing(app):
    app.secret = ""
    app.save()
    assert call("POST", app.app_id, content=BODY, headers=signed(BODY, "")).status_code == 403
    assert not Inbox.objects.exists()


def test_an_app_that_we_do_not_have_is_not_found(app):
    assert call("POST", "unknown", content=BODY, headers=signed(BODY)).status_code == 404
    assert call("POST", app.app_id, platform="facebook", content=BODY, headers=signed(BODY)).status_code == 404
    assert not Inbox.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_kept(app):
    body = b"x" * (4 * 1024 * 1024 + 1)
    assert call("POST", app.app_id, content=body, headers=signed(body)).status_code == 413
    assert not Inbox.objects.exists()


def test_the_handshake_is_answered_with_its_challenge(app):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "v", "hub.challenge": "1158201444"}
    answer = call("GET", app.app_id, params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")


@pytest.mark.parametrize(
    "changed",
    [{"hub.verify_token": "wrong"}, {"hub.verify_token": "ü"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}],
    ids=str,
)
def test_a_handshake_that_does_not_fit_is_refused(changed, app):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "v", "hub.challenge": "1158201444"} | changed
    answer = call("GET", app.app_id, params=asked)
    assert (answer.status_code, "1158201444" in answer.text) == (403, False)


def test_other_methods_are_told_what_to_do(app):
    assert call("PUT", app.app_id, content=BODY).status_code == 405
