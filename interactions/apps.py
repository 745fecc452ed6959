"""Interactions as a Django application."""

from django.apps import AppConfig
from django.utils.translation import ngettext

from agents.bindings import asks


class InteractionsConfig(AppConfig):
    """Customers, threads, interactions, messages, events."""

    name = "interactions"

    def ready(self):
        """What entered a queue asks for what was required then: without the skill nobody could ever have it."""
        asks(self._asking_for)

    def _asking_for(self, skill):
        found = self.get_model("Interaction").objects.open().asking_for(skill)
        return found and ngettext("%(n)s open interaction", "%(n)s open interactions", found) % {"n": found}
