"""People who were put out: what they have open goes back to its queues. A hint hurries it, a tick finds what was missed."""

from agents.models import Agent
from interactions.models import Interaction


def release_of(agent):
    """Somebody (id) was put out: return what he has, unless he has taken a seat anew."""
    person = Agent.objects.filter(pk=agent, seat=None).first()
    if person:
        Interaction.release_all(person, "signed_out" if person.is_active else "deactivated")


def release_deactivated():
    """Whoever may not sign in has nothing open, whatever came between."""
    owners = Interaction.objects.open().filter(owner__is_active=False).values("owner")
    for person in Agent.objects.filter(pk__in=owners):
        Interaction.release_all(person, "deactivated")
