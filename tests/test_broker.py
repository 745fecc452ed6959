"""The workers outlive a Redis that is restarted while they have work in hand."""

import os
import subprocess
import sys

import pytest

from socialmedia import child
from tests.product import CELERY, ROOT
from tests.servers import Redis, wait_until

pytestmark = pytest.mark.postgres  # needs Redis, which is there where PostgreSQL is


def put(redis, folder, name, seconds):
    """Give the worker a task, from a process of its own."""
    order = f"from tests.broker_app import note; note.delay({str(folder)!r}, {name!r}, {seconds})"
    environment = os.environ | {"REDIS_URL": redis.url}
    subprocess.run([sys.executable, "-c", order], env=environment, cwd=ROOT, check=True, timeout=60)


@pytest.fixture
def worker(tmp_path):
    """A Redis and a worker on it."""
    with Redis() as redis, open(tmp_path / "worker.log", "ab") as log:
        command = [sys.executable, "-m", *CELERY, "-c", "2"]
        command[command.index("socialmedia")] = "tests.broker_app"
        environment = os.environ | {"REDIS_URL": redis.url}
        process = child.spawn(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        yield redis, process
        child.end(process)


def test_a_worker_with_tasks_in_hand_outlives_a_restart_of_redis(worker, tmp_path):
    redis, process = worker
    put(redis, tmp_path, "before", 1.5)
    wait_until((tmp_path / "before").exists, process=process, what="the first task")
    redis.restart()
    put(redis, tmp_path, "after", 0)
    wait_until((tmp_path / "after").exists, process=process, what="the task after the restart")
    wait_until(lambda: "Couldn't ack" in (tmp_path / "worker.log").read_text(), process=process, what="the late ack")
    put(redis, tmp_path, "last", 0)
    wait_until((tmp_path / "last").exists, process=process, what="the last task")
