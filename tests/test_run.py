"""`make run`: the embedded product comes up on its own, says so, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from socialmedia import child
from tests.servers import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds; it takes about ten on two idle cores

pytestmark = pytest.mark.slow


class Demo:
    """The embedded product as a process, in a data folder and on ports of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.port, self.sandbox_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def environment(self):
        """Ours without what the tests' own settings put there; empty means not given."""
        ours = {"PORT": self.port, "SANDBOX_PORT": self.sandbox_port, "DATA_DIR": self.folder / "data"}
        ours |= {"DATABASE_URL": f"sqlite:///{self.folder}/data/db.sqlite3", "REDIS_URL": "", "LOG_LEVEL": "WARNING"}
        ours |= {"GRAPH_URL": "", "X_URL": "", "DEMO": "", "PUBLIC_URL": self.url, "SECRET_KEY": "", "FIELD_KEYS": ""}
        return os.environ | {name: str(value) for name, value in ours.items()}

    def command(self, *arguments):
        """Run it in the foreground and return what came of it."""
        command = [sys.executable, "-m", "socialmedia", *arguments]
        options = {"capture_output": True, "text": True, "timeout": PATIENCE}
        return subprocess.run(command, cwd=ROOT, env=self.environment(), check=False, **options)

    def start(self):
        """Start it and wait until it is up; returns the seconds that took."""
        began = time.monotonic()
        with open(self.folder / "output", "w") as output:
            self.process = child.spawn(
                [sys.executable, "-m", "socialmedia"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        wait_until(self.is_up, process=self.process, patience=PATIENCE, what=f"the product ({self.output()})")
        return time.monotonic() - began

    def is_up(self):
        """Has it said that it is?"""
        return "Log-ins:" in self.output()

    def output(self):
        """All it said so far."""
        return (self.folder / "output").read_text()

    def end(self, with_signal):
        """Send it the signal; returns its exit code and the processes of its that are still there."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        assert family, "the sandbox should be a child"
        self.process.send_signal(with_signal)
        code = self.process.wait(timeout=20)
        _, left = psutil.wait_procs(family, timeout=5)
        return code, left


@pytest.fixture
def demo(tmp_path):
    """The product, not yet started; ended after the test whatever happened."""
    product = Demo(tmp_path)
    yield product
    if product.process is not None:
        child.end(product.process)


def test_it_comes_up_serves_the_sign_in_page_and_ends_on_ctrl_c(demo):
    assert demo.start() < 60  # a third of it where nothing else is going on
    page = httpx.get(demo.url, follow_redirects=True)
    assert page.status_code == 200 and 'type="password"' in page.text
    for said in (demo.url, str(demo.sandbox_port), "admin, supervisor, alice, bob, carol", "password: demo"):
        assert said in demo.output()
    running = demo.command("--forget")
    assert running.returncode == 1 and "already running" in running.stderr
    assert demo.end(signal.SIGINT) == (0, [])
    assert "Traceback" not in demo.output()


def test_what_is_there_stays_until_it_is_forgotten(demo):
    demo.start()
    assert demo.end(signal.SIGTERM) == (0, [])
    kept = {path.name for path in (demo.folder / "data").iterdir()}
    assert {"db.sqlite3", "sandbox.sqlite3", "secret_key", "field_keys"} <= kept
    demo.start()
    assert demo.end(signal.SIGTERM) == (0, [])
    assert demo.command("--forget").returncode == 0
    left = {path.name for path in (demo.folder / "data").iterdir()}
    assert "secret_key" in left and not {name for name in left if "sqlite3" in name}


def test_the_sandbox_does_not_outlive_a_product_that_is_killed(demo):
    demo.start()
    assert demo.end(signal.SIGKILL) == (-signal.SIGKILL, [])


def test_it_says_so_and_ends_when_the_sandbox_dies(demo):
    demo.start()
    (sandbox,) = psutil.Process(demo.process.pid).children()
    sandbox.kill()
    assert demo.process.wait(timeout=20) == 1
    assert "The sandbox ended by itself" in demo.output()


@pytest.mark.parametrize("variable", ["PORT", "SANDBOX_PORT"])
def test_a_port_in_use_is_said_in_one_sentence(demo, variable):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(demo.environment()[variable])))
        taken.listen()
        ended = demo.command()
    assert ended.returncode == 1
    (sentence,) = ended.stderr.splitlines()
    assert f"Port {demo.environment()[variable]} is in use" in sentence and f"{variable}=" in sentence
    assert not (demo.folder / "data" / "db.sqlite3").exists()
