"""Five ways to a customer over real HTTP: the sandbox fails as each platform does, and says in the end what stands there."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from channels_admin.models import Account, Channel, Feed, Platform
from hints import _pages, _workers
from interactions import acts, changes, drain, outbox, polling
from interactions.models import Action, Delivery, Inbox, Interaction, Message, Pace, State
from tests import company
from tests.interactions.conftest import WORLD

PAST = timedelta(seconds=1)
BY_HAND = {"id": "901", "name": "Marta"}


@dataclass(frozen=True)
class Way:
    """One kind of thread: how a customer begins it, and which calls send, look and like there.

    `sends` and `looks` are found in the path of a call; `counted` is the platform's name in the sandbox's own list.
    """

    platform: str
    address: str
    private: bool
    counted: str
    begins: tuple[str, dict]
    sends: str
    looks: str = "nowhere"


TOKEN = "token of the company"
ENTRUSTED = {kind: [{**one, "token": TOKEN} for one in several] for kind, several in WORLD.items()}
POST = {"page": "110", "author": BY_HAND, "message": "It leaks"}
CHAT = {"page": "110", "from": BY_HAND, "text": "It leaks"}
TWEET = {"author": {"username": "marta", "name": "Marta"}, "text": "@acme it leaks"}
DIRECT = {"from": {"username": "marta", "name": "Marta"}, "to": "acme", "text": "It leaks"}
TEXT = {"number": "106", "from": "351900000001", "name": "Ann", "text": "It leaks"}
WAYS = {
    "facebook_posts": Way(
        Platform.FACEBOOK, "110", False, "facebook", ("facebook/posts", POST), "/comments$", "/comments$"
    ),
    "messenger": Way(
        Platform.FACEBOOK, "110", True, "messenger", ("messenger/messages", CHAT), "/messages$", "/conversations$"
    ),
    "x_posts": Way(Platform.TWITTER, "5001", False, "x", ("x/tweets", TWEET), "^/2/tweets$", "/users/5001/tweets$"),
    "x_direct": Way(
        Platform.TWITTER, "5001", True, "x_dm", ("x/messages", DIRECT), "/messages$", "/with/[0-9]+/dm_events$"
    ),
    "whatsapp": Way(Platform.WHATSAPP, "106", True, "whatsapp", ("whatsapp/messages", TEXT), "/messages$"),
}
READ_BACK = [kind for kind in WAYS if kind != "whatsapp"]  # where what was sent can be looked up


class Line:
    """Alice in conversation with a customer in one of the five ways."""

    def __init__(self, platform, kind, **more):
        """`platform` is the sandbox; the customer has written, and Alice has picked it up."""
        self.platform, self.kind, self.way = platform, kind, WAYS[kind]
        self.care = company.workgroup()
        self.alice = company.agent("alice", self.care)
        groups = (self.care, None) if self.way.private else (None, self.care)
        facts = {"platform": self.way.platform, "address": self.way.address, "token": TOKEN, **more}
        platform.control("world", ENTRUSTED)
        self.channel = company.channel(groups[0], public=groups[1], **facts)
        if self.way.platform == Platform.TWITTER:
            Channel.objects.filter(pk=self.channel.pk).update(addresses=["acme"])
            self.channel.refresh_from_db()
        self.begun = platform.control(*self.way.begins)
        self.take_in()
        self.interaction = company.brought_to(State.CONNECTED, Interaction.objects.get(), self.alice)

    @property
    def account(self):
        """As it is now."""
        return Account.objects.get(pk=self.channel.account_id)

    @property
    def feed(self):
        """As it is now."""
        return self.channel.feeds.get()

    def take_in(self):
        """What customers wrote comes in. WhatsApp tells it by webhook only, which is no matter here."""
        if self.kind == "whatsapp":
            return company.writes(self.channel, company.said(by=TEXT["from"], name=TEXT["name"]))
        return polling.poll(self.feed)

    def answers(self, text="We are sorry", **more):
        """Alice writes; returns the delivery, still queued."""
        return company.answers(self.interaction, self.alice, text, **more)

    def answers_another(self, text, number="351900000002"):
        """Alice answers somebody else on WhatsApp, who has written too."""
        self.platform.control("whatsapp/messages", {**TEXT, "from": number, "name": "Ben"})
        said = company.said(by=number, name="Ben")
        return company.answers(company.connected(self.channel, self.alice, said), self.alice, text)

    def fails(self, do="error", *, path=None, method="POST", **more):
        """The next call that sends (or the one to `path`) fails so."""
        match = {"method": method, "path": path or self.way.sends}
        self.platform.control("faults", {"match": match, "do": do, **more})

    def heals(self):
        """No fault is left."""
        self.platform.control("faults", method="DELETE")

    def there(self):
        """The texts that the customer can see, by the sandbox's own list."""
        return [one["text"] for one in self.sent()]

    def sent(self):
        """What stands at the platform, as the sandbox wrote it down."""
        return self.platform.ask(f"sent?platform={self.way.counted}")["data"]


def tried(delivery):
    """One attempt, as if its time had come; returns the delivery as it is then."""
    Pace.objects.filter(key__startswith="held:").update(paid_until=timezone.now() - PAST)
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.QUEUED).update(due_at=timezone.now() - PAST)
    outbox.deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def looked(delivery):
    """One look for what is in doubt, as if its time had come."""
    Delivery.objects.filter(pk=delivery.pk).exclude(due_at=None).update(due_at=timezone.now() - PAST)
    outbox.look_for(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def worked_off(*deliveries, turns=15):
    """The tick's work on these, turn by turn, with all waiting taken out, until nothing more is to be done by itself."""
    for _turn in range(turns):
        for delivery in deliveries:
            {Delivery.State.QUEUED: tried, Delivery.State.UNCERTAIN: looked}.get(delivery.state, same)(delivery)
        if not any(moves_on(delivery) for delivery in deliveries):
            return deliveries[0]
    raise AssertionError(f"still moving after {turns} turns: {[str(delivery) for delivery in deliveries]}")


def same(delivery):
    """Nothing to do, but look how it is."""
    delivery.refresh_from_db()


def moves_on(delivery):
    """Will a tick do anything about it?"""
    return delivery.state in (Delivery.State.QUEUED, Delivery.State.UNCERTAIN) and delivery.due_at is not None


def done(action, turns=10):
    """An act carried out turn by turn, with all waiting taken out, until it is over; returns it as it is then."""
    for _turn in range(turns):
        past = timezone.now() - PAST
        Action.objects.filter(pk=action.pk).update(due_at=past, deadline=past)
        acts.carry_out(action.pk)
        action.refresh_from_db()
        if action.state in (Action.State.DONE, Action.State.FAILED):
            return action
    raise AssertionError(f"still not over after {turns} turns: {action}")


def settled_with(delivery, there):
    """Is the message known by the id of the one that stands at the platform?"""
    return Message.objects.get(pk=delivery.message_id).external_id == there["id"]


def reached_at(url):
    """In a process of its own: every platform is at `url`, and nobody is there to be hinted at."""
    settings.GRAPH_URL = settings.X_URL = url
    _workers._quiet_until = _pages._quiet_until = float("inf")


def deliver_until_done(url, seconds):
    """A worker with the outbox's tick, again and again until nothing is left, for so many seconds at most."""
    reached_at(url)
    ends = time.monotonic() + float(seconds)
    while time.monotonic() < ends and Delivery.objects.filter(state__in=Delivery.AHEAD).exists():
        outbox.settle_lost()
        for pk in outbox.due_now():
            outbox.deliver(pk)


def drain_these(file):
    """A worker who finds more and more in the inboxes: a JSON list of [app, body], a few at a time."""
    _workers._quiet_until = _pages._quiet_until = float("inf")
    for some in batched(json.loads(Path(file).read_text()), 4, strict=False):
        for app, body in some:
            Inbox.objects.create(app_id=app, body=body.encode())
        for app in {app for app, _ in some}:
            drain.drain(app)
        changes.settle()


def poll_these(url, times, *feeds):
    """A worker who reads these feeds so often."""
    reached_at(url)
    for _turn in range(int(times)):
        for feed in Feed.objects.filter(pk__in=feeds).select_related("channel__account"):
            polling.poll(feed)
        changes.settle()
