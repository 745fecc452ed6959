"""`python -m bench.desks`: all desks in one process of their own, driven by JSON lines on stdin, answering on stdout."""

import asyncio
import contextlib
import json
import sys
from collections import Counter

from bench import desk
from bench.desk import Desk

AT_ONCE = 4  # desks that log on, tidy up or read back at the same time
CLEAR = 30  # seconds for one round over the desks


class Desks:
    """The desks of one bench, and what they have drawn since they were last told to forget."""

    def __init__(self):
        """None yet."""
        self.desks, self.book = [], desk.Book()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def _each(self, work, items):
        """Run `work(item)` for all, a few at a time; returns the results in order."""

        async def one(item):
            async with self._slots:
                return await work(item)

        return await asyncio.gather(*(one(item) for item in items))

    async def open(self, port, agents, works=True):
        """Log these agents on."""
        self.desks = [Desk(place, port, agent, self.book, works) for place, agent in enumerate(agents)]
        await self._each(Desk.open, self.desks)
        return {"open": len(self.desks)}

    async def forget(self):
        """A new run begins."""
        self.book.forget()
        return {}

    async def ready(self):
        """Everybody is available, whatever became of them in the run before."""
        await self._each(Desk.be_available, self.desks)
        return {}

    async def count(self, run):
        """How many different messages of a run have been drawn, by kind."""
        return dict(Counter(kind for kind, of, _ in self.book.seen if of == run))

    async def drawn(self):
        """Everything drawn, and what went wrong."""
        return {"draws": self.book.draws, "holes": self.book.holes, "errors": dict(self.book.errors)}

    async def clear(self):
        """Disconnect what is on the desks now; returns how many there were, or None when that took too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLEAR):
                return {"cleared": sum(await self._each(Desk.clear, self.desks))}
        return {"cleared": None}

    async def read(self, interactions):
        """The conversations of these {interaction: agent id}, read by the API: [[text, …], …]."""
        of = {one.agent: one for one in self.desks}
        pairs = [(of[agent], int(pk)) for pk, agent in interactions.items()]
        return {"threads": await self._each(lambda pair: pair[0].texts(pair[1]), pairs)}


async def main():
    """Obey until stdin ends."""
    desks, stdin = Desks(), asyncio.StreamReader(limit=64 * 1024 * 1024)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin)
    while line := await stdin.readline():
        asked = json.loads(line)
        answer = await getattr(desks, asked.pop("do"))(**asked)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
