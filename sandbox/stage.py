"""Everything that one running sandbox holds, wired together."""

import asyncio
import logging
import signal
from pathlib import Path

from sandbox.agenda import Agenda
from sandbox.clock import Clock
from sandbox.facebook.wall import Wall
from sandbox.files import Files
from sandbox.graph.accounts import Accounts
from sandbox.ledger import Ledger
from sandbox.limits import Limits
from sandbox.messenger.inbox import Inbox
from sandbox.store import Store
from sandbox.switches import load_switches
from sandbox.webhooks.sender import Sender
from sandbox.webhooks.subscriptions import Subscriptions
from sandbox.whatsapp.chats import Chats
from sandbox.whatsapp.templates import Templates
from sandbox.world import World
from sandbox.x.direct import Direct
from sandbox.x.platform import XPlatform
from sandbox.x.tweets import Tweets

COMMIT_EVERY = 0.05
log = logging.getLogger("sandbox")


class Stage:
    """The actors share it and find each other through it."""

    def __init__(self, path: str | Path):
        """Open the file; nothing moves before `start`."""
        self.store = Store(path)
        self.base = ""
        self._set()

    def _set(self) -> None:
        store = self.store
        self.switches, self._switches = load_switches(store)
        self.clock = Clock(self.switches.clock_offset)
        self.world = World(store)
        self.files = Files(store, self.clock)
        self.ledger = Ledger(store)
        self.agenda = Agenda(store, self.clock)
        self.limits = Limits(self.clock, self.switches)
        self.subscriptions = Subscriptions(store, self.world)
        self.sender = Sender(store, self.world, self.subscriptions, self.clock, self.switches)
        self.accounts = Accounts(self)
        self.uploads: dict[str, tuple[str, int, str, str]] = {}
        self.wall = Wall(self)
        self.inbox = Inbox(self)
        self.chats = Chats(self)
        self.templates = Templates(self)
        self.x = XPlatform(self)
        self.tweets = Tweets(self)
        self.direct = Direct(self)

    def save_switches(self) -> None:
        """Keep the switches and let what depends on the clock look again."""
        self._switches.save(self.switches)
        self.clock.offset = self.switches.clock_offset
        self.agenda.wake()
        self.sender.wake()
        self.x.hooks.wake()

    def called_at(self, base: str, by_platform: bool) -> None:
        """Remember under which origin the company's program reaches us: addresses of files begin with it."""
        if by_platform or not self.base:
            self.base = base

    def address(self, file: str) -> str:
        """Where a file can be fetched for the next hour; empty when it is gone."""
        found = self.files.get(file)
        return self.base + self.files.path(found) if found else ""

    async def start(self) -> None:
        """Begin to send webhooks, to run the agenda and to write behind."""
        self.sender.start()
        self.x.hooks.start()
        self._tasks = [asyncio.create_task(self.agenda.run()), asyncio.create_task(self._write_behind())]
        for task in self._tasks:
            task.add_done_callback(_ended)

    async def stop(self) -> None:
        """Stop all that moves and commit."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sender.stop()
        await self.x.hooks.stop()
        self.store.commit()

    async def reset(self) -> None:
        """Forget everything, the world included."""
        await self.stop()
        self.store.clear()
        self._set()
        await self.start()

    async def _write_behind(self) -> None:
        while True:
            await asyncio.sleep(COMMIT_EVERY)
            self.store.commit()

    async def before_answer(self) -> None:
        """Wait, when told so, between the effect of a send and its answer."""
        if self.switches.before_answer:
            await asyncio.sleep(1.0)


def _ended(task: asyncio.Task) -> None:
    """A sandbox that no longer saves or no longer keeps its appointments must not go on answering."""
    if not task.cancelled() and task.exception():
        log.error("The sandbox ends, because a part of it failed.", exc_info=task.exception())
        signal.raise_signal(signal.SIGTERM)
