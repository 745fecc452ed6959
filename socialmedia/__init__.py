"""The wiring: settings, addresses, the two ways to run, the ticks."""

from socialmedia.celery import app as celery_app

__all__ = ["celery_app"]
