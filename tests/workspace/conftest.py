"""The API as a page calls it, and the real web server for its websocket."""

import asyncio
import threading

import pytest
import uvicorn
from channels.layers import get_channel_layer
from django.conf import settings
from django.test import Client

from socialmedia.asgi import application
from tests.desk import Desk
from tests.servers import answers, free_port, wait_until
from workspace.fanout import fanout


class Page:
    """One person's page, signed in."""

    def __init__(self, person):
        self.http = Client()
        self.http.force_login(person)

    def call(self, method, path, given=None):
        """One call of the API; returns the answer."""
        more = {} if method == "GET" else {"data": given or {}, "content_type": "application/json"}
        return getattr(self.http, method.lower())(f"/api/v1/{path}", **more)

    def get(self, path):
        """A GET that must succeed; returns its JSON."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path, given=None, status=200):
        """A POST that must end so; returns its JSON."""
        answer = self.call("POST", path, given)
        assert answer.status_code == status, answer.content
        return answer.json()


@pytest.fixture
def page():
    """Opens a page for a person."""
    return Page


class Web:
    """The web server in a thread, with an event loop of its own; its pages share the test database."""

    def __init__(self):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(application, host="127.0.0.1", port=self.port, lifespan="off", log_level="warning")
        self.server, self.loop = uvicorn.Server(config), asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        self.loop.run_until_complete(self.server.serve())

    def start(self):
        """Serve; the embedded mode's layer lives on the server's loop, as it does in the product."""
        if settings.EMBEDDED:
            get_channel_layer().bind(self.loop)
        self.thread.start()
        wait_until(lambda: answers(self.port), what="the web server")
        return self

    def stop(self):
        """Serve no more."""
        if settings.EMBEDDED:
            get_channel_layer().bind(None)
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="session")
def web():
    """The running web server."""
    running = Web().start()
    yield running
    running.stop()


@pytest.fixture
def opened(web):
    """Opens a desk with its socket for a person; all are closed in the end."""
    desks = []

    def open_desk(who):
        desks.append(Desk(web.base, who.username))
        desks[-1].connect()
        desks[-1].until(lambda desk: desk.queues, "the queues")
        return desks[-1]

    yield open_desk
    for desk in desks:
        desk.close()
    wait_until(lambda: not fanout.desks, what="the end of the last page")
