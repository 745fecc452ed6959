"""One run of the load at one rate, and what came of it."""

import contextlib
import sys
import time
from dataclasses import dataclass

from bench import plan, records, report
from bench.polled import Polled

WARM_UP = 2.0  # seconds after every conversation under way has begun
PATIENCE = 45  # seconds for the last message to be drawn, after the last was sent
SHORT_PATIENCE = 15  # the same, where only is asked whether a rate is held
POLL_PATIENCE = 10  # seconds for the last polled one
TIDY = 45  # seconds until nothing is open any more
HELD_P95_MS = 500
LAG_MS = 250  # by which the sandbox may be late and the rate still counts


@dataclass
class Asked:
    """What is to be run: messages a second, for how many seconds after the warm-up, by how many people."""

    rate: float
    seconds: float
    desks: int
    customers: int
    polled: bool = False
    patience: float = PATIENCE

    @property
    def warm(self):
        """Messages of the warm-up: every conversation under way begins, and then a little longer."""
        return plan.at_once(self.rate, self.desks, self.customers) + round(self.rate * WARM_UP)

    @property
    def count(self):
        """All messages."""
        return self.warm + round(self.rate * self.seconds)


class Trials:
    """Runs one after the other on the same product."""

    def __init__(self, running):
        """None has been run."""
        self._running, self._run = running, 0

    def run(self, asked):
        """Run it; returns the figures, all flat."""
        self._run += 1
        self._running.order("forget")
        self._running.order("ready")
        began = time.time()
        with Polled(self._running, self._run) if asked.polled else contextlib.nullcontext() as posts:
            told, used = self._send(asked)
        self._wait_for_desks("w", asked.count, asked.patience)
        if posts:
            self._wait_for_desks("p", posts.sent, POLL_PATIENCE)
        tidied = self._tidy_up()
        figures = self._judge(asked, told, began) | {"left_open": tidied, "offered_again": self._again(began)}
        return figures | (self._polled(posts.sent, began) if posts else {}) | used

    def _again(self, began):
        return records.offered_again(self._running, began)

    def _send(self, asked):
        """Have the sandbox send; returns (what it told, CPU seconds used after the warm-up)."""
        steps = plan.schedule(self._run, asked.rate, asked.count, asked.desks, asked.customers)
        load = self._running.control(
            "load", {"kind": "whatsapp", "number": self._running.company["number"], "plan": steps}
        )
        begin, end = load["sent_at"] + asked.warm / asked.rate, load["sent_at"] + asked.count / asked.rate
        time.sleep(max(0.0, begin - time.time()))
        before = self._running.sampler.cpu()
        time.sleep(max(0.0, end - time.time()))
        after, deadline = self._running.sampler.cpu(), time.monotonic() + PATIENCE
        told = self._running.control(f"load/{load['id']}")
        while not told["done"] and time.monotonic() < deadline:
            time.sleep(0.2)
            told = self._running.control(f"load/{load['id']}")
        return told, _used(before, after)

    def _wait_for_desks(self, kind, count, patience):
        deadline = time.monotonic() + patience
        while self._running.order("count", run=self._run).get(kind, 0) < count and time.monotonic() < deadline:
            time.sleep(0.2)

    def _tidy_up(self):
        """Disconnect everything; returns how much was left when that took too long, and puts it away."""
        deadline = time.monotonic() + TIDY
        while True:
            self._running.order("clear")
            left = records.under_way(self._running)
            if not left:
                return 0
            if time.monotonic() > deadline:
                records.put_away(self._running)
                return left
            time.sleep(0.3)

    def _judge(self, asked, told, began):
        answer = self._running.order("drawn")
        drawn = [draw for draw in report.draws(answer["draws"]) if (draw.mark.kind, draw.mark.run) == ("w", self._run)]
        stored = records.of(self._running, "w", self._run, began)
        shown, read = report.first_draws(drawn), self._read_back(stored)
        if answer["errors"]:
            print(f"  desks met: {answer['errors']}", file=sys.stderr)
        measured = [sequence for sequence in shown if sequence > asked.warm]
        joined = sum(shown[sequence].joined for sequence in measured)
        lost = asked.count - len(set(shown) & {item.mark.sequence for item in stored} & read["sequences"])
        late = report.misdrawn(drawn)
        return {
            "rate_per_s": round(_rate(shown, asked.warm) or 0.0, 2),
            "sent": told["sent"] - asked.warm,
            "stored": len({item.mark.sequence for item in stored if item.mark.sequence > asked.warm}),
            "shown": len(measured),
            "warm_up_sent": asked.warm,
            "lost": lost,
            "doubled": report.doubled(drawn, stored),
            "misordered": late + read["misordered"],
            "misordered_at_socket": late,
            "joined_share": round(joined / max(1, len(measured)), 3),
            "holes": answer["holes"],
            "desk_errors": sum(answer["errors"].values()),
            "webhook_errors": told["errors"],
            "sender_lag_p99_ms": told["lag_p99_ms"],
            **_spreads(report.stages(stored, shown, asked.warm)),
        }

    def _read_back(self, stored):
        """What the API shows of each conversation afterwards, in which order."""
        owners = records.owners(self._running, {item.thread for item in stored})
        sequences, late = set(), 0
        for texts in self._running.order("read", interactions=owners)["threads"]:
            marks = [mark for mark in map(plan.read, texts) if mark and (mark.kind, mark.run) == ("w", self._run)]
            sequences |= {mark.sequence for mark in marks}
            late += report.misordered([mark.sequence for mark in marks])
        return {"sequences": sequences, "misordered": late}

    def _polled(self, sent, began):
        drawn = report.draws(self._running.order("drawn")["draws"])
        shown = report.first_draws(d for d in drawn if (d.mark.kind, d.mark.run) == ("p", self._run))
        stored = records.of(self._running, "p", self._run, began)
        waits = [(draw.arrived - draw.mark.sent) * 1000 for draw in shown.values()]
        since = {item.mark.sequence: item.committed for item in stored}
        inside = [(d.arrived - since[s]) * 1000 for s, d in shown.items() if since.get(s)]
        counts = {"polled_sent": sent, "polled_stored": len(since), "polled_shown": len(shown)}
        return counts | report.spread("polled_to_socket", waits) | report.spread("polled_committed_to_socket", inside)


STAGES = (
    "webhook_to_socket sent_to_received received_to_committed sent_to_committed joined_committed_to_socket joined_to_socket "
    "offer offered_to_socket opened_to_socket"
).split()


def _spreads(stages):
    found = {}
    for name in STAGES:
        found |= report.spread(name, stages.get(name, []))
    return found


def _rate(shown, warm):
    """Messages a second, by the moments at which the platform sent them."""
    moments = sorted(draw.mark.sent for sequence, draw in shown.items() if sequence > warm)
    return (len(moments) - 1) / (moments[-1] - moments[0]) if len(moments) > 1 else None


def _used(before, after):
    """CPU seconds by process, those of the machine, and those that were not ours."""
    used = {name: after[name] - before[name] for name in after if name in before}
    machine = used.pop("machine")
    flat = {f"cpu_{name}_s": round(seconds, 2) for name, seconds in used.items()}
    return flat | {"cpu_machine_s": round(machine, 2), "cpu_others_s": round(max(0.0, machine - sum(used.values())), 2)}


def holds(figures):
    """Is this a rate that is held: quickly enough, nothing lost, and really sent?"""
    clean = not (figures["lost"] or figures["doubled"] or figures["misordered"] or figures["left_open"])
    return clean and figures["webhook_to_socket_p95_ms"] < HELD_P95_MS and figures["sender_lag_p99_ms"] < LAG_MS
