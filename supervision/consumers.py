"""The websocket of a live board."""

from channels.generic.websocket import AsyncJsonWebsocketConsumer

from supervision.statistics.fanout import SIGNED_OUT, boards


class BoardConsumer(AsyncJsonWebsocketConsumer):
    """One page of one person. It asks for nothing: what it may see, and that it may, is looked up every second."""

    agent_id = told = None
    told_at = 0.0

    def __init__(self, *args, among=boards, **kwargs):
        super().__init__(*args, **kwargs)
        self.boards = among

    async def __call__(self, scope, receive, send):
        """Whatever ends it: the page is not told anything any more."""
        try:
            return await super().__call__(scope, receive, send)
        finally:
            self.boards.leave(self)

    async def connect(self):
        """Only for people who are signed in."""
        person = self.scope["user"]
        if not person.is_authenticated:
            return await self.close(code=SIGNED_OUT)
        self.agent_id, self.sign_in = person.pk, person.sign_in
        await self.accept()
        await self.send_json({"type": "welcome"})
        await self.boards.join(self)

    async def receive_json(self, content, **kwargs):
        """The page asks whether the line is alive; nothing else."""
        if content.get("type") == "beat":
            await self.send_json({"type": "beat"})
