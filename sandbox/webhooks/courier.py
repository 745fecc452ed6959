"""Carries deliveries to one webhook: handshake first, then in order, many at once, again when they fail."""

import asyncio
import heapq
import itertools
import secrets
from collections.abc import Callable

import httpx

from sandbox.clock import Clock
from sandbox.webhooks.delivery import LONGEST_DELAY, Delivery, signature
from sandbox.webhooks.subscriptions import Webhook
from sandbox.world import App

AT_ONCE = 16
HANDSHAKE_DELAY = 1.0


class Courier:
    """One webhook's queue; a slow or dead webhook does not hold up another one."""

    def __init__(self, webhook: Webhook, app: App, client: httpx.AsyncClient, clock: Clock):
        """Nothing is sent before `run`."""
        self.webhook, self.app, self._client, self._clock = webhook, app, client, clock
        self._queue: list[tuple[float, int, Delivery]] = []
        self._changed, self._slots = asyncio.Event(), asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[asyncio.Task, Delivery] = {}
        self._turn = itertools.count()
        self.held = False
        self.hopeless: Callable[[Delivery], bool] = lambda delivery: False
        self.settled: Callable[[Delivery], None] = lambda delivery: None
        self.verified: Callable[[Webhook], None] = lambda webhook: None

    def take(self, delivery: Delivery, delay: float = 0.0) -> None:
        """Queue a delivery to be tried after `delay` seconds of sandbox time."""
        heapq.heappush(self._queue, (self._clock.now() + delay, next(self._turn), delivery))
        self._changed.set()

    def empty(self) -> list[Delivery]:
        """Give back what is queued, in order; what is under way goes on."""
        queue, self._queue = self._queue, []
        return [delivery for _, _, delivery in sorted(queue, key=lambda one: one[:2])]

    def wake(self) -> None:
        """Look again: the clock was turned. Turned back, nothing waits longer than the longest pause."""
        latest = self._clock.now() + LONGEST_DELAY
        self._queue = [(min(due, latest), turn, delivery) for due, turn, delivery in self._queue]
        heapq.heapify(self._queue)
        self._changed.set()

    def hold(self, held: bool) -> None:
        """Stop sending, or go on."""
        self.held = held
        self._changed.set()

    def forsake(self) -> list[Delivery]:
        """Give back what is queued or under way, to be carried by another courier."""
        return [*self._under_way.values(), *self.empty()]

    async def run(self) -> None:
        """Shake hands, then carry until cancelled."""
        while not self.webhook.verified:
            self.webhook.verified = await self._handshake()
            if not self.webhook.verified:
                await asyncio.sleep(HANDSHAKE_DELAY)
        self.verified(self.webhook)
        try:
            while True:
                await self._slots.acquire()
                delivery = await self._next()
                task = asyncio.create_task(self._attempt(delivery))
                self._under_way[task] = delivery
                task.add_done_callback(self._under_way.pop)
        finally:
            for task in self._under_way:
                task.cancel()

    async def _handshake(self) -> bool:
        challenge = str(secrets.randbelow(10**10))
        asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": self.app.verify_token}
        try:
            answer = await self._client.get(self.webhook.url, params=asked)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200 and answer.text.strip() == challenge

    async def _next(self) -> Delivery:
        while self.held or not self._queue or self._queue[0][0] > self._clock.now():
            self._changed.clear()
            pause = self._queue[0][0] - self._clock.now() if self._queue and not self.held else None
            try:
                await asyncio.wait_for(self._changed.wait(), pause)
            except TimeoutError:
                continue
        return heapq.heappop(self._queue)[2]

    async def _attempt(self, delivery: Delivery) -> None:
        try:
            delivery.status = await self._post(delivery.body.encode())
        finally:
            self._slots.release()
        delivery.attempts += 1
        if delivery.status == 200:
            delivery.state = "sent"
        elif self.hopeless(delivery):
            delivery.state = "failed"
        else:
            self.take(delivery, delivery.delay())
        self.settled(delivery)

    async def _post(self, body: bytes) -> int | None:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": signature(self.app.secret, body),
        }
        try:
            answer = await self._client.post(self.webhook.url, content=body, headers=headers)
        except httpx.HTTPError:
            return None
        return answer.status_code
