"""The Celery application. Tasks live in each room's `tasks.py`; the heartbeat is in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")

app = Celery("socialmedia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
