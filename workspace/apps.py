"""The workspace as a Django application."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """The desk and the agents' API."""

    name = "workspace"
