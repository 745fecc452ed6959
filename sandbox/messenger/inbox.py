"""Private messages between people and pages: threads, windows, and who is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.messenger import news
from sandbox.store import Shelf
from sandbox.timeline import Timeline
from sandbox.webhooks.subscriptions import PAGE

if TYPE_CHECKING:
    from sandbox.stage import Stage

DAY = 24 * 3600.0
DETAILED = 20


@dataclass
class Thread:
    """All messages between a page and a person; `wrote_at` is when the person last wrote."""

    id: str
    page: str
    person: str
    updated: float = 0.0
    wrote_at: float = 0.0


@dataclass
class Message:
    """One message; `mark` is what the sender attached as metadata."""

    id: str
    page: str
    thread: str
    person: str
    incoming: bool
    text: str
    at: float
    mark: str = ""


class Inbox:
    """Threads and messages of all pages."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self.threads = Shelf(stage.store, "fb_thread", Thread, lambda one: one.id)
        self.messages = Shelf(stage.store, "fb_message", Message, lambda one: one.id)
        self.order: dict[str, Timeline] = defaultdict(Timeline)
        self._with = {(one.page, one.person): one.id for one in self.threads}
        for message in self.messages:
            self.order[message.thread].add(message.at, message.id)
        stage.agenda.acts["messenger_tell"] = self.tell

    def thread(self, page: str, person: str) -> Thread | None:
        """The thread of a page with a person, if they ever wrote."""
        return self.threads.get(self._with.get((page, person), ""))

    def threads_of(self, page: str) -> Timeline:
        """A page's threads by the time of their last message."""
        return Timeline(sorted((one.updated, one.id) for one in self.threads if one.page == page))

    def _thread(self, page: str, person: str) -> Thread:
        thread = self.thread(page, person) or self.threads.save(Thread(f"t_{ids.number()}", page, person))
        self._with[page, person] = thread.id
        return thread

    def _write(self, page: str, person: str, incoming: bool, text: str, at: float, mark: str = "") -> Message:
        thread = self._thread(page, person)
        message = Message(ids.mid(), page, thread.id, person, incoming, text, at, mark)
        self.order[thread.id].add(at, message.id)
        thread.updated = max(thread.updated, at)
        if incoming:
            thread.wrote_at = max(thread.wrote_at, at)
        self.threads.save(thread)
        return self.messages.save(message)

    def receive(self, page: str, person: str, text: str, at: float) -> Message:
        """A person writes to the page."""
        message = self._write(page, person, True, text, at)
        self.tell("messages", message.id)
        return message

    def send(self, page: str, person: str, text: str, at: float, mark: str = "") -> Message:
        """The page writes; the echo, and receipts when they are automatic, follow by themselves."""
        message = self._write(page, person, False, text, at, mark)
        plan, switches = self._stage.agenda.plan, self._stage.switches
        plan(0 if switches.before_answer else max(0.02, switches.echo_delay), "messenger_tell", **_echo(message))
        if switches.receipts == "auto":
            plan(max(0.05, switches.delivered_after), "messenger_tell", topic="message_deliveries", id=message.id)
            if switches.read_after is not None:
                later = max(0.05, switches.delivered_after, switches.read_after)
                plan(later, "messenger_tell", topic="message_reads", id=message.id)
        return message

    def tell(self, topic: str, id: str) -> None:
        """Tell the apps on the page about a message, or about its receipt."""
        message, now = self.messages.get(id), self._stage.clock.now()
        page = self._stage.world.pages.get(message.page)
        event = news.EVENTS[topic](message, now, page.app)
        entry = {"id": page.id, "time": int(now * 1000), "messaging": [event]}
        self._stage.sender.send(PAGE, page.id, topic, "messenger", entry)

    def window(self, page: str, person: str) -> float:
        """Seconds since the person last wrote to the page; infinite when they never did."""
        thread = self.thread(page, person)
        return self._stage.clock.now() - thread.wrote_at if thread and thread.wrote_at else float("inf")

    def readable(self, message: Message) -> bool:
        """Whether a message is among the newest of its thread, which alone can be read in detail."""
        return message.id in self.order[message.thread].newest(DETAILED)


def _echo(message: Message) -> dict[str, str]:
    return {"topic": "message_echoes", "id": message.id}
