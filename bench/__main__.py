"""`make bench`: measures the product in server mode. The last line is one JSON object. See `docs/benchmarks.md`."""

import argparse
import json
import os
import signal
import sys
import time

from bench import beneath, held, report
from bench.processes import Running
from bench.trial import SHORT_PATIENCE, STAGES, Asked, Trials, holds
from tests.servers import Unavailable

PROBE = 15  # seconds
CONFIRM = 60  # seconds
SEARCH = 200  # seconds after which no more probes begin
FLOOR = 15  # seconds


def arguments(given):
    """What was asked for."""
    parser = argparse.ArgumentParser("bench", description="Messages a second, and the time to the desk.")
    parser.add_argument("--rate", type=float, default=20, help="WhatsApp webhooks per second")
    parser.add_argument("--seconds", type=float, default=60, help="how long, after the warm-up")
    parser.add_argument("--desks", type=int, default=50)
    parser.add_argument("--customers", type=int, default=200)
    parser.add_argument(
        "--held", action=argparse.BooleanOptionalAction, default=True, help="search for the rate that is held"
    )
    parser.add_argument("--quick", action="store_true", help="a few seconds with few desks, only to see that it runs")
    parser.add_argument("--logs", help="a folder in which the processes' logs are kept")
    asked = parser.parse_args(given)
    if asked.quick:
        asked.rate, asked.seconds, asked.desks, asked.customers, asked.held = 5, 5, 5, 20, False
    return asked


def say(text):
    """Progress, on stderr."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def main(given=None):
    """Run the bench; returns the exit code."""
    asked, began = arguments(given), time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    load = os.getloadavg()[0]
    say(f"starting PostgreSQL, Redis, the sandbox, the product and {asked.desks} desks (load average {load:.2f})")
    try:
        with Running(asked.desks, asked.logs) as running:
            figures = measure(running, asked)
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    figures |= {
        "load_average_before": round(load, 2),
        "cores": os.cpu_count(),
        "took_s": round(time.monotonic() - began),
    }
    table(figures)
    print(json.dumps(figures))
    return 0


def measure(running, asked):
    """Floor, load, and the rate that is held."""
    say("floor: a no-op webhook → Celery → group send → socket")
    floor = beneath.measure(running, asked.rate, min(FLOOR, asked.seconds))
    trials = Trials(running)
    say(f"load: {asked.rate:g} webhooks per second for {asked.seconds:g} s")
    figures = trials.run(Asked(asked.rate, asked.seconds, asked.desks, asked.customers, polled=True))
    figures |= report.spread("floor", floor) | {"floor_shown": len(floor)}
    figures |= {f"peak_{name}_mb": size for name, size in running.sampler.peaks().items()}
    said(asked.rate, figures)
    figures["held_rate_per_s"] = search(trials, asked, figures) if asked.held else None
    return figures


def search(trials, asked, figures):
    """The highest rate held for a minute; None when nothing could be told."""

    ends = time.monotonic() + SEARCH

    def attempt(rate, seconds, **more):
        found = trials.run(Asked(rate, seconds, asked.desks, asked.customers, **more))
        said(rate, found)
        return holds(found)

    def probe(rate):
        return time.monotonic() < ends and attempt(rate, PROBE, patience=SHORT_PATIENCE)

    it_held = holds(figures)
    say(f"searching the rate that is held, {'up' if it_held else 'down'} from {asked.rate:g}/s")
    known = {"held": asked.rate} if it_held else {"failed": asked.rate}
    try:
        return held.find(probe, lambda rate: attempt(rate, CONFIRM), **known)
    except Unavailable as reason:
        say(f"the search was broken off: {reason}")
        return known.get("held")


def said(rate, figures):
    """One line about a run."""
    say(
        f"  {rate:g}/s: p50 {figures['webhook_to_socket_p50_ms']:g} p95 {figures['webhook_to_socket_p95_ms']:g} "
        f"p99 {figures['webhook_to_socket_p99_ms']:g} ms, shown {figures['shown']} of {figures['sent']}, "
        f"lost {figures['lost']} doubled {figures['doubled']} misordered {figures['misordered']}, "
        f"sender's lag {figures['sender_lag_p99_ms']:g} ms"
    )


def table(figures):
    """The figures for people."""
    print(f"\n{'stage (ms)':34}{'p50':>9}{'p95':>9}{'p99':>9}")
    for name in [*STAGES, "polled_to_socket", "polled_committed_to_socket", "floor"]:
        print(f"{name:34}" + "".join(f"{figures[f'{name}_p{percent}_ms']:9.1f}" for percent in report.SHOWN))
    print(f"\n{'process':34}{'CPU s':>9}{'peak MB':>9}")
    for name in [key[4:-2] for key in figures if key.startswith("cpu_") and key.endswith("_s")]:
        peak = figures.get(f"peak_{name}_mb")
        print(f"{name:34}{figures[f'cpu_{name}_s']:9.2f}" + (f"{peak:9.1f}" if peak else ""))
    print()


if __name__ == "__main__":
    sys.exit(main())
