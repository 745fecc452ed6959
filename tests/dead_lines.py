"""Lines to a Redis that is not there: for tests of what a lost hint costs."""

import contextlib
import time

import celery
from celery import current_app
from channels.layers import channel_layers
from django.test import override_settings

from hints.lines import QUIET

NOBODY = "redis://127.0.0.1:9"
LAYER = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [NOBODY]}}


@contextlib.contextmanager
def no_layer():
    """Whatever is told to pages meanwhile is told to nobody; whoever listens on the real layer keeps listening."""
    kept = dict(channel_layers.backends)
    try:
        with override_settings(CHANNEL_LAYERS={"default": LAYER}):
            yield
            time.sleep(QUIET)  # until the line that everybody shares tries again
    finally:  # the change of settings has dropped the layer on which others listen
        channel_layers.backends = kept


@contextlib.contextmanager
def no_broker():
    """The present Celery application is one whose broker is not there."""
    before = current_app._get_current_object()
    celery.Celery("elsewhere", broker=NOBODY).set_current()
    try:
        yield
    finally:
        before.set_current()
