"""What will happen by itself later in sandbox time: receipts, echoes. Kept over a restart."""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass

from sandbox import ids
from sandbox.clock import Clock
from sandbox.store import Shelf, Store


@dataclass
class Job:
    """A named act with its arguments (JSON), due at a moment of sandbox time."""

    id: str
    due: float
    act: str
    arguments: dict


class Agenda:
    """Runs jobs when they are due, also after the clock was turned forward."""

    def __init__(self, store: Store, clock: Clock):
        """Load the jobs that were left."""
        self._clock = clock
        self._shelf = Shelf(store, "job", Job, lambda one: one.id)
        self._heap = [(one.due, one.id) for one in self._shelf]
        heapq.heapify(self._heap)
        self._changed = asyncio.Event()
        self.acts: dict[str, Callable[..., None]] = {}

    def plan(self, delay: float, act: str, **arguments: object) -> None:
        """Do `act` after `delay` seconds; without delay at once."""
        if delay <= 0:
            self.acts[act](**arguments)
            return
        job = self._shelf.save(Job(ids.number(), self._clock.now() + delay, act, arguments))
        heapq.heappush(self._heap, (job.due, job.id))
        self.wake()

    def wake(self) -> None:
        """Look again: a job is new, or the clock was turned."""
        self._changed.set()

    async def run(self) -> None:
        """Run jobs until cancelled."""
        while True:
            self._run_due()
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), self._pause())
            except TimeoutError:
                continue

    def _run_due(self) -> None:
        while self._heap and self._heap[0][0] <= self._clock.now():
            _, identifier = heapq.heappop(self._heap)
            job = self._shelf.get(identifier)
            self._shelf.drop(job)
            self.acts[job.act](**job.arguments)

    def _pause(self) -> float:
        return max(0.001, self._heap[0][0] - self._clock.now()) if self._heap else 3600.0
