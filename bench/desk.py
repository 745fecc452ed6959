"""One desk: hears by websocket, draws by the page's rules, picks up, replies and disconnects through the API."""

import asyncio
import json
import random
import time
import uuid
from collections import Counter

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from bench import plan
from bench.wire import Wire

BEAT = 15  # seconds
PICKS_UP_WITHIN = 0.05  # seconds after the offer is drawn
REPLIES_TO_EVERY = 5  # messages drawn
PATIENCE = 20  # seconds that a reply waits for the pick-up
TRIES = 3  # disconnects, each answered by "new message"


class Book:
    """What all desks have drawn: when which message appeared where."""

    def __init__(self):
        """Empty."""
        self.forget()

    def forget(self):
        """Start anew."""
        self.draws, self.seen, self.errors, self.holes = [], set(), Counter(), 0

    def draw(self, where, event, arrived):
        """A message of a customer has appeared at a desk. Returns its mark, or None when it is none of ours."""
        mark = plan.read(event["message"]["text"])
        if mark:
            self.seen.add((mark.kind, mark.run, mark.sequence))
            said = [mark.kind, mark.run, mark.place, mark.sequence, mark.sent, arrived]
            self.draws.append([*said, *where, event["message"]["thread"], event["kind"]])
        return mark


class Card:
    """What a desk knows of one interaction: `number` of the last event drawn, and whether it has been picked up."""

    def __init__(self, spell):
        """`spell` tells two stays of one interaction at this desk apart."""
        self.number, self.spell, self.asked, self.picked = 0, spell, False, asyncio.Event()


class Desk:
    """One agent's page."""

    def __init__(self, place, port, agent, book, works=True):
        """`agent` has id, session and csrf, and the id of the status "Available". Who does not work only looks."""
        self.agent, self._place, self._book = agent["id"], place, book
        self._available = agent["available"]
        self._cards, self._spells, self._drawn = {}, 0, 0
        self._works, self._random, self._answers = set(), random.Random(place), works
        cookies = f"sessionid={agent['session']}; csrftoken={agent['csrf']}"
        self._port, self._headers = port, {"Cookie": cookies, "Origin": f"http://127.0.0.1:{port}"}
        self._wire = Wire(port, {"Cookie": cookies, "X-CSRFToken": agent["csrf"]})
        self._socket = None

    async def open(self):
        """Open the socket and log on."""
        address = f"ws://127.0.0.1:{self._port}/ws/desk/"
        self._socket = await connect(address, additional_headers=self._headers, max_size=None, compression=None)
        self._begin(self._listen())
        await self._say({"type": "hello", "known": {}})
        await self._do("POST", "seat/", {"station": None})
        self._begin(self._beat())

    def _begin(self, work):
        begun = asyncio.create_task(work)
        self._works.add(begun)
        begun.add_done_callback(self._works.discard)

    async def _say(self, message):
        await self._socket.send(json.dumps(message))

    async def _beat(self):
        while True:
            await asyncio.sleep(BEAT)
            await self._say({"type": "beat"})

    async def _listen(self):
        try:
            async for frame in self._socket:
                self._hear(time.time(), json.loads(frame))
        except ConnectionClosed as closed:
            self._book.errors[f"socket closed: {closed}"] += 1

    def _hear(self, arrived, message):
        if message["type"] == "events":
            self._take(arrived, message["interaction"], message["events"])
        elif message["type"] == "gone":
            self._cards.pop(message["interaction"], None)

    def _take(self, arrived, row, events):
        """Draw what is new; where a number is missing, ask for all that is."""
        card = self._cards.get(row["id"])
        if card is None:
            self._spells += 1
            card = self._cards[row["id"]] = Card(self._spells)
        fresh = [event for event in events if event["number"] > card.number]
        if fresh and fresh[0]["number"] != card.number + 1:
            self._book.holes += 1
            return self._begin(self._fill(row["id"], card.number))
        for event in fresh:
            card.number = event["number"]
            self._draw(arrived, card, event)
        self._look_at(row, card)

    def _draw(self, arrived, card, event):
        said = event["message"]
        if not said or said["outbound"] or event["kind"] not in ("received", "message"):
            return
        mark = self._book.draw((self._place, card.spell, event["interaction"]), event, arrived)
        if mark and self._answers:
            self._drawn += 1
            answers = self._drawn % REPLIES_TO_EVERY == 0
            if answers or mark.last:
                self._begin(self._work_on(event["interaction"], card, answers, mark.last))

    def _look_at(self, row, card):
        if row["state"] == "alerting" and row["owner"]["id"] == self.agent and not card.asked:
            card.asked = True
            self._begin(self._pick_up(row["id"], card))
        elif row["state"] == "connected" and row["owner"]["id"] == self.agent:
            card.picked.set()

    async def _fill(self, pk, after):
        answer = await self._do("GET", f"interactions/{pk}/events/?after={after}")
        if answer:
            self._take(time.time(), answer["interaction"], answer["events"])

    async def _pick_up(self, pk, card):
        await self._say({"type": "ack", "interaction": pk, "number": card.number})
        await asyncio.sleep(self._random.uniform(0, PICKS_UP_WITHIN))
        if await self._do("POST", f"interactions/{pk}/pick-up/", {}):
            card.picked.set()

    async def _work_on(self, pk, card, answers, ends):
        """What the agent does about a message, once it is his."""
        try:
            async with asyncio.timeout(PATIENCE):
                await card.picked.wait()
        except TimeoutError:
            self._book.errors["not picked up in time"] += 1
            return
        if answers:
            reply = {"uuid": str(uuid.uuid4()), "text": "Thank you, we are looking into it."}
            await self._do("POST", f"interactions/{pk}/replies/", reply)
        if ends:
            await self._disconnect(pk, card)

    async def _disconnect(self, pk, card):
        for _ in range(TRIES):
            status, answer = await self._call("POST", f"interactions/{pk}/disconnect/", {"seen": card.number})
            if (answer or {}).get("code") != "new_message":
                return self._noted("disconnect", status, answer)
            await asyncio.sleep(0.1)
        self._book.errors["disconnect: always new messages"] += 1

    async def be_available(self):
        """Take the status, which one who let an offer pass has lost."""
        await self._do("PUT", "status/", {"status": self._available})

    async def clear(self):
        """Disconnect what is on this desk; returns how many there were."""
        snapshot = await self._do("GET", "desk/")
        rows = snapshot["interactions"] if snapshot else []
        for row in rows:
            if row["state"] != "connected":
                await self._call("POST", f"interactions/{row['id']}/pick-up/", {})
            await self._call("POST", f"interactions/{row['id']}/disconnect/", {})
        return len(rows)

    async def texts(self, pk):
        """What a conversation says, in the order in which the page shows it."""
        answer = await self._do("GET", f"interactions/{pk}/")
        return [said["text"] for said in answer["messages"] if not said["outbound"]] if answer else []

    async def _do(self, method, path, body=None):
        """A call that should succeed: its JSON, or None after noting why not."""
        status, answer = await self._call(method, path, body)
        return self._noted(f"{method} {path.rstrip('/').rsplit('/', 1)[-1].split('?')[0]}", status, answer)

    def _noted(self, what, status, answer):
        if status < 400:
            return answer or {}
        self._book.errors[f"{what}: {status} {(answer or {}).get('code', '')}"] += 1
        return None

    async def _call(self, method, path, body=None):
        try:
            return await self._wire.call(method, path, body)
        except (OSError, TimeoutError) as error:
            return 599, {"code": type(error).__name__}
