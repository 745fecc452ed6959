"""The floor: a webhook that does nothing → Celery → group send → socket, with the same server, broker and layer.

Run as `daphne bench.floor:application` and `celery -A bench.floor worker -Q floor`; FLOOR_REDIS says where Redis is.
"""

import asyncio
import contextlib
import json
import os
import threading
from urllib.parse import parse_qs

from celery import Celery
from channels_redis.pubsub import RedisPubSubChannelLayer

REDIS = os.environ.get("FLOOR_REDIS", "redis://127.0.0.1:6379/1")
GROUP = "floor"

layer = RedisPubSubChannelLayer(hosts=[REDIS], prefix="floor")
app = Celery("floor", broker=REDIS)
app.conf.update(task_ignore_result=True, task_acks_late=True, task_default_queue="floor", worker_prefetch_multiplier=4)


class _Loop:
    """An event loop in a thread of its own: one connection to the layer for the whole worker."""

    def __init__(self):
        self._loop, self._guard = None, threading.Lock()

    def run(self, work):
        """Begin a coroutine there."""
        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(work, self._loop)


_loop = _Loop()


@app.task
def note(text):
    """Hand it on."""
    _loop.run(layer.group_send(GROUP, {"type": "note", "text": text}))


async def application(scope, receive, send):
    """The ASGI application: POST a delivery, GET the handshake, listen on a socket."""
    if scope["type"] == "websocket":
        return await _socket(receive, send)
    if scope["method"] == "GET":
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        return await _answer(send, asked.get("hub.challenge", [""])[0].encode())
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    await asyncio.to_thread(note.delay, _text(body))
    await _answer(send, b"EVENT_RECEIVED")


def _text(body):
    return json.loads(body)["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"]


async def _answer(send, text):
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text})


async def _socket(receive, send):
    """Everything sent to the group, until the other side goes."""
    await receive()
    name = await layer.new_channel()
    await layer.group_add(GROUP, name)
    await send({"type": "websocket.accept"})
    forward = asyncio.create_task(_forward(name, send))
    while (await receive())["type"] != "websocket.disconnect":
        pass
    forward.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await forward


async def _forward(name, send):
    while True:
        message = await layer.receive(name)
        await send({"type": "websocket.send", "text": message["text"]})
