"""A desk without a browser: signs in over HTTP, listens on a real websocket, and does what an agent's page does."""

import contextlib
import json
import queue
import threading
import time
import uuid

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE = 15  # seconds


class Desk:
    """One agent's page at the product under `base`."""

    def __init__(self, base, username, password="demo"):
        self.base, self.username = base, username
        self.http = httpx.Client(base_url=base, timeout=20, headers={"Referer": base})
        self._sign_in(password)
        self.rows, self.events, self.drafts, self.me, self.queues = {}, [], [], None, None
        self.news, self.socket, self.present = queue.Queue(), None, {}

    def _sign_in(self, password):
        self.http.get("/account/login/")
        form = {"login": self.username, "password": password, "csrfmiddlewaretoken": self.http.cookies["csrftoken"]}
        answer = self.http.post("/account/login/", data=form)
        assert answer.status_code == 302, answer.text[:2000]

    def call(self, method, path, json=None):
        """One call of the API; returns the answer."""
        headers = {"X-CSRFToken": self.http.cookies["csrftoken"]}
        return self.http.request(method, f"/api/v1/{path}", json=json, headers=headers)

    def do(self, method, path, json=None):
        """A call that must succeed; returns its JSON."""
        answer = self.call(method, path, json)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:1000]}"
        return answer.json() if answer.content else None

    def log_on(self, status="Available"):
        """Open the socket, take a seat, choose a status."""
        self.connect()
        snapshot = self.do("GET", "desk/")
        self.do("POST", "seat/", {"station": None})
        wanted = next(s["id"] for s in snapshot["statuses"] if s["name"] == status)
        self.do("PUT", "status/", {"status": wanted})
        self.do("PATCH", "settings/", {"undo_public": 0})  # walks want to see what leaves, not the pause before
        return self

    def connect(self):
        """Open the socket and tell what is known."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        address = self.base.replace("http", "ws") + "/ws/desk/"
        self.socket = connect(
            address, additional_headers={"Cookie": cookies, "Origin": self.base}, max_size=None, legacy=True
        )
        threading.Thread(target=self._listen, args=(self.socket,), daemon=True).start()
        self._say({"type": "hello", "known": {str(pk): row["number"] for pk, row in self.rows.items()}})

    def _say(self, message):
        self.socket.send(json.dumps(message))

    def look(self, interaction, **more):
        """Say what the page shows."""
        self._say({"type": "look", "interaction": interaction and interaction.pk, **more})

    def _listen(self, socket):
        with contextlib.suppress(ConnectionClosed):
            for frame in socket:
                self.news.put((time.time(), json.loads(frame)))

    def _take(self, arrived, message):
        kind = message["type"]
        if kind == "events":
            self._take_events(arrived, message)
        elif kind == "gone":
            self.rows.pop(message["interaction"], None)
        elif kind == "drafts":
            self.drafts.append(message)
        elif kind == "presence":
            self.present[message["interaction"]] = {p["name"]: p["typing"] for p in message["people"]}
        elif kind in ("me", "queues"):
            setattr(self, kind, message[kind])

    def _take_events(self, arrived, message):
        row = message["interaction"]
        if self.rows.get(row["id"], row)["number"] <= row["number"]:  # the answer to a verb may have come sooner
            self.rows[row["id"]] = row
        self.events += [event | {"arrived": arrived} for event in message["events"]]
        if row["state"] == "alerting" and row["owner"]["name"] == self.me_name():
            self._say({"type": "ack", "interaction": row["id"], "number": row["number"]})

    def me_name(self):
        """The agent's name as rows show it."""
        if self.me is None:
            self.me = self.do("GET", "desk/")["me"]
        return self.me["name"]

    def until(self, seen, what="what was awaited", patience=PATIENCE):
        """Take in news until `seen(self)` is true; returns what it returned."""
        deadline = time.monotonic() + patience
        while True:
            found = seen(self)
            if found:
                return found
            left = deadline - time.monotonic()
            assert left > 0, f"{self.username} did not see {what} within {patience} s: {self.rows}"
            with contextlib.suppress(queue.Empty):
                self._take(*self.news.get(timeout=min(left, 0.2)))

    def until_row(self, patience=PATIENCE, **facts):
        """Wait for an interaction whose row has these facts."""
        matching = lambda desk: next(  # noqa: E731
            (r for r in desk.rows.values() if all(r[k] == v for k, v in facts.items())), None
        )
        return self.until(matching, f"a row with {facts}", patience)

    def until_text(self, text, patience=PATIENCE):
        """Wait for an event that brings a message with this text."""
        said = lambda desk: next(  # noqa: E731
            (e for e in desk.events if e["message"] and e["message"]["text"] == text), None
        )
        return self.until(said, f"the message {text!r}", patience)

    def until_delivery(self, message_id, *states, patience=PATIENCE):
        """Wait until a reply is in one of these states."""

        def there(desk):
            found = [e["message"] for e in desk.events if e["message"] and e["message"]["id"] == message_id]
            return found and found[-1]["delivery"]["state"] in states and found[-1]

        return self.until(there, f"reply {message_id} {states}", patience)

    def verb(self, interaction, verb, **given):
        """A verb on an interaction (its row or id)."""
        pk = interaction["id"] if isinstance(interaction, dict) else interaction
        answer = self.do("POST", f"interactions/{pk}/{verb}/", given)
        if "interaction" in answer:
            self.rows[pk] = answer["interaction"]
        return answer

    def reply(self, interaction, text, **more):
        """Write to the customer; returns the message."""
        given = {"uuid": str(uuid.uuid4()), "text": text, **more}
        return self.verb(interaction, "replies", **given)["message"]

    def close(self):
        """Leave."""
        if self.socket:
            self.socket.close()
        self.http.close()
