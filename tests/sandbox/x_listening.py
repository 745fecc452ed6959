"""The X Activity API: challenges, subscriptions, signed deliveries, replay; compared with captured deliveries."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import xdk
from xdk.webhooks.models import CreateRequest

from tests.sandbox.playing import ACME, wait_until, world

CAPTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "x-webhooks"
SECRET, CLIENT_SECRET = "consumer secret", "client secret"
X_APP = {"id": "77", "bearer": "app bearer", "consumer_secret": SECRET, "client_secret": CLIENT_SECRET}
NEWS = (
    "post.mention.create post.reply.create post.quote.create post.create post.delete like.create dm.received dm.sent"
).split()
HOUR = 3600


def sign(secret, raw):
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()


class Listener:
    """Takes X's webhooks as the product would; `answers` says how it meets a challenge: right, wrong or down."""

    def __init__(self):
        self.deliveries, self.challenges, self.answers, self.status = [], 0, "right", 200
        listener = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, status, body=b""):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                listener.challenges += 1
                token = parse_qs(urlsplit(self.path).query)["crc_token"][0]
                secret = SECRET if listener.answers == "right" else "another secret"
                body = json.dumps({"response_token": sign(secret, token.encode())}).encode()
                self.answer(503 if listener.answers == "down" else 200, body)

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                listener.deliveries.append((raw, dict(self.headers)))
                self.answer(listener.status)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/x/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def events(self, event_type=""):
        told = [json.loads(raw)["data"] for raw, _ in self.deliveries]
        return [one for one in told if not event_type or one["event_type"] == event_type]


@pytest.fixture
def listener():
    taking = Listener()
    yield taking
    taking.server.shutdown()
    taking.server.server_close()


@pytest.fixture
def app(sandbox):
    described = world() | {"x_apps": [X_APP]}
    described["x_users"][0]["tier"] = "enterprise"
    sandbox.control("world", described)
    return sandbox


@pytest.fixture
def library(app):
    return xdk.Client(base_url=app.url, bearer_token="app bearer")


@pytest.fixture
def hooked(app, library, listener):
    """The sandbox with everything about the company told to the listener; `hook` is the webhook's id."""
    app.hook = library.webhooks.create(CreateRequest(url=listener.url)).data.id
    for event_type in NEWS:
        body = {
            "event_type": event_type,
            "filter": {"user_id": ACME},
            "webhook_id": app.hook,
            "tag": f"tag {event_type}",
        }
        assert app.x("POST", "activity/subscriptions", token="app bearer", json=body).status_code == 200
    return app


def webhooks(sandbox):
    return sandbox.look("x/webhooks")["webhooks"]


def told(listener, event_type, count=1):
    return wait_until(lambda: (found := listener.events(event_type))[count - 1 :] and found, 15)
