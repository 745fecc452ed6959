"""A real sandbox process, a receiver for its webhooks, and the small company they play with."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

ROOT = Path(__file__).parents[2]
PAGE, NUMBER, WABA, ACME = "1000000001", "2000000001", "3000000001", "42"
SORRY = [{"type": "BODY", "text": "Sorry that we could not answer at once. Reply Yes to go on."}]
PAGE_FIELDS = """feed mention ratings messages messaging_postbacks message_echoes message_deliveries message_reads
message_edits message_reactions messaging_referrals messaging_handovers standby"""
WHATSAPP_FIELDS = """messages message_template_status_update message_template_quality_update template_category_update
account_update phone_number_quality_update"""
APP, SECRET, VERIFY = "900", "app secret", "verify me"


def wait_until(condition, seconds=30.0):
    """The first true result of `condition`; fails when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.01)
    raise AssertionError(f"{condition} did not come true within {seconds} s")


class Sandbox:
    """One sandbox process on its data file."""

    def __init__(self, data):
        self.data, self.process = data, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=10)

    def start(self):
        command = [sys.executable, "-m", "sandbox", "--port", str(self.port), "--data", str(self.data)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        wait_until(self.healthy, 15)
        return self

    def healthy(self):
        with contextlib.suppress(httpx.HTTPError):
            return self.http.get("/control/health").json() == {"status": "ok"}

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(10)

    def control(self, path, body=None, method="POST"):
        """A control call; the answer's JSON, after a check that it went well."""
        body = {} if body is None and method == "POST" else body
        answer = self.http.request(method, f"/control/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def look(self, path):
        return self.control(path, method="GET")

    def sent(self, platform=""):
        return self.look(f"sent?platform={platform}")["data"]

    def graph(self, method, path, token="page token", **more):
        headers = {"Authorization": f"Bearer {token}"}
        return self.http.request(method, f"/v26.0/{path}", headers=headers, **more)

    def x(self, method, path, token="x token", **more):
        return self.http.request(method, f"/2/{path}", headers={"Authorization": f"Bearer {token}"}, **more)


class Receiver:
    """Takes webhooks as the product would; can refuse the next few."""

    def __init__(self):
        self.deliveries, self.handshakes, self.refuse = [], [], 0
        receiver = self

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
                asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                receiver.handshakes.append(asked)
                right = asked.get("hub.verify_token") == VERIFY
                self.answer(200 if right else 403, asked["hub.challenge"].encode() if right else b"")

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                refused, receiver.refuse = receiver.refuse > 0, max(0, receiver.refuse - 1)
                if not refused:
                    receiver.deliveries.append((raw, self.headers["X-Hub-Signature-256"], time.monotonic()))
                self.answer(503 if refused else 200)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def bodies(self):
        return [json.loads(raw) for raw, _, _ in self.deliveries]

    def values(self, name):
        """Every member `name` of every change or messaging event received, flattened."""
        changes = [
            change["value"] for body in self.bodies() for entry in body["entry"] for change in entry.get("changes", [])
        ]
        return [one for value in changes for one in value.get(name, [])]

    def events(self):
        return [event for body in self.bodies() for entry in body["entry"] for event in entry.get("messaging", [])]

    def feed(self):
        bodies = [body for body in self.bodies() if body["object"] == "page"]
        return [change["value"] for body in bodies for entry in body["entry"] for change in entry.get("changes", [])]


def world(hooks=""):
    """The description of a small company."""
    kinds = {"whatsapp_business_account": WHATSAPP_FIELDS.split(), "page": PAGE_FIELDS.split()}
    number = {"id": NUMBER, "display_phone_number": "+1 555 078 3881", "name": "Acme", "waba": WABA}
    return {
        "templates": [{"waba": WABA, "name": "sorry", "language": "en_US", "category": "UTILITY", "components": SORRY}],
        "apps": [{"id": APP, "secret": SECRET, "verify_token": VERIFY}],
        "pages": [{"id": PAGE, "name": "Acme", "token": "page token", "app": APP}],
        "numbers": [{**number, "token": "number token", "app": APP}],
        "x_users": [{"id": ACME, "username": "acme", "name": "Acme", "token": "x token"}],
        "webhooks": [{"app": APP, "object": kind, "url": hooks, "fields": names} for kind, names in kinds.items()]
        if hooks
        else [],
    }


def uploaded(sandbox, content=b"a picture", mime="image/png"):
    """The handle of a file that was uploaded to the app."""
    about = f"file_name=sample&file_length={len(content)}&file_type={mime}"
    session = sandbox.graph("POST", f"{APP}/uploads?{about}", token="number token").json()["id"]
    headers = {"Authorization": "Bearer number token", "file_offset": "0"}
    return sandbox.http.post(f"/v26.0/{session}", content=content, headers=headers).json()["h"]
