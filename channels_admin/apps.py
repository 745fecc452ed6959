"""Channels of customers as a Django application."""

from django.apps import AppConfig


class ChannelsAdminConfig(AppConfig):
    """Accounts, channels, feeds and the console."""

    name = "channels_admin"
