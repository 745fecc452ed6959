"""Failures on demand, as the network and the platforms fail: before or after the effect, or never answering."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

FOREVER = 3600.0
BENDING = ("slow", "empty_page", "real_next", "dead_cursors")
GRAPH_TROUBLE = {"error": {"message": "An unknown error has occurred.", "type": "OAuthException", "code": 1}}
X_TROUBLE = {"title": "Internal Server Error", "detail": "Something is broken.", "type": "about:blank"}


@dataclass
class Fault:
    """What to do to the next `times` calls whose method and path match.

    An error has a `body`, or a `code` (and `subcode`, `message`) of the Graph API; its status is 500, with a code 400.
    """

    do: str
    method: str = ""
    path: str = ""
    status: int = 0
    body: object = None
    code: int = 0
    subcode: int = 0
    message: str = ""
    seconds: float | None = None
    times: int = 1

    def matches(self, method: str, path: str) -> bool:
        """`path` is a regular expression that may match anywhere in the path."""
        return (not self.method or self.method.upper() == method) and re.search(self.path, path) is not None

    @property
    def answered(self) -> int:
        """The HTTP status of an error."""
        return self.status or (400 if self.code else 500)

    def envelope(self) -> dict | None:
        """The Graph API's error with the code; None without one."""
        if not self.code:
            return None
        error = {"message": self.message or f"(#{self.code}) An error", "type": "OAuthException", "code": self.code}
        subcode = {"error_subcode": self.subcode} if self.subcode else {}
        return {"error": {**error, **subcode, "fbtrace_id": "AFaultOnDemand"}}


class Faults:
    """An ASGI layer before the platforms that spoils the calls it is told to spoil."""

    def __init__(self, app: Callable, cut: Callable[[dict], None]):
        """`cut` closes the connection of a scope without an answer."""
        self._app, self._cut = app, cut
        self._planned: list[Fault] = []
        self._ending = asyncio.Event()

    def let_go(self) -> None:
        """Cut every answer that hangs, as the process is about to end."""
        self._ending.set()

    def add(self, fault: Fault) -> None:
        """Plan a fault; the oldest one that matches is used first."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Forget all planned faults."""
        self._planned = []

    def __len__(self) -> int:
        return len(self._planned)

    def _take(self, scope: dict) -> Fault | None:
        for fault in self._planned:
            if fault.matches(scope["method"], scope["path"]):
                fault.times -= 1
                if fault.times <= 0:
                    self._planned.remove(fault)
                return fault
        return None

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        """Answer as the platform does, or as the fault wants it."""
        fault = self._take(scope) if self._planned else None
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.do in BENDING:
            await self._bend(fault, scope, receive, send)
        else:
            await self._break(fault, scope, receive, send)

    async def _bend(self, fault: Fault, scope: dict, receive: Callable, send: Callable) -> None:
        scope["sandbox.flags"] = {fault.do}
        if fault.do == "slow":
            await asyncio.sleep(1.0 if fault.seconds is None else fault.seconds)
        await self._app(scope, receive, send)

    async def _break(self, fault: Fault, scope: dict, receive: Callable, send: Callable) -> None:
        way, _, after = fault.do.partition("_")
        if after:
            await self._app(scope, receive, _nowhere)
        if way == "error":
            await _answer(fault, X_TROUBLE if scope["path"].startswith("/2/") else GRAPH_TROUBLE, send)
            return
        if way == "hang":
            await self._hang(receive, FOREVER if fault.seconds is None else fault.seconds)
        self._cut(scope)
        await _gone(receive)

    async def _hang(self, receive: Callable[[], Awaitable[dict]], seconds: float) -> None:
        """Keep silent until the caller gives up, the time is over or the process ends."""
        waits = [asyncio.ensure_future(_gone(receive)), asyncio.ensure_future(self._ending.wait())]
        _, waiting = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waiting:
            wait.cancel()


async def _nowhere(_message: dict) -> None:
    """Take an answer that nobody will get."""


async def _gone(receive: Callable[[], Awaitable[dict]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _answer(fault: Fault, usual: dict, send: Callable[[dict], Awaitable[None]]) -> None:
    body = fault.body if fault.body is not None else fault.envelope() or usual
    raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = b"text/plain" if isinstance(body, str) else b"application/json"
    headers = [(b"content-type", kind), (b"content-length", str(len(raw)).encode())]
    await send({"type": "http.response.start", "status": fault.answered, "headers": headers})
    await send({"type": "http.response.body", "body": raw})
