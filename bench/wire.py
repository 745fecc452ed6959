"""An HTTP client that costs next to nothing: one kept connection, JSON in and out. What is measured is not the client."""

import asyncio
import json
import time

PATIENCE = 20  # seconds for one call
IDLE = 30  # seconds after which a new connection is made, before the server drops the old one


class Wire:
    """One agent's connection to the product's API; calls queue up behind one another, as those of a page do."""

    def __init__(self, port, headers):
        """`headers` go with every call."""
        self._port, self._guard, self._used = port, asyncio.Lock(), 0.0
        self._reader = self._writer = None
        self._head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    async def call(self, method, path, body=None):
        """Returns (status, JSON or None). OSError or TimeoutError when there was no answer."""
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{self._head}"
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        async with self._guard, asyncio.timeout(PATIENCE):
            await self._connected()
            try:
                self._writer.write(head.encode() + content)
                return await self._answer()
            except BaseException:
                self.close()
                raise

    async def _connected(self):
        if self._writer and time.monotonic() - self._used > IDLE:
            self.close()
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._used = time.monotonic()

    async def _answer(self):
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            status, length = int(head.split(" ", 2)[1]), 0
            if "\r\ncontent-length:" in head:
                length = int(head.split("\r\ncontent-length:")[1].split("\r\n")[0])
            elif status != 204:
                raise ConnectionError("an answer without a length")
            content = await self._reader.readexactly(length)
        except asyncio.IncompleteReadError as cut:
            raise ConnectionError("the answer was cut off") from cut
        return status, _read(content)

    def close(self):
        """Drop the connection; the next call makes a new one."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None


def _read(content):
    """JSON, or what came instead of it, as a refusal."""
    try:
        return json.loads(content) if content else None
    except ValueError:
        return {"code": "not JSON"}
