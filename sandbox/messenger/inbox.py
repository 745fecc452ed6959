"""Private messages between people and pages: threads, windows, and who is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
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
    """All messages between a page and a person; `wrote_at` is when the person last wrote, `seen_at` what is read."""

    id: str
    page: str
    person: str
    updated: float = 0.0
    wrote_at: float = 0.0
    seen_at: float = 0.0


@dataclass
class Message:
    """One message; `mark` is what the sender attached as metadata.

    `files` are ids; `others` attachments that are no files (locations, templates); `extra` are further members of the
    webhook's `message` (quick_reply, referral); a tapped button has a `postback`. `choices` are the quick
    replies that a page offers with it. `reactions` are by whom and which.
    """

    id: str
    page: str
    thread: str
    person: str
    incoming: bool
    text: str
    at: float
    mark: str = ""
    reply_to: str = ""
    files: list = field(default_factory=list)
    sticker: str = ""
    others: list = field(default_factory=list)
    extra: dict = field(default_factory=dict)
    postback: dict = field(default_factory=dict)
    choices: list = field(default_factory=list)
    reactions: dict = field(default_factory=dict)
    edits: int = 0


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

    def _write(self, page: str, person: str, incoming: bool, text: str, at: float, more: dict) -> Message:
        thread = self._thread(page, person)
        message = Message(ids.mid(), page, thread.id, person, incoming, text, at, **more)
        self.order[thread.id].add(at, message.id)
        thread.updated = max(thread.updated, at)
        if incoming:
            thread.wrote_at = max(thread.wrote_at, at)
        self.threads.save(thread)
        return self.messages.save(message)

    def receive(self, page: str, person: str, text: str, at: float, standby: bool = False, **more: object) -> Message:
        """A person writes to the page; on standby another app holds the thread."""
        message = self._write(page, person, True, text, at, more)
        topic = "messaging_postbacks" if message.postback else "messages"
        self.tell(topic, message.id, standby)
        return message

    def send(self, page: str, person: str, text: str, at: float, **more: object) -> Message:
        """The page writes; the echo, and receipts when they are automatic, follow by themselves."""
        message = self._write(page, person, False, text, at, more)
        plan, switches = self._stage.agenda.plan, self._stage.switches
        plan(0 if switches.before_answer else max(0.02, switches.echo_delay), "messenger_tell", **_echo(message))
        if switches.receipts == "auto":
            plan(max(0.05, switches.delivered_after), "messenger_tell", topic="message_deliveries", id=message.id)
            if switches.read_after is not None:
                later = max(0.05, switches.delivered_after, switches.read_after)
                plan(later, "messenger_tell", topic="message_reads", id=message.id)
        return message

    def choices(self, page: str, person: str) -> list[dict]:
        """The quick replies that a person may tap: those of the last message of all; another one dismisses them."""
        thread = self.thread(page, person)
        newest = self.order[thread.id].newest(1) if thread else []
        return self.messages.get(newest[0]).choices if newest else []

    def react(self, message: Message, who: str, reaction: str) -> None:
        """A person, or the page, reacts (its name, or an emoji); an empty reaction takes it back."""
        message.reactions = {fan: kind for fan, kind in message.reactions.items() if fan != who}
        message.reactions |= {who: reaction} if reaction else {}
        self.messages.save(message)
        self._event(message, "message_reactions", news.reaction(message, who, reaction, self._stage.clock.now()))

    def edit(self, message: Message, text: str) -> None:
        """The author words it anew."""
        message.text, message.edits = text, message.edits + 1
        self.messages.save(message)
        self._event(message, "message_edits", news.edit(message, self._stage.clock.now()))

    def unsend(self, message: Message) -> None:
        """The author takes it back: it can be read no more."""
        self.order[message.thread].remove(message.at, message.id)
        self.messages.drop(message)
        self._event(message, "messages", news.unsent(message, self._stage.clock.now()))

    def see(self, page: str, person: str) -> None:
        """The page has seen all that a person wrote."""
        thread = self.thread(page, person)
        thread.seen_at = thread.updated
        self.threads.save(thread)

    def tell(self, topic: str, id: str, standby: bool = False) -> None:
        """Tell the apps on the page about a message, or about its receipt; about one taken back nothing is told."""
        message, now = self.messages.get(id), self._stage.clock.now()
        if not message:
            return
        page = self._stage.world.pages.get(message.page)
        event = news.EVENTS[topic](message, now, page.app, self._attachments(message))
        self.event(page.id, topic, event, standby)

    def _attachments(self, message: Message) -> list[dict]:
        shown = [
            news.attachment(message, self._stage.files.get(file), self._stage.address(file)) for file in message.files
        ]
        return [*shown, *message.others]

    def _event(self, message: Message, topic: str, event: dict) -> None:
        self.event(message.page, topic, event)

    def event(self, page: str, topic: str, event: dict, standby: bool = False) -> None:
        """Tell the apps on a page of an event of the field `topic`; on standby in a list of its own."""
        where = "standby" if standby else "messaging"
        entry = {"id": page, "time": int(self._stage.clock.now() * 1000), where: [event]}
        self._stage.sender.send(PAGE, page, "standby" if standby else topic, "messenger", entry)

    def window(self, page: str, person: str) -> float:
        """Seconds since the person last wrote to the page; infinite when they never did."""
        thread = self.thread(page, person)
        return self._stage.clock.now() - thread.wrote_at if thread and thread.wrote_at else float("inf")

    def readable(self, message: Message) -> bool:
        """Whether a message is among the newest of its thread, which alone can be read in detail."""
        return message.id in self.order[message.thread].newest(DETAILED)


def _echo(message: Message) -> dict[str, str]:
    return {"topic": "message_echoes", "id": message.id}
