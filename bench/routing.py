"""`make bench-acd`: how fast the ACD decides. The last line is one JSON object. See `docs/benchmarks.md`."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

from bench.__main__ import say
from bench.processes import LOGS, ROOT, Clocked, Running, procfile
from tests.servers import Redis, Unavailable

ROUTERS = [1, 2, 4]
FULL = {"agents": 500, "waiting": 10_000, "seconds": 8.0, "decisions": 60, "bursts": 3}
QUICK = {"agents": 30, "waiting": 200, "seconds": 1.0, "decisions": 5, "bursts": 1}  # only to see that it runs
LONGEST = 240  # seconds for one part


class Routing(Running):
    """PostgreSQL, Redis and as many router processes as are asked for."""

    def __init__(self, asked, logs=None):
        """Nothing is started before `with`; `asked` are the sizes."""
        super().__init__(0, logs)
        self.asked = asked

    def _start(self):
        self.postgresql, self.redis = self._stack.enter_context(Clocked()), self._stack.enter_context(Redis())
        self._stack.callback(self._end_all)
        self.ask("make")

    def routers(self, count):
        """Have this many, each as the Procfile starts one."""
        for name in [name for name in self.processes if name.startswith("route")]:
            self.end(name)
        line = dict(procfile())["route"]
        for number in range(1, count + 1):
            command = line.replace("route@%h", f"route{number}@%h")
            self.start(f"route{number}", ["sh", "-c", command], self.environment())

    def ask(self, order, **more):
        """One part of the bench, in a process of its own; its figures."""
        command = [sys.executable, "-m", "bench.routing_load", order, json.dumps(self.asked | more)]
        done = subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
        )
        if done.returncode:
            raise Unavailable(f"{order} failed: {done.stderr[-LOGS:]}")
        return json.loads(done.stdout.splitlines()[-1])


def run(running, counts):
    """The cost of one decision, then each number of routers."""
    waiting = running.asked["waiting"]
    figures = running.ask("cost", costs=[waiting // 100, waiting // 10, waiting])
    say(f"  one decision: {json.dumps(figures)}")
    found = {}
    for count in counts:
        running.routers(count)
        found[count] = running.ask("run")
        say(f"  {count} router processes: {json.dumps(found[count])}")
    figures |= {f"{name}_{count}": value for count, values in found.items() for name, value in values.items()}
    best = 2 if 2 in found else counts[-1]
    return found[best] | figures


def arguments(given):
    """What was asked for."""
    parser = argparse.ArgumentParser("bench.routing", description="Decisions a second, and how soon one is made.")
    parser.add_argument("--routers", type=int, nargs="+", default=ROUTERS)
    parser.add_argument("--seconds", type=float, help="how long each load lasts")
    parser.add_argument("--quick", action="store_true", help="a small company, only to see that it runs")
    parser.add_argument("--logs", help="a folder in which the processes' logs are kept")
    return parser.parse_args(given)


def main(given=None):
    """Run it; returns the exit code."""
    asked, began = arguments(given), time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    load, sizes = os.getloadavg()[0], QUICK if asked.quick else FULL
    sizes = sizes | ({"seconds": asked.seconds} if asked.seconds else {})
    say(f"starting PostgreSQL, Redis and the routers (load average {load:.2f})")
    try:
        with Routing(sizes, asked.logs) as running:
            figures = run(running, asked.routers)
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    facts = {"load_average_before": round(load, 2), "cores": os.cpu_count(), "took_s": round(time.monotonic() - began)}
    print(json.dumps(figures | facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
