"""Where the platforms deliver: a small ASGI application before Django's middleware.

Raw body, signature with that app's secret, one row, 200; everything else happens later. A wrong signature is counted and
answered 403. Meta's handshake and X's hourly check are answered with their challenges.
"""

import asyncio
import json
import re
import time
from urllib.parse import parse_qs

from django.db.models import F

from channels_admin.models import Platform, PlatformApp
from hints import wake
from interactions.models import Inbox
from platforms import graph, x_api
from rows.inserted import insert
from rows.threads import Threads

PLACE = re.compile(r"^/webhooks/(?P<platform>facebook|twitter|whatsapp)/(?P<app>[\w.-]+)/?$")
LARGEST = 4 * 1024 * 1024  # WhatsApp delivers at most 3 MB
KEPT = 5.0  # seconds for which an app's secret is remembered
GATHER = 0.02  # seconds for which deliveries are gathered before a worker is hinted at them

# How each signs: Meta "Webhooks, validating payloads"; X "Webhooks, securing webhooks": with the consumer secret, and
# apps that have only an OAuth 2.0 client with that one's. [(header, which secret)], and how it is verified.
META = ([(b"x-hub-signature-256", "secret")], graph.verify)
X = [(b"x-twitter-webhooks-signature", "secret"), (b"x-twitter-webhooks-signature-oauth2", "client_secret")]
SIGNED = {"facebook": META, "whatsapp": META, "twitter": (X, x_api.verify)}
NEEDED = ("platform", "secret", "verify_token", "client_secret")

_apps, _hinted = {}, set()
_threads = Threads(4, "webhooks")  # a platform's delivery never queues behind what desks are reading


async def webhooks(scope, receive, send):
    """The ASGI application for everything under /webhooks/."""
    place = PLACE.match(scope["path"])
    app = place and await _app(place["platform"], place["app"])
    if app is None:
        return await _answer(send, 404, b"No such webhook.")
    if scope["method"] == "GET":
        return await _handshake(scope, send, app)
    if scope["method"] != "POST":
        return await _answer(send, 405, b"POST deliveries here.")
    body = await _body(receive)
    if body is None:
        return await _answer(send, 413, b"Too large.")
    await _delivery(scope, send, app, body)


async def _delivery(scope, send, app, body):
    if not _is_signed(scope, app, body):
        await _threads.run(_refuse, app)
        return await _answer(send, 403, b"The signature does not fit.")
    await _threads.run(_store, app, body)
    await _answer(send, 200, b"EVENT_RECEIVED")
    await _hint(app)


def _is_signed(scope, app, body):
    """Does a signature fit that the platform makes with a secret of this app?"""
    ways, verify = SIGNED[app.platform]
    headers = dict(scope["headers"])
    given = [(getattr(app, which), headers[name].decode("latin-1")) for name, which in ways if name in headers]
    return any(secret and verify(secret, body, signature) for secret, signature in given)


def _store(app, body):
    insert(Inbox(app_id=app.pk, body=body))


async def _hint(app):
    """One hint for all deliveries of a moment: taking in two together costs little more than taking in one."""
    if app.pk not in _hinted:
        _hinted.add(app.pk)
        try:
            await asyncio.sleep(GATHER)
        finally:
            _hinted.discard(app.pk)
        await _threads.run(wake, "interactions.tasks.drain", app.pk)


def _refuse(app):
    PlatformApp.objects.filter(pk=app.pk).update(refused=F("refused") + 1)


async def _handshake(scope, send, app):
    asked = {key: values[0] for key, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    if app.platform == Platform.TWITTER:
        return await _crc(send, app, asked.get("crc_token", ""))
    challenge = graph.handshake(asked, app.verify_token)
    if challenge is None:
        return await _answer(send, 403, b"The verify token does not fit.")
    await _answer(send, 200, challenge.encode())


async def _crc(send, app, asked):
    """X's challenge-response check: only who has the consumer secret can answer it."""
    secret = app.secret or app.client_secret
    if not secret or not asked:
        return await _answer(send, 403, b"Nothing to answer: no crc_token was sent, or the app has no secret here.")
    answer = json.dumps(x_api.challenge(secret, asked)).encode()
    await _answer(send, 200, answer, b"application/json")


async def _app(platform, app_id):
    """The app, remembered for a few seconds: its secret is needed for every delivery and changes hardly ever."""
    kept = _apps.get((platform, app_id))
    if kept is None or kept[0] < time.monotonic():
        rows = PlatformApp.objects.filter(platform=platform, app_id=app_id).only(*NEEDED)
        found = await _threads.run(rows.first)
        kept = _apps[platform, app_id] = (time.monotonic() + KEPT, found)
        if len(_apps) > 1000:  # somebody is trying names
            _apps.clear()
    return kept[1]


async def _body(receive):
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise asyncio.CancelledError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


async def _answer(send, status, text, kind=b"text/plain; charset=utf-8"):
    headers = [(b"content-type", kind), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
