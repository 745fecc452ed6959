"""Who looks at an interaction, and who writes there, at this moment (R71a).

Nothing of it is stored: over the layer go ids, every web process keeps what it heard in memory, and what is not said again
runs out. A page says only what it looks at; that its person may see that is asked of the database, again with every beat.
"""

import asyncio
import contextlib
import secrets
import time

from channels.layers import get_channel_layer

from agents.models import Agent
from interactions.models import Interaction
from interactions.names import name_of

GONE, VIEWING, TYPING, STOPPED = range(4)
LOOKS = 40.0  # seconds that a look counts; pages beat every 15 s
WRITES = 6.0  # seconds that writing counts; pages that write say so every 3 s
PATIENCE = 0.2  # seconds that telling may take
CLOSE = 0.5  # seconds between two equal words of one page; what comes closer is not passed on


class Present:
    """What this process has heard of all pages: {interaction: {(agent, page): (looks until, writes until)}}."""

    def __init__(self, clock=time.monotonic):
        self._clock, self._pages, self._told = clock, {}, {}

    def heard(self, interaction, agent, page, what):
        """A page said something. Did what people see change?"""
        pages, now = self._pages.setdefault(interaction, {}), self._clock()
        writes = pages.get((agent, page), (0, 0))[1]
        if what == GONE:
            pages.pop((agent, page), None)
        else:
            writes = {TYPING: now + WRITES, STOPPED: 0}.get(what, writes)
            pages[(agent, page)] = now + LOOKS, writes
        return self._changed(interaction)

    def people(self, interaction):
        """{agent: does he write?} of those who are there; one with several pages is there once."""
        now, found = self._clock(), {}
        for (agent, _page), (looks, writes) in self._pages.get(interaction, {}).items():
            if looks > now:
                found[agent] = found.get(agent, False) or writes > now
        return found

    def run_out(self):
        """The interactions where somebody is there no longer, or writes no longer, without having said so."""
        changed = [interaction for interaction in list(self._pages) if self._changed(interaction)]
        for interaction in [one for one, told in self._told.items() if not told]:
            self._pages.pop(interaction, None)
            self._told.pop(interaction)
        return changed

    def _changed(self, interaction):
        now = self.people(interaction)
        changed = now != self._told.get(interaction, {})
        self._told[interaction] = now
        return changed


class Gaze:
    """What one page looks at."""

    def __init__(self, agent_id, run):
        """`run(function, *arguments)` runs what asks the database."""
        self.agent_id, self.page, self.at = agent_id, secrets.randbits(48), None
        self._run, self._said, self._said_at = run, None, 0.0

    async def look(self, content):
        """The page says what it looks at (null: nothing), and whether its person writes. True: it looks elsewhere now."""
        wanted = content.get("interaction")
        wanted = wanted if isinstance(wanted, int) and not isinstance(wanted, bool) else None
        moved = wanted != self.at
        if moved:
            await self.leave()
            self.at = wanted if wanted and await self._run(may_see, self.agent_id, wanted) else None
        what = TYPING if content.get("typing") else STOPPED
        if self.at and (moved or what != self._said or time.monotonic() - self._said_at > CLOSE):
            self._said, self._said_at = what, time.monotonic()
            await self._say(what)
        return moved

    async def again(self):
        """It is still there, if it still may be."""
        if self.at and not await self._run(may_see, self.agent_id, self.at):
            await self.leave()
        if self.at:
            await self._say(VIEWING)

    async def leave(self, interaction=None):
        """It looks there no longer (`interaction`: only if it was that one)."""
        if self.at and interaction in (None, self.at):
            at, self.at = self.at, None
            await self._say(GONE, at)

    async def _say(self, what, at=None):
        hint = {"type": "hint", "group": "presence", "ids": [at or self.at, self.agent_id, self.page, what]}
        with contextlib.suppress(Exception):  # Redis away: it is said again with the next beat
            await asyncio.wait_for(get_channel_layer().group_send("presence", hint), PATIENCE)


def may_see(agent_id, interaction):
    """Is this interaction within the person's reach?"""
    return Interaction.objects.for_person(Agent(pk=agent_id)).filter(pk=interaction).exists()


def frame(interaction, people, but):
    """What a page is told: who is there beside its own person. Reads names."""
    rows = [{"id": pk, "name": name_of(Agent, pk) or "", "typing": typing} for pk, typing in sorted(people.items())]
    return {"type": "presence", "interaction": interaction, "people": [row for row in rows if row["id"] != but]}
