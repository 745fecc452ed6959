"""The process: a socket, uvicorn on it, a clean end on SIGTERM and SIGINT."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple, asyncio.Transport] = {}


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP protocol, which also remembers its connection, so that a fault can cut it without an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Remember the connection by the caller's address."""
        super().connection_made(transport)
        _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        _open.pop(self.client, None)
        super().connection_lost(exc)


def cut(scope: dict) -> None:
    """Close the connection of a request at once and without an answer."""
    transport = _open.get(tuple(scope["client"]))
    if transport:
        transport.abort()


class QuietServer(uvicorn.Server):
    """Ends with success on a signal, where uvicorn would raise the signal again."""

    def __init__(self, config: uvicorn.Config, before_end: Callable[[], None]):
        """`before_end` is called when the signal comes."""
        super().__init__(config)
        self.before_end = before_end

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop gracefully on the first signal."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        yield

    def _stop(self) -> None:
        self.before_end()
        self.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Naming the protocol makes asyncio set TCP_NODELAY; without it every answer waits 40 ms for an acknowledgment.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    return listener


def serve(app: Callable, listener: socket.socket, before_end: Callable[[], None]) -> None:
    """Serve until a signal comes."""
    config = uvicorn.Config(
        app,
        http=CuttableProtocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
        backlog=1024,
    )
    asyncio.run(QuietServer(config, before_end).serve(sockets=[listener]))
