"""Fixtures for all tests: private servers, the sandbox as a real process, and what each marker means."""

import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as profiles

from agents import queue_rules, service_clock
from channels_admin.models import blocked, usage
from channels_admin.whatsapp import standing
from interactions import names, noise, wishes
from interactions.models import survey
from socialmedia import child
from tests import company, emptying, made, payloads
from tests.product import started
from tests.servers import PostgreSQL, Redis, answers, free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent

# A slow machine is no counterexample, hence no deadline.
profiles.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
profiles.register_profile("long", parent=profiles.get_profile("usual"), max_examples=5000)
profiles.load_profile("usual")


def pytest_collection_modifyitems(items):
    """Tests that need PostgreSQL and Redis are skipped where the settings name none."""
    if settings.POSTGRESQL and settings.REDIS_URL:
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL and Redis: python -m tests.servers -- pytest")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


def pytest_terminal_summary(terminalreporter):
    """What became of every captured payload."""
    if payloads.table:
        terminalreporter.section("payloads: what the platforms send -> what it is kept as")
        for line in payloads.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """The test database is a copy of one that has all tables."""
    if settings.POSTGRESQL:
        connection.settings_dict["TEST"]["TEMPLATE"] = "migrated"
        return
    file = Path(connection.settings_dict["TEST"]["NAME"])
    for left in file.parent.glob(f"{file.name}*"):  # of an earlier run in this folder
        left.unlink()
    shutil.copy(made.sqlite(), file)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """On SQLite the copied file is taken as it stands."""
    return not settings.POSTGRESQL


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test that commits leaves what it found."""
    with django_db_blocker.unblock():
        emptying.keep()


@pytest.fixture(autouse=True)
def _nothing_of_another_test():
    """Ids come again in the next test, with other names; and nobody reads the language of the last page."""
    translation.deactivate()
    names.forget()
    noise.forget()
    blocked.forget()
    standing.forget()
    usage.forget()
    survey.forget()
    wishes.forget()
    queue_rules.forget()
    service_clock.forget()


@pytest.fixture
def care():
    """A workgroup with a queue."""
    return company.workgroup()


@pytest.fixture
def queue(care):
    """A WhatsApp channel that `care` answers."""
    return company.channel(care)


@pytest.fixture
def alice(care):
    """Somebody at her desk who takes what `care` has."""
    return company.agent("alice", care)


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL of our own, which a test may stop, kill and restart."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture(scope="session")
def redis():
    """A Redis of our own, which a test may stop, kill and restart."""
    with Redis() as server:
        yield server


class Sandbox:
    """The sandbox as a real process at `url`, to be driven by its control API."""

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.file = Path(folder) / "sandbox.sqlite3"
        self.process = None

    def start(self):
        """Start it on its port with its file, and wait until it answers."""
        address = ["--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.file)]
        self.process = child.spawn([sys.executable, "-m", "sandbox", *address], cwd=ROOT, stdin=subprocess.DEVNULL)
        wait_until(lambda: answers(self.port), process=self.process, what="the sandbox")

    def stop(self):
        """End it; its file stays. Returns the exit code."""
        return child.end(self.process)

    def control(self, path, json=None, method="POST"):
        """Call `/control/PATH` and return what it answered."""
        answer = httpx.request(method, f"{self.url}/control/{path.lstrip('/')}", json=json, timeout=30)
        assert answer.is_success, answer.text
        return answer.json()

    def ask(self, path):
        """GET `/control/PATH`."""
        return self.control(path, method="GET")


@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory):
    """One sandbox for the whole session; use `sandbox`, which is the same one, emptied."""
    played = Sandbox(tmp_path_factory.mktemp("sandbox"))
    played.start()
    yield played
    played.stop()


@pytest.fixture
def sandbox(sandbox_process):
    """The sandbox, without a world or faults from the test before."""
    sandbox_process.control("reset", {})
    return sandbox_process


@pytest.fixture(scope="module")
def product(sandbox_process, request):
    """The whole product as real processes: embedded, or in server mode where the settings name PostgreSQL and Redis."""
    with started(sandbox_process, request) as running:
        yield running
