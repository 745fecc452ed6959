"""Load from inside, on an exact schedule: customers write on WhatsApp."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.control.making import number_of
from sandbox.control.requests import Refused
from sandbox.stage import Stage
from sandbox.world import Number


@dataclass
class Step:
    """One message of a schedule; `at` in seconds after the start."""

    at: float
    customer: str
    name: str
    text: str


@dataclass
class Run:
    """A schedule being carried out; lags in milliseconds behind it."""

    id: str
    number: Number
    planned: int
    sent: int = 0
    done: bool = False
    lags: list[float] = field(default_factory=list)

    def progress(self, stage: Stage) -> dict:
        """How far it is; `delivered` counts the webhooks the product took."""
        worst = sorted(self.lags)[int(len(self.lags) * 0.99)] if self.lags else 0.0
        told = stage.sender.by_tag
        return {
            "done": self.done,
            "sent": self.sent,
            "planned": self.planned,
            "errors": told[self.id, "failed"],
            "delivered": told[self.id, "sent"],
            "lag_p99_ms": round(worst, 1),
        }

    async def carry_out(self, stage: Stage, steps: Iterator[Step]) -> None:
        """Send each message at its time; text ends with its sequence number and the moment of sending."""
        start = asyncio.get_running_loop().time()
        for sequence, step in enumerate(steps, 1):
            await self._send(stage, sequence, step, start)
        self.done = True

    async def _send(self, stage: Stage, sequence: int, step: Step, start: float) -> None:
        loop = asyncio.get_running_loop()
        pause = start + step.at - loop.time()
        if pause > 0 or sequence % 20 == 0:
            await asyncio.sleep(max(0.0, pause))
        self.lags.append((loop.time() - start - step.at) * 1000)
        text = f"{step.text} #{sequence} @{stage.clock.now():.6f}"
        described = {"number": self.number.id, "from": step.customer, "name": step.name, "text": text}
        stage.chats.receive(self.number, [described], tag=self.id)
        self.sent += 1


def steady(body: dict) -> Iterator[Step]:
    """So many messages a second for so long, the customers in turn."""
    customers, rate = body.get("customers", 1), body.get("rate", 1.0)
    text = body.get("text", "Load")
    for step in range(int(rate * body.get("seconds", 1.0))):
        who = step % customers
        yield Step(step / rate, str(16505500000 + who), f"Customer {who + 1}", text)


def planned(body: dict) -> Iterator[Step]:
    """An explicit schedule, in order of its times."""
    for one in sorted(body["plan"], key=lambda step: step["at_ms"]):
        text = one.get("text", body.get("text", "Load"))
        yield Step(one["at_ms"] / 1000, one["from"].lstrip("+"), one["name"], text)


class Loads:
    """Load runs of this process, by id."""

    def __init__(self):
        """None yet."""
        self._runs: dict[str, Run] = {}
        self._tasks: set[asyncio.Task] = set()
        self._ids = itertools.count(1)

    async def start(self, stage: Stage, body: dict) -> dict:
        """Begin a run; answers at once."""
        number = number_of(stage, body["number"])
        steps = list(planned(body) if "plan" in body else steady(body))
        run = Run(f"load{next(self._ids)}", number, len(steps))
        self._runs[run.id] = run
        task = asyncio.create_task(run.carry_out(stage, iter(steps)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return {"id": run.id, "planned": run.planned, "sent_at": stage.clock.now()}

    async def progress(self, stage: Stage, body: dict) -> dict:
        """How far a run is."""
        run = self._runs.get(body["id"])
        if not run:
            raise Refused(f"There is no load run {body['id']}.")
        return run.progress(stage)

    def stop(self) -> None:
        """End all runs."""
        for task in self._tasks:
            task.cancel()
