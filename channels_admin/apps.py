"""Channels of customers as a Django application."""

from django.apps import AppConfig

from agents.bindings import binds


class ChannelsAdminConfig(AppConfig):
    """Accounts, channels, feeds and the console."""

    name = "channels_admin"

    def ready(self):
        """A workgroup keeps its queue while a channel sends its interactions there."""
        binds(self._channels_of)

    def _channels_of(self, workgroup):
        return self.get_model("Channel").names_sending_to(workgroup)
