"""The lean reader gives the same answers and errors as the general client."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from platforms import http, light
from platforms.base import Outcome, PlatformError, Wire


class Odd(BaseHTTPRequestHandler):
    """Answers by what is asked: closes, breaks off, refuses."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """As the path says."""
        self.server.asked.append((self.path, self.headers.get("Authorization"), self.client_address[1]))
        if self.path.startswith("/cut"):
            return self.connection.shutdown(socket.SHUT_RDWR)
        body = b'{"ok": true}' if not self.path.startswith("/words") else b"<html>"
        self.send_response(503 if self.path.startswith("/busy") else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-App-Usage", '{"call_count": 28}')
        if self.path.startswith("/last"):
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        """The body comes back."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    made.asked = []
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def wire(server):
    return Wire(light.Light(), f"http://127.0.0.1:{server.server_port}", "1", "token")


def call(wire, path, **more):
    return http.call(wire, "GET", path, explain=lambda *_: None, **more)


def test_an_answer_its_headers_and_what_was_asked(server, wire):
    answer, headers = call(wire, "/a", params={"fields": "id,from{id}", "since": 5, "stream": True})
    assert answer == {"ok": True} and headers.get("x-app-usage") == '{"call_count": 28}'
    path, token, _ = server.asked[0]
    assert httpx.URL(path).params.multi_items() == [("fields", "id,from{id}"), ("since", "5"), ("stream", "true")]
    assert token == "Bearer token"


def test_a_connection_is_kept_and_replaced_once_it_was_closed(server, wire):
    for path in ("/a", "/b", "/last", "/c"):
        call(wire, path)
    ports = [port for _, _, port in server.asked]
    assert ports[0] == ports[1] == ports[2] != ports[3]


@pytest.mark.parametrize("path", ["/cut", "/words", "/busy"])
def test_what_goes_wrong_is_to_be_tried_again(path, server, wire):
    with pytest.raises(PlatformError) as caught:
        call(wire, path)
    assert caught.value.outcome is Outcome.RETRY
    assert call(wire, "/a")[0] == {"ok": True}


def test_nobody_there(wire):
    with pytest.raises(PlatformError) as caught:
        call(Wire(light.Light(), "http://127.0.0.1:9", "1", "token"), "/a")
    assert caught.value.outcome is Outcome.RETRY and "could not be reached" in caught.value.reason


def test_what_is_not_read_goes_the_general_way(wire):
    answer, _ = http.call(wire, "POST", "/a", body={"text": "Hello"}, explain=lambda *_: None)
    assert answer == {"text": "Hello"}
