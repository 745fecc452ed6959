"""People as a Django application."""

from django.apps import AppConfig


class AgentsConfig(AppConfig):
    """Agents and what they may and can do."""

    name = "agents"
