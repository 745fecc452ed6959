"""The Celery application. Tasks live in each room's `tasks.py`; the heartbeat is in the settings."""

import os

from celery import Celery
from celery.app.amqp import AMQP
from celery.signals import worker_ready
from kombu import Connection

from socialmedia.interpreter import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")


class QuickConnection(Connection):
    """Looks for a broker that is away once a second at least; the stock one waits longer each time, up to 30 s."""

    def _ensure_connection(
        self, errback=None, max_retries=None, interval_start=0.2, interval_step=0.2, interval_max=1, **more
    ):
        waits = {"interval_start": interval_start, "interval_step": interval_step, "interval_max": interval_max}
        return super()._ensure_connection(errback, max_retries, **waits, **more)


class QuickAMQP(AMQP):
    """Messaging over quick connections."""

    Connection = QuickConnection


app = Celery("socialmedia", amqp=QuickAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def _settle(**more):
    """Everything is imported by now."""
    settle()
