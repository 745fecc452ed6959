"""A company on the sandbox's platforms, and one wire for each kind of thread."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from platforms import hub
from platforms.base import Outgoing, Watch, Wire
from platforms.http import shared_client

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "fixtures"
PAGE, NUMBER, OWN = "100200300", "106540352242922", "5001"
WORLD = {
    "apps": [{"id": "app", "secret": "app-secret", "verify_token": "verify-me"}],
    "pages": [{"id": PAGE, "name": "ACME Bread", "token": "page-token", "app": "app"}],
    "numbers": [
        {
            "id": NUMBER,
            "display_phone_number": "15550783881",
            "name": "ACME Bread",
            "waba": "waba-1",
            "token": "number-token",
            "app": "app",
        }
    ],
    "x_users": [
        {"id": OWN, "username": "acme", "name": "ACME Bread", "token": "x-token"},
        {"id": "5002", "username": "rival", "name": "Rival"},
    ],
}
WIRES = {
    "facebook_posts": (PAGE, "page-token"),
    "messenger": (PAGE, "page-token"),
    "x_posts": (OWN, "x-token"),
    "x_direct": (OWN, "x-token"),
    "whatsapp": (NUMBER, "number-token"),
}


def fixture_bodies(folder):
    """(name, body) of each captured payload in a folder; skips the test where the payloads are not at hand."""
    if not FIXTURES.is_dir():
        pytest.skip("the captured payloads (../shared/fixtures) are not beside the project")
    return [
        (str(path.relative_to(FIXTURES)), path.read_bytes()) for path in sorted((FIXTURES / folder).rglob("*.json"))
    ]


def fixture_json(name):
    """One captured payload, parsed."""
    if not FIXTURES.is_dir():
        pytest.skip("the captured payloads (../shared/fixtures) are not beside the project")
    return json.loads((FIXTURES / name).read_text())


def posts_of(module, value):
    """The posts in a delivery, given as bytes or as what is to be JSON."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [post for part in module.parse_webhook(body) for post in part.posts]


class Company:
    """The company as the platforms know it, and the customers who write to it."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.began = datetime.now(UTC) - timedelta(hours=1)
        self.control("world", WORLD)

    def control(self, path, json):
        """POST to the sandbox's control API, on a connection that is kept: tests write hundreds of messages."""
        answer = shared_client().post(f"{self.sandbox.url}/control/{path}", json=json)
        assert answer.is_success, answer.text
        return answer.json()

    def wire(self, kind, **changes):
        """What a module needs to talk to the platform of `kind`."""
        address, token = WIRES[kind]
        given = {"http": shared_client(), "base": self.sandbox.url, "address": address, "token": token}
        return Wire(**{**given, "version": "v26.0", **changes})

    def watch(self, **changes):
        """A channel that began an hour ago."""
        return Watch(**{"began": self.began, **changes})

    def fault(self, do, path, method="POST", **changes):
        """Spoil the next call to `path`."""
        self.control("faults", {"match": {"method": method, "path": path}, "do": do, **changes})

    def sent(self, platform):
        """What the company published, by the sandbox's ledger."""
        return self.sandbox.ask(f"sent?platform={platform}")["data"]


@pytest.fixture
def company(sandbox):
    sandbox.control("rate_limits", {"rate_limits": "off"})
    yield Company(sandbox)
    sandbox.control("rate_limits", {"rate_limits": "documented"})


def outgoing(text, **changes):
    """A message of ours, first tried just now."""
    return Outgoing(**{"text": text, "mark": "mark-1", "first_try": datetime.now(UTC), **changes})


def readings(module, wire, watch, limit, cursor=None):
    """Read until there is no more: yields each `Page`; the cursor goes through JSON as it does through the database."""
    cursor = cursor or {}
    for _ in range(100):
        page = hub.module(module).fetch(wire, json.loads(json.dumps(cursor)), limit, watch)
        cursor = page.cursor
        yield page
        if not page.more:
            return
    raise AssertionError("there was always more")


def collect(pages):
    """(posts in the order handed on, each once; the last cursor)."""
    posts, cursor = {}, {}
    for page in pages:
        cursor = page.cursor
        for post in page.posts:
            posts.setdefault(post.external_id, post)
    return list(posts.values()), cursor
