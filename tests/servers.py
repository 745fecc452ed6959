"""Private servers for tests: a PostgreSQL and a Redis on free loopback ports, gone when the tests are.

In a test:        `with PostgreSQL() as database, Redis() as redis: ...`; each has `.url`, `.port`, `stop()`, `start()`.
Around a command: `python -m tests.servers -- COMMAND ...` runs it with DATABASE_URL and REDIS_URL set.
"""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from socialmedia import child
from tests import made

NOBODY = 9  # a port that nobody listens at
PATIENCE = 30  # seconds a server may take to answer


class Unavailable(RuntimeError):
    """A server could not be started; says why."""


def free_port():
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(ready, *, process=None, patience=PATIENCE, what="the server"):
    """Ask `ready()` until it is true; Unavailable when `process` ends or `patience` seconds have passed."""
    deadline = time.monotonic() + patience
    while not ready():
        if process is not None and process.poll() is not None:
            raise Unavailable(f"{what} ended with code {process.returncode}")
        if time.monotonic() > deadline:
            raise Unavailable(f"{what} did not answer within {patience} s")
        time.sleep(0.02)


def answers(port):
    """Does something listen on this loopback port?"""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A server process with a folder of its own, on a port that it keeps over a stop and a start."""

    parting = signal.SIGTERM

    def __init__(self):
        self.port = free_port()
        self.process = None
        self.folder = None

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix=f"{type(self).__name__.lower()}-"))
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Start it and wait until it answers."""
        with open(self.folder / "log", "ab") as log:
            self.process = child.spawn(
                self.command(),
                parting=self.parting,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,  # a Ctrl-C is for the tests; they end their servers after themselves
                **self.identity(),
            )
        wait_until(self.ready, process=self.process, what=type(self).__name__)

    def stop(self):
        """Stop it in an orderly way; its data stay."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.parting)
            child.end(self.process)
            self.process = None

    def kill(self):
        """End it the way a power cut does."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def restart(self):
        """Stop it and start it again on the same port with the same data."""
        self.stop()
        self.start()

    def prepare(self):
        """What must be there before the first start."""

    def identity(self):
        """The Popen options that say as whom it runs."""
        return {}


class EmptyPostgreSQL(Server):
    """A PostgreSQL cluster in a temporary folder, run by `postgres` when we are root, which it refuses to be."""

    parting = signal.SIGINT  # "fast shutdown": connections are dropped, not waited for
    settings = {
        "listen_addresses": "127.0.0.1",
        "max_connections": "300",
        "shared_buffers": "64MB",
        "max_wal_size": "256MB",
        "synchronous_commit": "on",
        # What a killed process has written stays without it; only a power cut would not. Emptying tables is far quicker.
        "fsync": "off",
        "log_min_messages": "warning",
    }

    @property
    def url(self):
        """Its DATABASE_URL."""
        return f"postgres://tests@127.0.0.1:{self.port}/postgres"

    def prepare(self):
        """Make the cluster."""
        if os.getuid() == 0:
            shutil.chown(self.folder, self.identity()["user"], self.identity()["group"])
        made = subprocess.run(
            [self.binary("initdb"), "-D", "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **self.identity(),
        )
        if made.returncode:
            raise Unavailable(f"initdb failed: {made.stderr.strip()}")

    def command(self):
        """How it is started."""
        options = [f"-c{name}={value}" for name, value in self.settings.items()]
        return [self.binary("postgres"), "-D", "data", "-p", str(self.port), "-k", str(self.folder), *options]

    def ready(self):
        """Does it take connections?"""
        asked = subprocess.run(
            [self.binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False, cwd="/"
        )
        return asked.returncode == 0

    def identity(self):
        """As `postgres` when we are root, else as ourselves."""
        if os.getuid() != 0:
            return {}
        try:
            person = pwd.getpwnam("postgres")
        except KeyError:
            person = pwd.getpwnam("nobody")
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}

    @staticmethod
    def binary(name):
        """The newest PostgreSQL program of that name on this machine."""
        places = [*glob.glob("/usr/lib/postgresql/*/bin"), *glob.glob("/usr/pgsql-*/bin")]
        newest_first = sorted(places, key=lambda place: [int(part) for part in place.split("/") if part.isdigit()])[
            ::-1
        ]
        found = shutil.which(name, path=os.pathsep.join([*newest_first, os.environ.get("PATH", "")]))
        if found is None:
            raise Unavailable(f"PostgreSQL's {name} is not here; bin/test installs it or says how.")
        return found


class PostgreSQL(EmptyPostgreSQL):
    """The same with a database `migrated`, which has all tables and is there to be copied."""

    def prepare(self):
        """Copy the cluster that was made once."""
        shutil.chown(self.folder, self.identity().get("user", os.getuid()), self.identity().get("group", os.getgid()))
        made.copy(self.made() / "data", self.folder)

    @staticmethod
    def made():
        """The folder with the cluster, made now if it is not there."""
        return made.kept("postgresql", _cluster)


def _cluster(folder):
    """Make a cluster whose database `migrated` has all tables."""
    with EmptyPostgreSQL() as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE migrated")
        made.migrate(server.url.rsplit("/", 1)[0] + "/migrated", f"redis://127.0.0.1:{NOBODY}/0", folder)
        server.stop()
        made.copy(server.folder / "data", folder)


class Redis(Server):
    """A Redis that keeps nothing on disk."""

    @property
    def url(self):
        """Its REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self):
        """How it is started."""
        found = shutil.which("redis-server")
        if found is None:
            raise Unavailable("redis-server is not here; bin/test installs it or says how.")
        return [found, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]

    def ready(self):
        """Does it answer a ping?"""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as asked:
            asked.sendall(b"PING\r\n")
            return asked.recv(16).startswith(b"+PONG")
        return False


def _run(command):
    """Run `command` between two servers; its exit code is ours."""
    with PostgreSQL() as database, Redis() as redis:
        environment = os.environ | {"DATABASE_URL": database.url, "REDIS_URL": redis.url}
        process = child.spawn(command, env=environment)
        try:
            return process.wait()
        except BaseException:
            child.end(process)
            raise


def main(arguments):
    """The command line; returns the exit code."""
    if arguments[:1] != ["--"] or len(arguments) < 2:
        print("python -m tests.servers -- COMMAND [ARGUMENT ...]", file=sys.stderr)
        return 2
    # SIGTERM ends us as an exception does, so that the servers are ended and their folders removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return _run(arguments[1:])
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
