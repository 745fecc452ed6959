"""Supervision as a Django application."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """History and details."""

    name = "supervision"
