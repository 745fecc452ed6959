"""From hints to pages: one subscription per web process, fanned out to the desks it serves.

A hint says only that something is new. Each desk then reads, once for all its pages, what came after the last number it
sent. Hints may be lost, so every two seconds the process asks the database what its desks should have.
"""

import asyncio
import contextlib
import json
import logging

from channels.layers import get_channel_layer
from django.db.models import Q

from agents.models import Agent
from agents.own_language import in_language, language_of
from interactions.models import Interaction
from interactions.models.states import OWNED
from rows.threads import Threads
from workspace import snapshot
from workspace.beside import beside, changed
from workspace.drafts import drafts_of
from workspace.helping import asked_of, numbers_of
from workspace.presence import Present, frame

log = logging.getLogger(__name__)
threads = Threads(6, "desks")

PULSE = 2.0  # seconds between two looks at the database
TALK = ("message", "reply", "delivery")  # events that leave an agent's load as it is
GATHER = 0.01  # seconds for which hints for one desk are gathered: what belongs together often comes together
BOARD = 0.5  # seconds after which a change of the queues is drawn
SELF = 0.2  # seconds after which a change of the agent himself is drawn: an offer and its pick-up are one


def encoded(message):
    """A message as it travels."""
    return json.dumps(message, separators=(",", ":"))


class Desk:
    """The pages of one agent in this process, and what each of them has yet to be told."""

    def __init__(self, agent_id, language):
        self.agent_id, self.language, self.pages = agent_id, language, set()
        self.queues_of = []
        self._dirty, self._worker = set(), None
        self._me_dirty, self._me_worker = False, None
        self._typed, self._typed_worker = set(), None
        self._me_seen = self._person = None
        self._beside = {}
        self.watched = set()

    def beside_is(self, others):
        """Of his interactions, what else of the same customers is open; where that has changed, the page looks again."""
        self._beside, before = others, self._beside
        self.touch(changed(before, others))

    def person_is(self, fingerprint):
        """What the database says of the agent himself; a change that no hint told of is told now."""
        if fingerprint != self._person:
            self._person = fingerprint
            self.touch(me=True)

    def has_come(self, page_knows):
        """A page has come. What it read of the agent and these interactions may be older than what the others were told."""
        self._me_seen = None
        self.touch(page_knows, me=True)

    def touch(self, interactions=(), *, me=False):
        """Look at these interactions (ids), and at the agent himself if `me`."""
        self._dirty.update(interactions)
        self._me_dirty |= me
        if self._dirty and (self._worker is None or self._worker.done()):
            self._worker = asyncio.create_task(self._guarded(self._tell_news))
        if self._me_dirty and (self._me_worker is None or self._me_worker.done()):
            self._me_worker = asyncio.create_task(self._guarded(self._tell_me))

    def typed(self, interaction):
        """One of his pages has written something down: the others are told what stands there now."""
        self._typed.add(interaction)
        if self._typed_worker is None or self._typed_worker.done():
            self._typed_worker = asyncio.create_task(self._guarded(self._tell_drafts))

    async def _tell_drafts(self):
        while self._typed:
            pk = self._typed.pop()
            drafts = await threads.run(in_language, self.language, drafts_of, self.agent_id, pk)
            await self.send(encoded({"type": "drafts", "interaction": pk, "drafts": drafts}))

    async def _guarded(self, work):
        try:
            await work()
        except Exception:  # noqa: BLE001  the database is away: the pulse comes back to it
            log.exception("desk of agent %s could not be told", self.agent_id)
            self._person = self._me_seen = None

    async def _tell_news(self):
        while self._dirty:
            await asyncio.sleep(GATHER)
            ids, self._dirty = self._dirty, set()
            lowest = {pk: min((page.last.get(pk, 0) for page in self.pages), default=0) for pk in ids}
            news = await threads.run(in_language, self.language, snapshot.news, self.agent_id, lowest)
            for pk, (row, events) in news.items():
                for page in list(self.pages):
                    await page.send_news(pk, row, events)
                if row is None or any(event["kind"] not in TALK for event in events):
                    self.touch(me=True)

    async def _tell_me(self):
        while self._me_dirty:
            await asyncio.sleep(SELF)
            self._me_dirty = False
            state, sign_in, self.language = await threads.run(_me, self.agent_id)
            await self._send_away(sign_in)
            seen = {key: value for key, value in state.items() if key != "version"}
            if seen != self._me_seen:
                self._me_seen = seen
                await self.send(encoded({"type": "me", "me": state}))

    async def _send_away(self, sign_in):
        """Close the pages of sign-ins that have ended; None: he may not sign in at all."""
        for page in [page for page in self.pages if page.sign_in != sign_in]:
            await page.close(code=4401)

    async def send(self, text):
        """The same to all his pages."""
        for page in list(self.pages):
            await page.send(text)

    def watch(self):
        """One of his pages looks at another interaction than before: those that are not his are told like his own."""
        self.watched = {page.watching for page in self.pages} - {None}
        self.touch(self.watched)

    def should_have(self, numbers):
        """Compare with {interaction: last number} from the database; touch what is missing or gone."""
        shown = {pk for page in self.pages for pk in page.open}
        behind = {pk for pk, number in numbers.items() for page in self.pages if page.last.get(pk, 0) < number}
        stale = behind | (shown - set(numbers))
        if stale:
            self.touch(stale)


class Fanout:
    """All desks of this process."""

    def __init__(self):
        self.desks, self._tasks, self._board_dirty = {}, [], None
        self._counts = {}, {}
        self.present, self._tellers = Present(), set()

    async def join(self, page):
        """A page has connected."""
        if not self._tasks:
            await self._start()
        desk = self.desks.setdefault(page.agent_id, Desk(page.agent_id, page.language))
        desk.pages.add(page)
        desk.queues_of = (await threads.run(snapshot.workgroups_of, [page.agent_id]))[page.agent_id]
        return desk

    def leave(self, page):
        """A page has gone."""
        desk = self.desks.get(page.agent_id)
        if desk:
            desk.pages.discard(page)
            desk.watch()
            if not desk.pages:
                del self.desks[page.agent_id]

    async def _start(self):
        self._board_dirty = asyncio.Event()
        self._tasks = [asyncio.create_task(work()) for work in (self._listen, self._pulse, self._board)]

    async def _listen(self):
        """Hints from the channel layer; when it breaks, subscribe anew: the pulse has covered the time between."""
        layer = get_channel_layer()
        while True:
            try:
                channel = await layer.new_channel("desks")
                for group in ("agents", "presence", "queues", "drafts"):
                    await layer.group_add(group, channel)
                while True:
                    self._heard(await layer.receive(channel))
            except Exception as error:  # noqa: BLE001  Redis away
                log.warning("no hints for a moment (%s)", type(error).__name__)
                await asyncio.sleep(1)

    def _heard(self, hint):
        if hint["group"] == "queues":
            self._board_dirty.set()
            return
        if hint["group"] == "presence":
            if self.present.heard(*hint["ids"]):
                task = asyncio.create_task(self._tell_present(hint["ids"][0]))
                self._tellers.add(task)
                task.add_done_callback(self._tellers.discard)
            return
        agent, *about = hint["ids"]
        desk = self.desks.get(agent)
        if hint["group"] == "agents":
            self._about(desk, about[:1])
        elif desk:
            desk.typed(about[0])

    def _about(self, desk, interactions):
        """News for one agent's desk, and for those of supervisors who watch what he has."""
        if desk:
            desk.touch(interactions, me=not interactions)
        for watcher in self._watching(interactions):
            watcher.touch(interactions)

    async def show_present(self, page):
        """A page has come to an interaction: who is there?"""
        at = page.gaze.at
        if at:
            await page.send_json(await threads.run(frame, at, self.present.people(at), page.agent_id))

    async def _tell_present(self, interaction):
        """Only to pages that look at it, and may."""
        for page in [page for desk in self.desks.values() for page in desk.pages]:
            if page.gaze.at == interaction:
                with contextlib.suppress(Exception):  # the page is gone, or the database: the next word tells it
                    await self.show_present(page)

    def _watching(self, interactions):
        """The desks on which one of these interactions of somebody else is on screen."""
        return [desk for desk in self.desks.values() if not desk.watched.isdisjoint(interactions)]

    async def _pulse(self):
        while True:
            await asyncio.sleep(PULSE)
            for interaction in self.present.run_out():
                await self._tell_present(interaction)
            with contextlib.suppress(Exception):  # the database is away: the next pulse asks again
                await self._look()

    async def _look(self):
        if not self.desks:
            return
        agents = list(self.desks)
        numbers, people, places = await threads.run(_state_of, agents)
        others = await threads.run(beside, agents)
        watched = await threads.run(numbers_of, set().union(*(desk.watched for desk in self.desks.values())))
        for agent, desk in list(self.desks.items()):
            if agent in numbers:
                desk.should_have(numbers[agent] | {pk: watched[pk] for pk in desk.watched & watched.keys()})
                desk.queues_of = places[agent]
                desk.person_is(people.get(agent))
                desk.beside_is(others.get(agent, {}))
        self._board_dirty.set()

    async def _board(self):
        while True:
            await self._board_dirty.wait()
            await asyncio.sleep(BOARD)  # first: most of what waits is offered at once, and then nothing has changed
            self._board_dirty.clear()
            with contextlib.suppress(Exception):  # as above
                await self._draw_board()

    async def _draw_board(self):
        counts = await threads.run(snapshot.queue_counts)
        workgroups, agents = (_changed(now, before) for now, before in zip(counts, self._counts, strict=True))
        self._counts = counts
        drawn = {}  # many desks have the same queues
        for desk in list(self.desks.values()):
            queues, own = tuple(desk.queues_of), counts[1].get(desk.agent_id)
            if desk.agent_id in agents or workgroups & {pk for pk, _name in queues}:
                key = queues, own and desk.agent_id
                if key not in drawn:
                    drawn[key] = encoded({"type": "queues", "queues": snapshot.queues(desk.agent_id, queues, counts)})
                await desk.send(drawn[key])


def _changed(now, before):
    return {key for key in {*now, *before} if now.get(key) != before.get(key)}


def _me(agent_id):
    """What his pages show of him, which sign-ins of his still count, and the language he reads."""
    agent = snapshot.fresh(agent_id)
    language = language_of(agent)
    return in_language(language, snapshot.me, agent), agent.sign_in if agent.is_active else None, language


def _state_of(agents):
    """What these agents should have: numbers of their interactions, a fingerprint of each, their workgroups."""
    numbers = {agent: {} for agent in agents}
    mine = Q(owner__in=agents, state__in=OWNED) | Q(returns_to__in=agents, state="alerting")
    rows = Interaction.objects.filter(mine).values_list("pk", "owner", "returns_to", "last_event")
    for pk, owner, returns_to, number in rows:
        for agent in {owner, returns_to} & numbers.keys():
            numbers[agent][pk] = number
    known = ("pk", "status", "status_since", "seat", "seat__station", "sign_in", "is_active", "language", "chosen")
    people = Agent.objects.filter(pk__in=agents).values_list(*known)
    asked = asked_of(agents)
    return numbers, {pk: (*rest, asked.get(pk)) for pk, *rest in people}, snapshot.workgroups_of(agents)


fanout = Fanout()
