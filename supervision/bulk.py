"""The same done to many interactions at once, by a supervisor with the right Act on Interactions (R55, R50c)."""

from dataclasses import dataclass, field

from interactions.models import Interaction, Refused, State

MOST = 500  # at once


@dataclass(slots=True)
class Outcome:
    """How it went: how many, and [(interaction, why not)] of the others."""

    done: int = 0
    refused: list = field(default_factory=list)

    def of(self, interaction, verb, *args, **more):
        """Do one; what cannot be done is told, and stops nothing."""
        try:
            verb(*args, **more)
        except Refused as why:
            self.refused.append((interaction, str(why)))
        else:
            self.done += 1


def chosen(person, ids):
    """The open ones among these that he supervises, in the order of their numbers."""
    mine = Interaction.objects.for_supervisor(person).open().filter(pk__in=ids)
    return mine.select_related("workgroup", "owner", "returns_to__seat", "thread__channel").order_by("pk")[:MOST]


def disconnect(person, ids, wrap_up=None):
    """End them."""
    outcome = Outcome()
    for interaction in chosen(person, ids):
        outcome.of(interaction, interaction.disconnect, person, wrap_up=wrap_up)
    return outcome


def transfer(person, ids, workgroup, note=""):
    """Into another queue."""
    outcome = Outcome()
    for interaction in chosen(person, ids):
        outcome.of(interaction, interaction.transfer_to_workgroup, workgroup, person, note=note)
    return outcome


def prioritize(person, ids, priority):
    """Another turn."""
    outcome = Outcome()
    for interaction in chosen(person, ids):
        outcome.of(interaction, interaction.set_priority, priority, by=person)
    return outcome


def label(person, ids, word):
    """Put a label on them."""
    outcome = Outcome()
    for interaction in chosen(person, ids):
        outcome.of(interaction, interaction.put_label, word, person)
    return outcome


def return_all(person, agent):
    """Back to their queues: everything that this agent (id) has in the workgroups that he supervises."""
    outcome = Outcome()
    mine = Interaction.objects.for_supervisor(person).open().filter(owner=agent)
    for interaction in mine.select_related("owner", "returns_to__seat").order_by("pk")[:MOST]:
        if interaction.state == State.ALERTING:
            outcome.of(interaction, interaction.return_to_queue, "not_shown")
        else:
            outcome.of(interaction, interaction.release, "returned")
    return outcome
