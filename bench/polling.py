"""`make bench-poll`: how many feeds one machine reads. The last line is one JSON object. See `docs/benchmarks.md`."""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time

import httpx
import psycopg

from bench import report
from bench.__main__ import say
from bench.processes import LOGS, ROOT, Running, procfile
from tests.servers import PostgreSQL, Redis, Unavailable, wait_until

COUNTS = [100, 500, 2000]
INTERVAL_MS = 5000
WARM_UP = 2 * INTERVAL_MS / 1000  # seconds after every feed was read once
LOOK_EVERY = 1.0  # seconds: no feed is read twice in between
NEEDED = ("poll", "route", "beat")  # processes of the Procfile; the others would stand idle
PATIENCE = 60


class Polling(Running):
    """The product's pollers with their servers and the stub that plays the platforms."""

    def __init__(self, latency, logs=None):
        """`latency` of the stub in milliseconds."""
        super().__init__(0, logs)
        self._latency = latency

    def _start(self):
        self.postgresql, self.redis = self._stack.enter_context(PostgreSQL()), self._stack.enter_context(Redis())
        self._stack.callback(self._end_all)
        where = [str(self.sandbox_port), str(self._latency)]
        self.start("stub", [sys.executable, "-m", "bench.polling_stub", *where], os.environ)
        self.wait_for(self.sandbox_port, "stub")
        self.channels(1)
        for name, line in procfile():
            if name in NEEDED:
                self.start(name, ["sh", "-c", line], self.environment())
        self._watch()

    def channels(self, count):
        """Have as many channels as that."""
        command = [sys.executable, "-m", "bench.polling_world", str(count), str(INTERVAL_MS)]
        made = subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        if made.returncode:
            raise Unavailable(f"the channels could not be made: {made.stderr[-LOGS:]}")

    def told(self):
        """What the stub has counted."""
        return httpx.get(f"{self.sandbox}/told", timeout=10).json()

    def one(self, statement):
        """The first value of the first row."""
        return self.rows(statement)[0][0]


class Polls(threading.Thread):
    """`with Polls(running) as polls:` collects every poll that ends, by the rows of the feeds."""

    def __init__(self, running):
        """Nothing is collected before `with`."""
        super().__init__(daemon=True, name="polls")
        self._url, self._ended, self._found = running.postgresql.url, threading.Event(), {}

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *reason):
        self._ended.set()
        self.join(timeout=PATIENCE)

    def run(self):
        """Look again and again; a poll is told from the next by the moment it ended."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            while not self._ended.wait(LOOK_EVERY):
                rows = connection.execute("SELECT id, last_poll_at, lag_ms FROM channels_admin_feed")
                self._found |= {(feed, ended): lag for feed, ended, lag in rows if ended}

    def between(self, begin, end):
        """The lags (ms) of the polls that ended in these seconds of the clock."""
        return [lag for (_feed, ended), lag in self._found.items() if begin <= ended.timestamp() < end]


def measure(running, count, seconds):
    """The figures for this many channels."""
    running.channels(count)
    unread = "SELECT count(*) FROM channels_admin_feed WHERE last_poll_at IS NULL"
    wait_until(lambda: not running.one(unread), what="the first poll of each feed", patience=PATIENCE)
    time.sleep(WARM_UP)
    with Polls(running) as polls:
        begin, used, told = time.time(), running.sampler.cpu(), running.told()
        time.sleep(seconds)
        end, after, later = time.time(), running.sampler.cpu(), running.told()
        time.sleep(2 * LOOK_EVERY)
    lags, length = polls.between(begin, end), end - begin
    spent = {name: (after[name] - used[name]) / length / os.cpu_count() * 100 for name in after}
    product = sum(share for name, share in spent.items() if name not in ("machine", "stub"))
    figures = {
        "polls_per_s": round(len(lags) / length, 1),
        "lag_p50_ms": report.percentile(lags, 50),
        "lag_p99_ms": report.percentile(lags, 99),
        "lag_max_ms": max(lags, default=0),
        "cpu_percent": round(product, 1),
        "cpu_machine_percent": round(spent["machine"], 1),
        "cpu_stub_percent": round(spent["stub"], 1),
        **{f"cpu_{name}_percent": round(spent[name], 1) for name in ("poll", "route", "beat", "postgresql", "redis")},
        "requests_per_s": round((later["requests"] - told["requests"]) / length, 1),
        "brought": later["brought"] - told["brought"],
    }
    say(f"  {count} channels: {json.dumps(figures)}")
    return {f"{name}_{count}": value for name, value in figures.items()}


def run(running, counts, seconds):
    """Each number of channels, and at the end whether everything that was brought is stored, once."""
    figures = {}
    for count in counts:
        say(f"{count} channels, every {INTERVAL_MS} ms, for {seconds:g} s")
        figures |= measure(running, count, seconds)
    running.rows("UPDATE channels_admin_channel SET enabled_at = NULL RETURNING id")
    busy = "SELECT count(*) FROM channels_admin_feed WHERE busy_until IS NOT NULL"
    wait_until(lambda: not running.one(busy), what="the last poll", patience=PATIENCE)
    failed = running.one("SELECT count(*) FROM channels_admin_feed WHERE failures > 0")
    stored = running.one("SELECT count(*) FROM interactions_message")
    return figures | {"brought": running.told()["brought"], "stored": stored, "feeds_failing": failed}


def arguments(given):
    """What was asked for."""
    parser = argparse.ArgumentParser("bench.polling", description="Polls a second, their lag, and the CPU they take.")
    parser.add_argument("--channels", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--seconds", type=float, default=40, help="how long each, after the warm-up")
    parser.add_argument("--latency", type=float, default=0, help="milliseconds until the stub answers")
    parser.add_argument("--logs", help="a folder in which the processes' logs are kept")
    return parser.parse_args(given)


def main(given=None):
    """Run it; returns the exit code."""
    asked, began = arguments(given), time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    load = os.getloadavg()[0]
    say(f"starting PostgreSQL, Redis, the stub and the pollers (load average {load:.2f})")
    try:
        with Polling(asked.latency, asked.logs) as running:
            figures = run(running, asked.channels, asked.seconds)
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    facts = {"load_average_before": round(load, 2), "cores": os.cpu_count(), "took_s": round(time.monotonic() - began)}
    print(json.dumps(figures | facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
