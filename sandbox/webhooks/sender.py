"""Sends news to the apps that subscribed to it; what is pending survives a restart."""

import asyncio
import random
import ssl
from collections import Counter, deque

import httpx

from sandbox import ids
from sandbox.clock import Clock
from sandbox.store import Shelf, Store
from sandbox.switches import Switches
from sandbox.webhooks.courier import Courier
from sandbox.webhooks.delivery import HOUR, Delivery, encoded
from sandbox.webhooks.subscriptions import Subscriptions, Webhook
from sandbox.world import App, World

ANSWER_WITHIN = 10.0
LOG_LENGTH = 200
TLS = ssl.create_default_context()  # made once: it takes longer than a whole reset


class Sender:
    """Makes deliveries and hands each to the courier of its webhook."""

    def __init__(self, store: Store, world: World, subscriptions: Subscriptions, clock: Clock, switches: Switches):
        """Load what was not delivered yet; nothing is sent before `start`."""
        self._world, self._subscriptions, self._clock, self._switches = world, subscriptions, clock, switches
        self._pending = Shelf(store, "delivery", Delivery, lambda one: one.id)
        self.log: deque[Delivery] = deque(maxlen=LOG_LENGTH)
        self.sent, self.failed_attempts, self.given_up = Counter(), Counter(), Counter()
        self.by_tag: Counter[tuple[str, str]] = Counter()
        self._couriers: dict[str, Courier] = {}
        self._running: dict[str, asyncio.Task] = {}
        self._failing: dict[tuple[str, str], float] = {}

    def start(self) -> None:
        """Begin to carry, with what was left from the last run first."""
        pool = httpx.Limits(max_connections=64, max_keepalive_connections=32)
        self._client = httpx.AsyncClient(limits=pool, timeout=ANSWER_WITHIN, trust_env=False, verify=TLS)
        for webhook in self._subscriptions.webhooks:
            self.engage(webhook)
        for delivery in sorted(self._pending, key=lambda one: int(one.id)):
            self.log.append(delivery)
            self._hand_over(delivery)

    async def stop(self) -> None:
        """Stop carrying; what is pending stays in the store."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        await self._client.aclose()

    def engage(self, webhook: Webhook) -> None:
        """Give a new or moved webhook a courier, who takes over what its predecessor had."""
        app = self._world.apps.get(webhook.app) or App(webhook.app)
        courier = Courier(webhook, app, self._client, self._clock)
        courier.settled, courier.verified = self._settled, self._subscriptions.webhooks.save
        courier.hopeless = self._hopeless
        courier.hold(self._switches.webhooks_held)
        predecessor = self._couriers.get(webhook.key)
        self._couriers[webhook.key] = courier
        if predecessor:
            for delivery in predecessor.forsake():
                courier.take(delivery)
            self._running[webhook.key].cancel()
        self._running[webhook.key] = asyncio.create_task(courier.run())

    def refresh_apps(self) -> None:
        """Let couriers know of changed secrets and verify tokens."""
        for courier in self._couriers.values():
            courier.app = self._world.apps.get(courier.webhook.app) or courier.app

    def send(self, kind: str, target: str, news: str, platform: str, entry: dict, tag: str = "") -> None:
        """Tell every app that hears the field `news` of the page or account `target`."""
        for webhook in self._subscriptions.hearing(kind, target, news):
            copies = 1
            if self._switches.duplicates > 0:
                self._switches.duplicates -= 1
                copies = 2
            for _ in range(copies):
                self._post(webhook, platform, encoded({"object": kind, "entry": [entry]}), tag, target)

    def _post(self, webhook: Webhook, platform: str, body: str, tag: str, target: str) -> None:
        now = self._clock.now()
        delivery = Delivery(ids.number(), webhook.app, webhook.object, platform, body, now, tag, target=target)
        self._pending.save(delivery)
        self.log.append(delivery)
        self._hand_over(delivery)

    def _hand_over(self, delivery: Delivery) -> None:
        courier = self._couriers.get(delivery.webhook)
        if courier:
            courier.take(delivery)

    def hold(self, held: bool) -> None:
        """Hold all deliveries back, or release them."""
        self._switches.webhooks_held = held
        for courier in self._couriers.values():
            courier.hold(held)

    def rearrange(self, order: str, batch: int) -> None:
        """Before held deliveries are released: turn their order (reversed, shuffled), put so many into one."""
        for courier in self._couriers.values():
            waiting = courier.empty()
            if order == "reversed":
                waiting.reverse()
            elif order == "shuffled":
                random.shuffle(waiting)
            for start in range(0, len(waiting), batch):
                first, *others = waiting[start : start + batch]
                self._join(first, others)
                courier.take(first)

    def _join(self, first: Delivery, others: list[Delivery]) -> None:
        if not others:
            return
        first.join(others)
        self._pending.save(first)
        for other in others:
            other.state = "joined"
            self._pending.drop(other)

    def wake(self) -> None:
        """The clock was turned: pauses end earlier or later."""
        for courier in self._couriers.values():
            courier.wake()

    def _hopeless(self, delivery: Delivery) -> bool:
        """Whether a delivery that just failed is given up; after an hour of failures Messenger drops the app."""
        now, where = self._clock.now(), (delivery.webhook, delivery.target)
        since = self._failing.setdefault(where, now)
        if delivery.platform != "messenger" or not delivery.target:
            return delivery.outlived(now)
        if now - since >= HOUR:
            self._failing.pop(where)
            self._subscriptions.uninstall(delivery.app, delivery.target)
        return not self._subscriptions.has(delivery.app, delivery.target)

    def _settled(self, delivery: Delivery) -> None:
        """Count an attempt and forget a delivery that is done."""
        if delivery.status != 200:
            self.failed_attempts[delivery.platform] += 1
            self.by_tag[delivery.tag, "failed"] += 1
        else:
            self._failing.pop((delivery.webhook, delivery.target), None)
        if delivery.state == "pending":
            return
        done = self.sent if delivery.state == "sent" else self.given_up
        done[delivery.platform] += 1
        self.by_tag[delivery.tag, delivery.state] += 1
        self._pending.drop(delivery)

    def pending(self) -> Counter[str]:
        """How many deliveries wait, by platform."""
        return Counter(one.platform for one in self._pending)
