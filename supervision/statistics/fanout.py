"""From the figures to the boards of this process: asked for once a second, however many look at them."""

import asyncio
import contextlib
import json
import logging
import time

from agents.own_language import in_language
from rows.threads import Threads
from supervision.alerts.shown import occurrences
from supervision.statistics import sharing
from supervision.statistics.company import company
from supervision.statistics.view import board, viewers

log = logging.getLogger(__name__)
threads = Threads(2, "boards")

EVERY = 1.0  # seconds
STILL_THERE = 5.0  # seconds after which a board is told what it knows already: the line lives, the clocks agree
SIGNED_OUT, FORBIDDEN = 4401, 4403


class Boards:
    """All boards of this process. What they show is written once for those who see the same."""

    def __init__(self, run=threads.run, every=EVERY):
        """`run(function, *arguments)` runs what asks the database, `every` so many seconds."""
        self.pages, self._task, self._run, self._every = set(), None, run, every

    async def join(self, page):
        """A board has connected."""
        self.pages.add(page)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._pulse())

    def leave(self, page):
        """A board has gone."""
        self.pages.discard(page)

    async def _pulse(self):
        while self.pages:
            began = time.monotonic()
            await self._guarded_turn()
            await asyncio.sleep(max(0.05, self._every - (time.monotonic() - began)))

    async def _guarded_turn(self):
        try:
            await self.turn()
        except Exception:  # noqa: BLE001  the database is away: the next second asks again
            log.exception("boards could not be told")

    async def turn(self):
        """Tell every board what it should show now."""
        pages = list(self.pages)
        seen, *facts = await self._run(_read, [page.agent_id for page in pages])
        drawn = {}
        for page in pages:
            sign_in, language, workgroups = seen.get(page.agent_id, (None, None, None))
            if sign_in is None or page.sign_in != sign_in:
                await page.close(code=FORBIDDEN if sign_in is None else SIGNED_OUT)
                continue
            key = workgroups, language
            if key not in drawn:
                drawn[key] = in_language(language, _written, workgroups, *facts)
            await self._tell(page, *drawn[key])

    async def _tell(self, page, text, facts):
        now = time.monotonic()
        if page.told == facts and now - page.told_at < STILL_THERE:
            return
        page.told, page.told_at = facts, now
        with contextlib.suppress(Exception):  # the page is gone: it leaves by itself
            await page.send(text)


def _read(people):
    return viewers(people), sharing.current(), company().statuses, occurrences()


def _written(workgroups, state, statuses, rows):
    """(the frame, what it says apart from its version)."""
    frame = board(state, workgroups, statuses, rows)
    facts = json.dumps({name: value for name, value in frame.items() if name != "version"}, separators=(",", ":"))
    return json.dumps(frame, separators=(",", ":")), hash(facts)


boards = Boards()
