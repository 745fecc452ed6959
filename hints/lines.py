"""The two ways a hint travels: to the workers through the broker, to the pages through the channel layer."""

import asyncio
import logging
import os
import threading
import time

from celery import current_app
from channels.layers import get_channel_layer

log = logging.getLogger(__name__)

PATIENCE = 0.2  # seconds that one attempt may take
QUIET = 1.0  # seconds without attempts after a failure


class Line:
    """A way out that makes one attempt, and pauses after a failure so that a dead broker costs nobody time."""

    def __init__(self):
        self._quiet_until = 0.0

    def send(self, name, ids):
        """Try once; a failure is noted and forgotten."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._attempt(name, ids)
        except Exception as error:  # noqa: BLE001  whatever the broker raises: the row is there, a tick finds it
            self._failed(name, error)

    def _failed(self, name, error):
        self._quiet_until = time.monotonic() + QUIET
        log.warning("hint %s was not sent (%s); a tick will find the row", name, type(error).__name__)

    def _attempt(self, name, ids):
        raise NotImplementedError


class Workers(Line):
    """Sends a task by name. The connection has time-outs of its own, much shorter than a worker's."""

    def __init__(self):
        super().__init__()
        self._local = threading.local()

    def _attempt(self, name, ids):
        try:
            current_app.send_task(name, args=ids, producer=self._producer(), retry=False)
        except Exception:
            self._local.producer = None
            raise

    def _producer(self):
        """One producer per thread and process: kombu's are not to be shared."""
        kept = getattr(self._local, "producer", None)
        if kept is None or self._local.pid != os.getpid():
            kept = self._local.producer = current_app.amqp.Producer(_quick_connection())
            self._local.pid = os.getpid()
        return kept


def _quick_connection():
    """A connection that gives up after `PATIENCE`, whatever the broker's ordinary settings are."""
    connection = current_app.connection_for_write()
    limits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "max_retries": 0}
    connection.transport_options = {**connection.transport_options, **limits}
    return connection


class Pages(Line):
    """Sends over the channel layer from one event loop of its own: a loop per call would be a connection per call."""

    def __init__(self):
        super().__init__()
        self._loop, self._pid, self._guard = None, None, threading.Lock()

    def _attempt(self, name, ids):
        future = asyncio.run_coroutine_threadsafe(self._publish(name, ids), self._home())
        future.add_done_callback(lambda done: self._failed(name, done.exception()) if done.exception() else None)

    async def _publish(self, name, ids):
        message = {"type": "hint", "group": name, "ids": list(ids)}
        await asyncio.wait_for(get_channel_layer().group_send(name, message), PATIENCE)

    def _home(self):
        with self._guard:
            if self._pid != os.getpid():
                self._loop, self._pid = asyncio.new_event_loop(), os.getpid()
                threading.Thread(target=self._loop.run_forever, name="hints", daemon=True).start()
        return self._loop
