"""The Celery application. Tasks live in each room's `tasks.py`; the heartbeat is in `heartbeat.py`."""

import os

from celery import Celery
from celery.signals import worker_ready

from socialmedia.broker import QuickAMQP
from socialmedia.interpreter import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")


app = Celery("socialmedia", amqp=QuickAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def _settle(**more):
    """Everything is imported by now."""
    settle()
