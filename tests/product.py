"""The whole product as real processes, embedded or in server mode, with the sandbox as its world."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
import psycopg
from django.conf import settings

from socialmedia import child, demo
from tests import made
from tests.desk import Desk
from tests.servers import answers, free_port, wait_until
from tests.values import KEY

ROOT = Path(__file__).resolve().parent.parent
CELERY = [
    "celery",
    "-A",
    "socialmedia",
    "worker",
    "--without-gossip",
    "--without-mingle",
    "-P",
    "threads",
    "-O",
    "fair",
]


class Product:
    """What both ways of running share: a folder, a port, an environment, desks to open and the world to play."""

    more = {}  # further variables

    def __init__(self, sandbox):
        self.sandbox, self.port = sandbox, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.folder = Path(tempfile.mkdtemp(prefix="product-"))
        self.processes, self.desks = {}, []

    def environment(self):
        """The variables that its processes are started with."""
        return os.environ | {
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "PUBLIC_URL": self.base,
            "GRAPH_URL": self.sandbox.url,
            "X_URL": self.sandbox.url,
            "SECRET_KEY": "for the tests only",
            "FIELD_KEYS": KEY,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "LOG_LEVEL": "WARNING",
            "DATABASE_POOL": "12",
            "EMAIL_URL": f"filemail:///{self.folder}/mail",
            **self.more,
        }

    def start_one(self, name, *command):
        """Start one process under a name."""
        log = open(self.folder / f"{name}.log", "ab")  # noqa: SIM115  the child keeps it
        self.processes[name] = child.spawn(
            [sys.executable, "-m", *command],
            env=self.environment(),
            cwd=ROOT,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )

    def manage(self, *command):
        """Run one of manage.py's commands to its end."""
        subprocess.run(
            [sys.executable, "manage.py", *command], env=self.environment(), cwd=ROOT, check=True, timeout=120
        )

    def kill(self, name):
        """kill -9."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self):
        """End everything at once: nobody waits for what it might still be doing."""
        for desk in self.desks:
            with contextlib.suppress(Exception):
                desk.close()
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait()

    def wait_for_web(self):
        """Until the web process answers."""
        wait_until(lambda: answers(self.port), process=self.processes["web"], what="the product", patience=60)
        wait_until(lambda: httpx.get(f"{self.base}/readyz", timeout=30).is_success, what="the product")

    def fill(self):
        """What is there before the first process starts: the demo company."""
        self.manage("demo")
        self.settle()

    def settle(self):
        """Make the demo company poll often, and tell the sandbox of it."""
        self.sandbox.control("world", demo.world(self.base))
        self.sandbox.control("rate_limits", {"rate_limits": "off"})
        self.sql("UPDATE channels_admin_channel SET poll_interval = 1000")

    def poll_now(self):
        """All feeds are due."""
        self.sql("UPDATE channels_admin_feed SET next_poll_at = CURRENT_TIMESTAMP")

    def desk(self, username):
        """Sign a person in, without logging on."""
        desk = Desk(self.base, username)
        self.desks.append(desk)
        return desk

    def sent(self, **facts):
        """What the company published, by the sandbox's count."""
        return [item for item in self.sandbox.ask("sent")["data"] if all(item[k] == v for k, v in facts.items())]

    def eventually(self, check, what, patience=20):
        """Wait until `check()` is true; returns it."""
        deadline = time.monotonic() + patience
        while not (found := check()):
            assert time.monotonic() < deadline, f"not within {patience} s: {what}\n{self.logs()}"
            time.sleep(0.05)
        return found

    def mails(self):
        """The words of what was mailed."""
        files = sorted((self.folder / "mail").glob("*.log"))
        return [message_from_bytes(one.read_bytes(), policy=default).get_content() for one in files]

    def logs(self):
        """The ends of its logs, for a failing test."""
        return "\n".join(f"--- {p.name}\n{p.read_text(errors='replace')[-1500:]}" for p in self.folder.glob("*.log"))


class Embedded(Product):
    """One process on SQLite."""

    filled = None  # the folder with the first product's demo company and keys to its license, which the next ones copy

    def environment(self):
        """Its database is a file of its own; no server is named."""
        database = f"sqlite:///{self.folder / 'db.sqlite3'}"
        return super().environment() | {"DATABASE_URL": database, "REDIS_URL": "", "DEMO": "false"}

    def start(self):
        """Prepare the data and start the one process."""
        self.migrate()
        self.fill()
        self.start_one("web", "manage", "embedded")
        self.wait_for_web()
        return self

    def migrate(self):
        """Copy the tables."""
        made.copy(made.sqlite(), self.folder)

    def fill(self):
        """Load the demo company, or copy that of the first product."""
        if Embedded.filled:
            self._copy(Embedded.filled, self.folder)
        else:
            self.manage("demo")
            Embedded.filled = self._copy(self.folder, tempfile.mkdtemp(prefix="filled-"))
        self.settle()

    def _copy(self, source, target):
        """The database and the keys to its license; nothing runs on either of them."""
        with contextlib.closing(sqlite3.connect(Path(source) / "db.sqlite3")) as before:
            before.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(Path(source) / "db.sqlite3", target)
        if (Path(source) / "licensing").exists():
            shutil.copytree(Path(source) / "licensing", Path(target) / "licensing", dirs_exist_ok=True)
        return target

    def sql(self, statement):
        """Run a statement; returns its rows."""
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as connection, connection:
            return connection.execute(statement).fetchall()


class Server(Product):
    """Web, workers and beat as processes of their own, on PostgreSQL and Redis."""

    WORKERS = {"poll": "poll,other", "intake": "intake", "route": "route", "deliver": "deliver"}

    def __init__(self, sandbox, postgresql, redis):
        super().__init__(sandbox)
        self.redis, self.database = redis, f"product_{self.port}"
        self.postgresql = postgresql
        self.database_url = postgresql.url.rsplit("/", 1)[0] + f"/{self.database}"

    def environment(self):
        """The private servers."""
        return super().environment() | {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis.url}

    def start(self):
        """Prepare the data and start every process."""
        self.migrate()
        self.fill()
        self.start_web()
        for name in self.WORKERS:
            self.start_worker(name)
        self.start_one("beat", "celery", "-A", "socialmedia", "beat")
        self.wait_for_web()
        return self

    def migrate(self):
        """Copy the database with all tables."""
        with psycopg.connect(self.postgresql.url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {self.database} TEMPLATE migrated")

    def fill(self):
        """Load the demo company, or copy that of the first product on this server with the keys to its license."""
        keys, kept = self.folder / "licensing", self.postgresql.folder / "licensing"
        with psycopg.connect(self.postgresql.url, autocommit=True) as server:
            if kept.exists():
                server.execute(f"DROP DATABASE {self.database}")
                server.execute(f"CREATE DATABASE {self.database} TEMPLATE filled")
                shutil.copytree(kept, keys)
            else:
                self.manage("demo")
                server.execute(f"CREATE DATABASE filled TEMPLATE {self.database}")
                shutil.copytree(keys, kept)
        self.settle()

    def start_web(self):
        """The web process."""
        self.start_one("web", "daphne", "-b", "127.0.0.1", "-p", str(self.port), "socialmedia.asgi:application")

    def start_worker(self, name):
        """One of the workers."""
        threads = str(4 * (1 + len(Server.WORKERS) - len(self.WORKERS)))
        self.start_one(name, *CELERY, "-n", f"{name}{self.port}@test", "-Q", self.WORKERS[name], "-c", threads)

    def sql(self, statement):
        """Run a statement; returns its rows."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


class SmallServer(Server):
    """The same with one worker for all queues: where no worker is killed, four take only longer to start."""

    WORKERS = {"work": ",".join(Server.WORKERS.values())}


@contextlib.contextmanager
def started(sandbox, request, *, embedded=Embedded, server=Server, **more):
    """The product as the settings name its servers (embedded in any case without a `server`), with further variables;
    ended afterwards.
    """
    sandbox.control("reset", {})
    if server and settings.POSTGRESQL and settings.REDIS_URL:
        running = server(sandbox, request.getfixturevalue("postgresql"), request.getfixturevalue("redis"))
    else:
        running = embedded(sandbox)
    running.more = more
    try:
        yield running.start()
    finally:
        running.stop()
