"""Change, journal and news travel together: a line in the transaction of the change, a hint on its commit."""

from django.utils import timezone

from interactions import live
from interactions.models.event import Event
from rows.inserted import insert


def write(interaction, kind, *, at=None, by=None, message=None, before=(), **data):
    """Append the line whose number the interaction's row has just been given, and tell those whom it concerns.

    `before` are the ids of agents who had a part in it until now and must see it go; `at` is when, if the caller knows.
    """
    line = Event(
        month=interaction.month,
        interaction_id=interaction.pk,
        number=interaction.last_event,
        kind=kind,
        at=at or timezone.now(),
        by_id=by and by.pk,
        message_id=message and message.pk,
        data=data,
    )
    insert(line)
    live.tell_agents(interaction, *before)
