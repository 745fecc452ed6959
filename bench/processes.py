"""Everything that runs: private PostgreSQL and Redis, the sandbox, the product's processes as the Procfile says."""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import psycopg

from bench.sampler import Sampler
from socialmedia import child
from tests.servers import PostgreSQL, Redis, Unavailable, answers, free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent
KEY = "dGhlc2UgdGhpcnR5LXR3byBieXRlcyBhcmUgYSBrZXk="
POLL_MS = 1000  # asked for; X allows no less than three seconds
CALL = 30  # seconds for one call of the sandbox's control API
ORDER = 120  # seconds for one order to the desks
LOGS = 3000  # characters of each log that are shown after a failure


class Clocked(PostgreSQL):
    """A PostgreSQL that writes as in production, and remembers when each transaction was committed."""

    settings = PostgreSQL.settings | {"track_commit_timestamp": "on", "fsync": "on"}


class Running:
    """`with Running(desks=50) as running:` – the product with its world; all of it is gone afterwards."""

    def __init__(self, desks, logs=None):
        """Nothing is started before `with`. The processes' logs are kept in the folder `logs` if one is named."""
        self._logs = logs
        self.count, self.port, self.sandbox_port = desks, free_port(), free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.sandbox = f"http://127.0.0.1:{self.sandbox_port}"
        self.processes, self._stack = {}, contextlib.ExitStack()
        self.sampler = Sampler()

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind, error, trace):
        if error and not isinstance(error, KeyboardInterrupt):
            self._show_logs()
        self._stack.close()
        if self._logs:
            Path(self._logs).mkdir(parents=True, exist_ok=True)
            for log in self.folder.glob("*.log"):
                shutil.copy(log, self._logs)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        """Servers, sandbox, company, product, desks. What comes last goes first."""
        self.postgresql, self.redis = self._stack.enter_context(Clocked()), self._stack.enter_context(Redis())
        self._stack.callback(self._end_all)
        where = [
            "--host",
            "127.0.0.1",
            "--port",
            str(self.sandbox_port),
            "--data",
            str(self.folder / "sandbox.sqlite3"),
        ]
        self.start("sandbox", [sys.executable, "-m", "sandbox", *where], os.environ)
        self.company = self._make_world()
        self.wait_for(self.sandbox_port, "sandbox")
        # Before the product, whose first poll would meet tokens that nobody knows and suspend the accounts.
        self.control("world", self.company["world"])
        self.control("rate_limits", {"rate_limits": "off"})
        for name, line in procfile():
            self.start(name, ["sh", "-c", line], self.environment())
        self.wait_for(self.port, "web")
        wait_until(lambda: httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).is_success, what="the product")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.start("desks", [sys.executable, "-m", "bench.desks"], os.environ, **pipes)
        self.order("open", port=self.port, agents=self.company["agents"])
        self._watch()

    def _end_all(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            child.end(process)

    def _watch(self):
        pids = {name: process.pid for name, process in self.processes.items()}
        pids |= {"postgresql": self.postgresql.process.pid, "redis": self.redis.process.pid}
        self.sampler.watch(pids)
        self._stack.callback(self.sampler.stop)
        self.sampler.start()

    def _make_world(self):
        command = [sys.executable, "-m", "bench.world", str(self.count), str(POLL_MS)]
        made = subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        if made.returncode:
            raise Unavailable(f"the bench company could not be made: {made.stderr[-LOGS:]}")
        return json.loads(made.stdout.splitlines()[-1])

    def environment(self):
        """What the product's processes are started with."""
        return os.environ | {
            "DATABASE_URL": self.postgresql.url,
            "REDIS_URL": self.redis.url,
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "GRAPH_URL": self.sandbox,
            "X_URL": self.sandbox,
            "SECRET_KEY": "for the bench only",
            "FIELD_KEYS": KEY,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "LOG_LEVEL": "WARNING",
            "DEBUG": "false",
            "DEMO": "false",
        }

    def start(self, name, command, environment, **pipes):
        """Start one process under a name; what it says goes to its log."""
        with open(self.folder / f"{name}.log", "ab") as log:
            streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log} | pipes
            self.processes[name] = child.spawn(command, env=dict(environment), cwd=ROOT, **streams)
        return self.processes[name]

    def end(self, name):
        """End one process."""
        child.end(self.processes.pop(name))

    def wait_for(self, port, name):
        """Until this process listens there."""
        wait_until(lambda: answers(port), process=self.processes[name], what=name, patience=60)

    def control(self, path, body=None):
        """Call the sandbox's control API: POST with a body, GET without."""
        method = "GET" if body is None else "POST"
        answer = httpx.request(method, f"{self.sandbox}/control/{path}", json=body, timeout=CALL)
        answer.raise_for_status()
        return answer.json()

    def order(self, do, **given):
        """Have the desks do something; returns their answer."""
        process = self.processes["desks"]
        process.stdin.write(json.dumps({"do": do, **given}).encode() + b"\n")
        process.stdin.flush()
        answered, _, _ = select.select([process.stdout], [], [], ORDER)
        line = process.stdout.readline() if answered else b""
        if not line:
            raise Unavailable(f"the desks did not answer {do!r} within {ORDER} s")
        return json.loads(line)

    def rows(self, statement, *values):
        """Ask the database."""
        with psycopg.connect(self.postgresql.url, autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()

    def _show_logs(self):
        for log in sorted(self.folder.glob("*.log")):
            text = log.read_text(errors="replace")[-LOGS:]
            if text:
                print(f"--- {log.name}\n{text}", file=sys.stderr)


def procfile():
    """The product's processes: [(name, command line)]."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    return [tuple(part.strip() for part in line.split(":", 1)) for line in lines if line.strip()]
