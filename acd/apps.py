"""The ACD as a Django application."""

from django.apps import AppConfig


class AcdConfig(AppConfig):
    """Automatic distribution of what waits."""

    name = "acd"
