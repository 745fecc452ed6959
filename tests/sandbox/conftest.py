"""The sandbox as a real process on a free port, and a receiver for its webhooks."""

import pytest

from tests.sandbox.playing import Receiver, Sandbox, world


@pytest.fixture(scope="session")
def process(tmp_path_factory):
    """One process for all these tests; each gets it emptied."""
    running = Sandbox(tmp_path_factory.mktemp("sandbox") / "data.sqlite3").start()
    yield running
    running.http.close()
    assert running.stop() == 0


@pytest.fixture
def sandbox(process):
    """The sandbox, emptied, with a small company and without webhooks."""
    process.control("reset")
    process.control("world", world())
    return process


@pytest.fixture
def receiver():
    """A webhook receiver."""
    taking = Receiver()
    yield taking
    taking.server.shutdown()
    taking.server.server_close()


@pytest.fixture
def hooked(sandbox, receiver):
    """The sandbox with all webhooks going to the receiver."""
    sandbox.control("world", world(receiver.url))
    return sandbox


@pytest.fixture
def new_sandbox(tmp_path):
    """A sandbox of one's own, to stop and start."""
    running = Sandbox(tmp_path / "own.sqlite3").start()
    yield running
    running.http.close()
    if running.process.poll() is None:
        running.stop()
