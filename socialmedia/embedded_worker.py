"""The Celery worker and the beat as threads of the embedded product."""

import threading
import warnings

from celery import signals
from celery.apps.worker import Worker
from celery.beat import EmbeddedService
from celery.platforms import SecurityWarning
from celery.worker import state

from socialmedia.celery import app

QUEUES = "poll,intake,route,deliver,other"
THREADS = 8  # SQLite has one writer; more threads than that only wait for platforms


class EmbeddedWorker(Worker):
    """A worker that leaves to the main program what belongs to it: signals, logging, standard output."""

    def on_before_init(self, **options):
        """Keep Celery's word about running as root to itself: it is about pickle, and we accept JSON only."""
        with warnings.catch_warnings(action="ignore", category=SecurityWarning):
            super().on_before_init(**options)

    def install_platform_tweaks(self, worker):
        """Signal handlers belong to the main thread."""

    def setup_logging(self, colorize=None):
        """Logging is set up already."""
        return True

    def emit_banner(self):
        """The embedded product says itself that it is up."""


class WorkerAndBeat:
    """One worker thread with its pool, and one beat thread, on the in-memory broker."""

    def __init__(self):
        self.worker = EmbeddedWorker(
            app=app,
            hostname="embedded@localhost",
            queues=QUEUES,
            pool_cls="threads",
            concurrency=THREADS,
            optimization="fair",
            beat=False,  # beat=True would fork a process with a memory broker of its own
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
            loglevel="WARNING",
        )
        self.thread = threading.Thread(target=self.worker.start, name="Worker", daemon=True)
        self.beat = EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler")

    def start(self):
        """Start both threads."""
        state.should_stop = None
        signals.worker_init.send(sender=self.worker)  # else nothing ever closes the tasks' database connections
        self.thread.start()
        self.beat.start()

    def stop(self, patience=10):
        """Let running tasks finish for `patience` seconds. What was queued is lost; a tick finds its rows again."""
        state.should_stop = 0
        self.thread.join(patience)  # the beat still ticks: each tick wakes the worker to look whether it should stop
        self.beat.service.stop(wait=False)
