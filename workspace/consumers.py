"""The desk's websocket."""

from channels.generic.websocket import AsyncJsonWebsocketConsumer

from agents.models import Seat
from agents.own_language import language_of
from interactions.models import Interaction
from workspace import snapshot
from workspace.fanout import fanout, threads
from workspace.presence import Gaze


class DeskConsumer(AsyncJsonWebsocketConsumer):
    """One page of one agent. It is told numbers of events; what they say is read through the agent's own eyes."""

    agent_id = watching = None

    async def __call__(self, scope, receive, send):
        """Whatever ends it, an error of the database too: the page is not told anything any more."""
        try:
            return await super().__call__(scope, receive, send)
        finally:
            if self.agent_id:
                fanout.leave(self)
                await self.gaze.leave()

    async def connect(self):
        """Only for people who are signed in."""
        person = self.scope["user"]
        if not person.is_authenticated:
            return await self.close(code=4401)
        self.agent_id, self.last, self.open, self.desk = person.pk, {}, set(), None
        self.gaze = Gaze(person.pk, threads.run)
        self.sign_in, self.language = person.sign_in, language_of(person)
        await self.accept()
        self.desk = await fanout.join(self)
        await self.send_json({"type": "welcome"})

    async def receive_json(self, content, **kwargs):
        """Dispatch on the type; what is not known is ignored, as a newer page may say more."""
        handlers = {"hello": self.hello, "beat": self.beat, "ack": self.ack, "look": self.look, "watch": self.watch}
        handler = handlers.get(content.get("type"))
        if handler and self.desk:
            await handler(content)

    async def hello(self, content):
        """After every connection: the page says what it has, and is told what came since."""
        known = content.get("known") or {}
        self.last = {int(pk): int(number) for pk, number in known.items()}
        self.open = set(self.last)
        await threads.run(self._heard)
        mine = await threads.run(self._mine)
        self.desk.has_come({*mine, *self.last})
        counts = await threads.run(snapshot.queue_counts)
        await self.send_json({"type": "queues", "queues": snapshot.queues(self.agent_id, self.desk.queues_of, counts)})

    async def beat(self, content):
        """The page is there; so are we, which tells it that the line is not dead."""
        await threads.run(self._heard)
        await self.send_json({"type": "beat"})
        await self.gaze.again()

    async def look(self, content):
        """What the page shows, and whether somebody writes there: told to the others who look at it."""
        if await self.gaze.look(content) and self.gaze.at:
            await fanout.show_present(self)

    async def ack(self, content):
        """An offer has been drawn."""
        await threads.run(self._acknowledge, content.get("interaction"))

    async def watch(self, content):
        """What is on screen here without being his own, up to which number; each look asks whether he may see it."""
        pk, number = content.get("interaction"), content.get("number")
        self.watching = pk if isinstance(pk, int) else None
        if self.watching and isinstance(number, int):
            self.last.setdefault(pk, number)
        self.desk.watch()

    async def send_news(self, pk, row, events):
        """What this page has not seen of an interaction; `row` None: it is not his to see any more."""
        if row is None:
            if pk in self.open:
                self.open.discard(pk)
                self.last.pop(pk, None)
                await self.gaze.leave(pk)
                await self.send_json({"type": "gone", "interaction": pk})
            return
        if not row["mine"] and pk not in (*self.last, self.watching):
            return  # it is on screen on another page of his
        fresh = [event for event in events if event["number"] > self.last.get(pk, 0)]
        self.last[pk] = max([self.last.get(pk, 0), row["number"], *(event["number"] for event in fresh)])
        (self.open.add if row["mine"] else self.open.discard)(pk)
        await self.send_json({"type": "events", "interaction": row, "events": fresh})

    def _heard(self):
        for seat in Seat.objects.filter(agent=self.agent_id):
            seat.heard()

    def _mine(self):
        return list(Interaction.objects.of(self.agent_id).values_list("pk", flat=True))

    def _acknowledge(self, pk):
        if isinstance(pk, int):
            Interaction(pk=pk).acknowledge(self.agent_id)
