"""`make bench-desk`: what desks cost, how soon news is drawn. The last line is one JSON object. See `docs/benchmarks.md`."""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from threading import Thread

import httpx
import psutil

from bench import records, report
from bench.__main__ import say
from bench.desk_page import Page
from bench.processes import LOGS, ROOT, Clocked, Running, procfile
from tests.servers import Redis, Unavailable, wait_until

FULL = {"desks": 200, "rate": 50.0, "seconds": 40.0, "quiet": 15.0}
QUICK = {"desks": 3, "rate": 20.0, "seconds": 1.0, "quiet": 0.5}  # only to see that it runs
LONGEST = 240  # seconds for one part
DRAWN = 15  # seconds that the last message has to be drawn
SETTLES = 3.0  # seconds after which what a log-on brings about is over
MEGABYTE = 1024 * 1024


class AtDesks(Running):
    """PostgreSQL, Redis, the web process, and the desks' process."""

    def __init__(self, asked, logs=None):
        """Nothing is started before `with`; `asked` are the sizes."""
        super().__init__(asked["desks"], logs)
        self.asked = asked

    def _start(self):
        self.postgresql, self.redis = self._stack.enter_context(Clocked()), self._stack.enter_context(Redis())
        self._stack.callback(self._end_all)
        self.company = self.ask("make")
        self.start("web", ["sh", "-c", dict(procfile())["web"]], self.environment())
        self.wait_for(self.port, "web")
        wait_until(lambda: httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).is_success, what="the product")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.start("desks", [sys.executable, "-m", "bench.desks"], os.environ, **pipes)
        self._watch()

    def ask(self, order):
        """One part of the bench, in a process of its own; its figures."""
        command = [sys.executable, "-m", "bench.desk_load", order, json.dumps(self.asked)]
        done = subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
        )
        if done.returncode:
            raise Unavailable(f"{order} failed: {done.stderr[-LOGS:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def memory(self):
        """What the web process holds, in MB."""
        process = psutil.Process(self.processes["web"].pid)
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / MEGABYTE


def run(running):
    """Desks come, are quiet, and are told."""
    first, *others = running.company["agents"]
    with Page(running.port, first, running.company["watched"]) as page:
        time.sleep(SETTLES)
        before, began = running.memory(), time.time()
        running.order("open", port=running.port, agents=others, works=False)
        time.sleep(SETTLES)
        per_100 = 100 / len(others)
        figures = {"memory_mb_per_100_desks": round((running.memory() - before) * per_100, 1)}
        say(f"  {len(others)} desks have come: {json.dumps(figures)}")
        with _cpu(running, "quiet", per_100, figures):
            time.sleep(running.asked["quiet"])
        say(f"  they were quiet: {json.dumps(figures)}")
        with _cpu(running, "", per_100, figures):
            figures |= _load(running)
        figures |= _wait(running, page, figures["sent"]) | _judge(running, page, began)
    return figures | _queries(running)


@contextlib.contextmanager
def _cpu(running, name, per_100, figures):
    """Note what the web process used meanwhile, in percent of one processor."""
    before, began = running.sampler.cpu()["web"], time.monotonic()
    yield
    used = (running.sampler.cpu()["web"] - before) / (time.monotonic() - began)
    figures["_".join(["cpu_percent_per_100_desks", *filter(None, [name])])] = round(used * 100 * per_100, 2)


def _load(running):
    """Customers write, from a thread: meanwhile the browser's own messages are not waited for."""
    found = {}
    writing = Thread(target=lambda: found.update(running.ask("run")))
    writing.start()
    writing.join()
    if not found:
        raise Unavailable("the customers could not write")
    return found


def _wait(running, page, sent):
    deadline = time.monotonic() + DRAWN
    while time.monotonic() < deadline:
        shown = running.order("count", run=1).get("w", 0) + len(page.drawn())
        if shown >= sent:
            break
        time.sleep(0.2)
    return {"shown": shown}


def _judge(running, page, began):
    """From the commit of a message to the socket, and to the browser's page."""
    stored = records.of(running, "w", 1, began)
    committed = {one.mark.sequence: one.committed for one in stored if one.committed}
    answer, in_page = running.order("drawn"), page.drawn()
    drawn = report.draws(answer["draws"])
    sockets = {sequence: draw.arrived for sequence, draw in report.first_draws(drawn).items()}
    return {
        "stored": len(stored),
        **_spread("drawn", in_page, committed),
        **_spread("socket", sockets, committed),
        "drawn": len(in_page),
        "lost": len(stored) - len({*sockets, *in_page}),
        "doubled": report.doubled(drawn, stored),
        "misordered": report.misdrawn(drawn),
        "desk_errors": sum(answer["errors"].values()),
    }


def _spread(name, moments, committed):
    return report.spread(name, [(at - committed[seq]) * 1000 for seq, at in moments.items() if seq in committed])


def _queries(running):
    found = running.ask("snapshot")
    if found["queries_per_snapshot"] != found["queries_per_snapshot_many"]:
        raise Unavailable(f"a snapshot takes more queries where there is more to see: {found}")
    return found


def arguments(given):
    """What was asked for."""
    parser = argparse.ArgumentParser("bench.desk_news", description="What desks cost, and how soon news is drawn.")
    for name, kind, means in (
        ("desks", int, "agents at their desks"),
        ("rate", float, "messages a second"),
        ("seconds", float, "how long"),
    ):
        parser.add_argument(f"--{name}", type=kind, help=means)
    parser.add_argument("--quick", action="store_true", help="a few desks, only to see that it runs")
    parser.add_argument("--logs", help="a folder in which the processes' logs are kept")
    asked = parser.parse_args(given)
    own = {name: value for name, value in vars(asked).items() if name in FULL and value}
    return (QUICK if asked.quick else FULL) | own, asked.logs


def main(given=None):
    """Run it; returns the exit code."""
    (sizes, logs), began = arguments(given), time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    load = os.getloadavg()[0]
    say(f"starting PostgreSQL, Redis, the product and {sizes['desks']} desks (load average {load:.2f})")
    try:
        with AtDesks(sizes, logs) as running:
            figures = run(running)
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    facts = {"load_average_before": round(load, 2), "cores": os.cpu_count(), "took_s": round(time.monotonic() - began)}
    print(json.dumps(figures | facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
