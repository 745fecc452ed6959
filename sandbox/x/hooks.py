"""Webhooks of X: challenge-response checks, subscriptions, signed deliveries, replay (docs.x.com "V2 Webhooks API")."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from sandbox import ids
from sandbox.store import Shelf
from sandbox.x.apps import XApp

if TYPE_CHECKING:
    from sandbox.stage import Stage

ANSWER_WITHIN, AT_ONCE, KEPT = 10.0, 16, 2000
HOUR = 3600.0
# A webhook that only fails for a while is given 24 hours and a grace of 4.
PATIENCE = 28 * HOUR
RIGHT, WRONG, FAILING = "right", "wrong", "failing"


@dataclass
class XHook:
    """Where an app wants its news; `proved` is when it last passed a check, `turn` counts the checks planned."""

    id: str
    app: str
    url: str
    at: float
    valid: bool = True
    proved: float = 0.0
    turn: int = 0


@dataclass
class XSubscription:
    """An app hears of an event of a user, at a webhook if it names one."""

    id: str
    app: str
    event_type: str
    filter: dict
    at: float
    changed: float
    tag: str = ""
    webhook: str = ""


@dataclass
class XDelivery:
    """One event on its way; state is pending, sent, failed, or missed (the webhook was not valid)."""

    id: str
    webhook: str
    platform: str
    event_type: str
    body: str
    at: float
    state: str = "pending"
    status: int | None = None
    headers: dict = field(default_factory=dict)

    def as_logged(self) -> dict:
        """The form in which the control API shows it."""
        return {**vars(self), "body": json.loads(self.body)}


def signed(secret: str, body: bytes) -> str:
    """A signature, or the answer to a challenge."""
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def signatures(app: XApp, body: bytes) -> dict[str, str]:
    """The headers of a delivery: one for each secret that the app has."""
    made = {}
    if app.consumer_secret:
        made["x-twitter-webhooks-signature"] = signed(app.consumer_secret, body)
    if app.client_secret:
        made["x-twitter-webhooks-signature-oauth2"] = signed(app.client_secret, body)
    return made


class Hooks:
    """Every webhook and subscription, and the carrying of events. A failed delivery is not tried again: see `replay`."""

    def __init__(self, stage: Stage):
        """Load everything; nothing is sent before `start`."""
        self._stage = stage
        self.all = Shelf(stage.store, "x_hook", XHook, lambda one: one.id)
        self.subscriptions = Shelf(stage.store, "x_subscription", XSubscription, lambda one: one.id)
        self.deliveries = Shelf(stage.store, "x_delivery", XDelivery, lambda one: one.id)
        self._waiting: list[XDelivery] = []
        self._deck: list[XDelivery] = []
        self._tasks: set[asyncio.Task] = set()
        self._client: httpx.AsyncClient | None = None
        stage.agenda.acts["x_crc"] = self._check_due

    def start(self) -> None:
        """Begin to carry, with what was left first."""
        self._client = httpx.AsyncClient(timeout=ANSWER_WITHIN, trust_env=False, follow_redirects=False)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting = sorted((one for one in self.deliveries if one.state == "pending"), key=lambda one: int(one.id))
        self.wake()

    async def stop(self) -> None:
        """Stop carrying; what is pending stays in the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client:
            await self._client.aclose()

    def of_app(self, app: str) -> list[XHook]:
        """An app's webhooks."""
        return [one for one in self.all if one.app == app]

    def hearing(self, event_type: str, user: str) -> Iterator[XSubscription]:
        """The subscriptions that name a webhook and want this event of this user."""
        for one in self.subscriptions:
            if one.webhook and one.event_type == event_type and one.filter.get("user_id") == user:
                yield one

    def post(self, webhook: str, platform: str, event_type: str, data: dict) -> None:
        """Tell a webhook; one that is not valid misses it."""
        hook = self.all.get(webhook)
        if not hook:
            return
        body = json.dumps({"data": data}, ensure_ascii=False, separators=(",", ":"))
        self._keep(XDelivery(ids.number(), webhook, platform, event_type, body, self._stage.clock.now()), hook)

    def _keep(self, delivery: XDelivery, hook: XHook) -> None:
        delivery.state = "pending" if hook.valid else "missed"
        self.deliveries.save(delivery)
        while len(self.deliveries) > KEPT:
            self.deliveries.drop(next(iter(self.deliveries)))
        if hook.valid:
            self._hand_on(delivery)

    def _hand_on(self, delivery: XDelivery) -> None:
        switches = self._stage.x.switches
        if switches.shuffled > 0:
            self._deck.append(delivery)
            if len(self._deck) < switches.shuffled:
                return
            shuffled, self._deck = self._deck[::-1], []
            switches.shuffled = 0
            self._stage.x.save()
            self._begin(self._carry_in_turn(shuffled))
            return
        self._waiting += [delivery] * self._copies()
        self.wake()

    def _copies(self) -> int:
        if self._stage.switches.duplicates <= 0:
            return 1
        self._stage.switches.duplicates -= 1
        return 2

    def wake(self) -> None:
        """Send what waits, unless deliveries are held."""
        if self._stage.switches.webhooks_held or not self._client:
            return
        waiting, self._waiting = self._waiting, []
        for delivery in waiting:
            self._begin(self._carry(delivery))

    def _begin(self, work: object) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_in_turn(self, deliveries: list[XDelivery]) -> None:
        for delivery in deliveries:
            await self._carry(delivery)

    async def _carry(self, delivery: XDelivery) -> None:
        hook = self.all.get(delivery.webhook)
        app = self._stage.x.apps.get(hook.app) if hook else None
        if not app:
            return
        raw = delivery.body.encode()
        delivery.headers = signatures(app, raw)
        try:
            async with self._slots:
                answer = await self._client.post(
                    hook.url, content=raw, headers={"content-type": "application/json", **delivery.headers}
                )
            delivery.status = answer.status_code
        except httpx.HTTPError:
            delivery.status = None
        self._settle(delivery)

    def _settle(self, delivery: XDelivery) -> None:
        counts = self._stage.sender
        delivery.state = "sent" if delivery.status == 200 else "failed"
        if delivery.state == "sent":
            counts.sent[delivery.platform] += 1
        else:
            counts.failed_attempts[delivery.platform] += 1
            counts.given_up[delivery.platform] += 1
        self.deliveries.save(delivery)

    def replay(self, hook: XHook, start: float, end: float) -> int:
        """Send again what a webhook was or should have been told between two moments; returns how many."""
        told = [one for one in self.deliveries if one.webhook == hook.id and start <= one.at < end]
        for one in told:
            copy = XDelivery(ids.number(), hook.id, one.platform, one.event_type, one.body, self._stage.clock.now())
            self._keep(copy, hook)
        return len(told)

    async def ask(self, url: str, app: XApp) -> str:
        """One challenge-response check: right, wrong (a wrong answer or a redirect), or failing (anything else)."""
        token = secrets.token_urlsafe(24)
        try:
            answer = await self._client.get(url, params={"crc_token": token})
        except httpx.HTTPError:
            return FAILING
        if answer.is_redirect:
            return WRONG
        if not answer.is_success:
            return FAILING
        try:
            told = answer.json().get("response_token")
        except (ValueError, AttributeError):
            return WRONG
        return RIGHT if told in [signed(secret, token.encode()) for secret in app.secrets] else WRONG

    async def check(self, hook: XHook) -> bool:
        """Check a webhook now, and plan the next time: in an hour, or half of one while it is in trouble."""
        now, app = self._stage.clock.now(), self._stage.x.apps.get(hook.app)
        result = await self.ask(hook.url, app)
        if hook.id not in self.all:
            return False
        if result == RIGHT:
            hook.valid, hook.proved = True, now
        elif result == WRONG or now - hook.proved > PATIENCE:
            hook.valid = False
        self.plan(hook)
        return result == RIGHT

    def plan(self, hook: XHook) -> None:
        """The next check by itself; one that was planned before falls away."""
        hook.turn += 1
        self.all.save(hook)
        self._stage.agenda.plan(HOUR if hook.valid else HOUR / 2, "x_crc", webhook=hook.id, turn=hook.turn)

    def _check_due(self, webhook: str, turn: int) -> None:
        hook = self.all.get(webhook)
        if hook and hook.turn == turn:
            self._begin(self.check(hook))
