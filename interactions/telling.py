"""What happens to a customer is told on each of his open interactions."""

import contextlib

from interactions import live
from interactions.models import Interaction, NotAllowed
from interactions.models.states import OPEN


def tell_of_customer(customer, kind, *, by, **data):
    """A line in the journal of every open interaction of his, which tells the desks that have it."""
    for interaction in Interaction.objects.open().filter(customer=customer).order_by("pk"):
        with contextlib.suppress(NotAllowed):  # it was ended at this very moment
            interaction._note(kind, by=by, data=data, where={"state__in": OPEN})


def show_customer(customer):
    """What is known of him has changed without a line in the journal: the desks that have something of his look again."""
    for interaction in Interaction.objects.open().filter(customer=customer):
        live.tell_agents(interaction)
