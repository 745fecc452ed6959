"""docker-compose.yml without Docker: each of our services' commands, started by hand in its own environment.

Only addresses are exchanged: PostgreSQL and Redis for the private ones, published ports for free ones.
"""

import re
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest
import yaml
from celery import Celery

from socialmedia import child
from tests.servers import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent
GIVEN = {  # what a person writes into .env
    "POSTGRES_PASSWORD": "secret",
    "SECRET_KEY": "not for production",
    "FIELD_KEYS": "dGhlc2UgdGhpcnR5LXR3byBieXRlcyBhcmUgYSBrZXk=",
}
WORKERS = ["poll", "intake", "route", "deliver"]

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


class Compose:
    """The file, with the addresses of this machine in place of the containers'."""

    def __init__(self, folder, postgresql, redis):
        self.folder = folder
        self.services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
        self.web, self.sandbox = free_port(), free_port()
        self.here = {
            "@postgres:5432": f"@127.0.0.1:{postgresql.port}",
            "//redis:6379": f"//127.0.0.1:{redis.port}",
            "0.0.0.0": "127.0.0.1",
            "8000": str(self.web),
            "8010": str(self.sandbox),
            "/data": str(folder),
            "$$": "$",
        }

    def text(self, written):
        """A string of the file as Compose and this machine read it."""
        written = re.sub(r"\$\{(\w+)(?::[-?]([^}]*))?\}", lambda found: GIVEN.get(found[1], found[2]), written)
        for there, here in self.here.items():
            written = written.replace(there, here)
        return written

    def environment(self, name):
        """The environment of a service: nothing of ours but where programs are."""
        said = {key: self.text(value) for key, value in self.services[name]["environment"].items()}
        return {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(self.folder), **GIVEN, **said}

    def start(self, name):
        """Start a service the way its container would."""
        command = [self.text(word) for word in self.services[name]["command"]]
        with open(self.folder / f"{name}.log", "w") as log:
            return child.spawn(command, cwd=ROOT, env=self.environment(name), stdout=log, stderr=log)

    def is_healthy(self, name):
        """Run its health check once."""
        kind, *command = self.services[name]["healthcheck"]["test"]
        command = [self.text(word) for word in command]
        checked = subprocess.run(
            command[0] if kind == "CMD-SHELL" else command,
            shell=kind == "CMD-SHELL",
            cwd=ROOT,
            env=self.environment(name),
            capture_output=True,
            timeout=30,
            check=False,
        )
        return checked.returncode == 0


@pytest.fixture(scope="module")
def compose(tmp_path_factory, postgresql, redis):
    """The file, with a database made the way the postgres image makes it."""
    with psycopg.connect(postgresql.url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute("CREATE ROLE contact LOGIN")
        connection.execute("CREATE DATABASE contact OWNER contact")
    return Compose(tmp_path_factory.mktemp("compose"), postgresql, redis)


@pytest.fixture(scope="module")
def running(compose):
    """All services of ours, started in the file's order; gone after the module."""
    migrate = compose.start("migrate")
    assert migrate.wait(timeout=120) == 0, (compose.folder / "migrate.log").read_text()
    processes = {name: compose.start(name) for name in ["web", *WORKERS, "beat", "sandbox"]}
    yield processes
    for process in processes.values():
        child.end(process)


def test_every_service_of_ours_is_started_here(compose, running):
    ours = {name for name, service in compose.services.items() if service.get("build")}
    assert ours == {"migrate", *running}


def test_web_and_sandbox_answer_and_are_healthy(compose, running):
    for name, address in {
        "web": f"http://127.0.0.1:{compose.web}/healthz",
        "sandbox": f"http://127.0.0.1:{compose.sandbox}/control/health",
    }.items():
        wait_until(partial(compose.is_healthy, name), process=running[name], patience=60, what=name)
        assert httpx.get(address).status_code == 200


@pytest.mark.parametrize("name", [*WORKERS, "beat"])
def test_workers_and_beat_are_healthy(compose, running, name):
    wait_until(partial(compose.is_healthy, name), process=running[name], patience=60, what=name)


def test_what_beat_sends_is_done_by_the_worker_of_that_queue(running, redis):
    control = Celery(broker=redis.url).control
    deadline = time.monotonic() + 60
    done = {}
    while not all(done.get(worker) for worker in WORKERS) and time.monotonic() < deadline:
        stats = control.inspect(timeout=3).stats() or {}
        done = {node.split("@")[0]: set(told["total"]) for node, told in stats.items()}
    assert "interactions.tasks.poll_due" in done["poll"]
    assert "interactions.tasks.drain_due" in done["intake"]
    assert "acd.tasks.route_due" in done["route"]
    assert "interactions.tasks.deliver_due" in done["deliver"]


def test_all_end_in_good_order(compose, running):
    for process in running.values():
        process.terminate()
    ended = {name: process.wait(timeout=60) for name, process in running.items()}
    assert ended == dict.fromkeys(running, 0)
    logs = {name: (compose.folder / f"{name}.log").read_text() for name in running}
    assert [name for name, log in logs.items() if "Traceback" in log] == []
