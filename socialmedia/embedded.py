"""The embedded product: web server, worker and beat in one process, and for the demo the sandbox as its child."""

import contextlib
import signal
import socket

from channels.layers import get_channel_layer
from daphne.server import Server, twisted_loop
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from twisted.internet import reactor, task, threads

from agents.licensing.issuing import first_license
from socialmedia import embedded_data
from socialmedia.asgi import application
from socialmedia.embedded_sandbox import Sandbox, SandboxFailed
from socialmedia.embedded_worker import WorkerAndBeat

ADDRESS = "127.0.0.1"
LOG_INS = "admin, supervisor, alice, bob, carol"


class Failed(Exception):
    """The product could not start or go on; the text is for people."""


def run():
    """Run until SIGINT or SIGTERM; Failed or embedded_data.InUse when it cannot be."""
    _check()
    # Both signals raise KeyboardInterrupt until the reactor takes them, even where a shell had us ignore SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), embedded_data.held():
        _Product().run()


def _check():
    if not settings.EMBEDDED:
        raise Failed("REDIS_URL is set, which means server mode: run `make serve`, or unset it.")
    wanted = {"PORT": settings.PORT}
    if settings.DEMO:
        wanted["SANDBOX_PORT"] = settings.SANDBOX_PORT
    for variable, port in wanted.items():
        if not _is_free(port):
            raise Failed(
                f"Port {port} is in use: stop what uses it, or choose another, as in `{variable}={port + 1} make run`."
            )


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that linger do not count
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


class _Product:
    """The parts in the order of their start, and the reason why it ended if nobody asked for that."""

    def __init__(self):
        self.sandbox = Sandbox() if settings.DEMO else None
        self.workers = WorkerAndBeat()
        self.server = Server(application=application, endpoints=[f"tcp:port={settings.PORT}:interface={ADDRESS}"])
        self.reason = None

    def run(self):
        try:
            self._prepare()
            self._serve()
        except SandboxFailed as error:
            raise Failed(str(error)) from error
        finally:
            if self.sandbox:
                self.sandbox.stop()
        if self.reason:
            raise Failed(self.reason)

    def _prepare(self):
        if self.sandbox:
            self.sandbox.start()
        print("Preparing the database ...", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
        if self.sandbox:
            call_command("demo")
            self.sandbox.wait()
            self.sandbox.settle()
        first_license()  # the demo has one of its own by now
        connections.close_all()

    def _serve(self):
        get_channel_layer().bind(twisted_loop)
        self.workers.start()
        # Before the loop ends: a task that still runs may have something to say on it.
        reactor.addSystemEventTrigger("before", "shutdown", threads.deferToThread, self.workers.stop)
        reactor.callWhenRunning(self._announce)
        if self.sandbox:
            reactor.callWhenRunning(task.LoopingCall(self._watch_sandbox).start, 0.5)
        self.server.run()
        get_channel_layer().bind(None)
        if not self.server.listening_addresses:
            self.reason = f"Port {settings.PORT} could not be opened."

    def _watch_sandbox(self):
        if self.sandbox.is_gone() and not self.reason:
            self.reason = f"The sandbox ended by itself (code {self.sandbox.process.returncode}), so the demo ends too."
            self.server.stop()

    def _announce(self):
        lines = ["", f"The contact center:  {settings.PUBLIC_URL}/"]
        if self.sandbox:
            lines += [
                f"The sandbox:         http://localhost:{settings.SANDBOX_PORT}/  (play the customers there)",
                f"Log-ins:             {LOG_INS}  (password: demo)",
            ]
        print("\n".join([*lines, "Ctrl-C ends it; the data stay. `make demo-reset` forgets them.", ""]), flush=True)
