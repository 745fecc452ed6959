"""`make bench-search`: how soon the Tracker finds. The last line is one JSON object. See `docs/benchmarks.md`."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from bench.__main__ import say
from bench.processes import KEY, LOGS, ROOT
from tests.servers import PostgreSQL, Unavailable

MESSAGES = 5  # of an interaction
SIZES = {"100k": 100_000, "1m": 1_000_000, "5m": 5_000_000}  # messages
QUICK = {"5k": 5_000, "10k": 10_000}  # only to see that it runs
ROOM = 3_500  # bytes of disk that a message takes in the end, with its share of everything else
LONGEST = 3600  # seconds for one part


class Large(PostgreSQL):
    """A PostgreSQL with the memory of a small server."""

    settings = PostgreSQL.settings | {
        "shared_buffers": "512MB",
        "maintenance_work_mem": "512MB",
        "effective_cache_size": "2GB",
        "max_wal_size": "2GB",
    }


def ask(server, order, **asked):
    """One part of the bench, in a process of its own; its figures."""
    own = {"DATABASE_URL": server.url, "REDIS_URL": "redis://127.0.0.1:1/0", "DATA_DIR": str(server.folder / "own")}
    environment = os.environ | own | {"SECRET_KEY": "bench", "FIELD_KEYS": KEY, "ALLOWED_HOSTS": "testserver"}
    command = [sys.executable, "-m", "bench.search_load", order, json.dumps(asked)]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if done.returncode:
        raise Unavailable(f"{order} failed: {done.stderr[-LOGS:]}")
    return json.loads(done.stdout.splitlines()[-1])


def run(server, sizes, turns):
    """Each size in turn, the next one built upon the one before."""
    ask(server, "make")
    figures, there = {}, 0
    for name, messages in sizes.items():
        interactions = messages // MESSAGES
        say(f"building {messages:,} messages in {interactions:,} interactions")
        found = ask(server, "grow", first=there, last=interactions)
        say(f"  built in {found['built_s']} s, {found['database_mb']} MB; searching")
        found |= ask(server, "measure", turns=turns)
        say(f"  {json.dumps(found)}")
        figures |= {f"{key}_{name}": value for key, value in found.items()}
        there = interactions
    return figures


def arguments(given):
    """What was asked for."""
    parser = argparse.ArgumentParser("bench.search", description="How soon the Tracker finds, as history grows.")
    parser.add_argument("--turns", type=int, default=20, help="how often each of the ten searches is made")
    parser.add_argument("--most", choices=SIZES, default="5m", help="the largest history")
    parser.add_argument("--quick", action="store_true", help="a tiny history, only to see that it runs")
    return parser.parse_args(given)


def main(given=None):
    """Run it; returns the exit code."""
    asked, began = arguments(given), time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    names = list(SIZES)
    sizes = QUICK if asked.quick else {name: SIZES[name] for name in names[: names.index(asked.most) + 1]}
    needed, free = max(sizes.values()) * ROOM, shutil.disk_usage(tempfile.gettempdir()).free
    if free < needed:
        print(f"{needed >> 30} GB must be free in {tempfile.gettempdir()}; {free >> 30} GB are.", file=sys.stderr)
        return 1
    load = os.getloadavg()[0]
    say(f"starting PostgreSQL (load average {load:.2f})")
    try:
        with Large() as server:
            figures = run(server, sizes, 2 if asked.quick else asked.turns)
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    facts = {"load_average_before": round(load, 2), "cores": os.cpu_count(), "took_s": round(time.monotonic() - began)}
    print(json.dumps(figures | facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
