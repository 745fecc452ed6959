"""Interactions as a Django application."""

from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    """Customers, threads, interactions, messages, events."""

    name = "interactions"
