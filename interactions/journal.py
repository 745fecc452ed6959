"""Change, journal and news travel together: a line in the transaction of the change, a hint on its commit."""

from django.utils import timezone

from interactions import live
from interactions.models.event import Event
from rows.inserted import insert


def write(interaction, kind, *, at=None, by=None, message=None, before=(), **data):
    """Append the line whose number the interaction's row has just been given, and tell those whom it concerns.

    `before` are the ids of agents who had a part in it until now and must see it go; `at` is when, if the caller knows.
    """
    number, began = interaction.last_event, interaction.created_at
    insert(line(interaction.pk, number, began, kind, at or timezone.now(), data, by=by, message=message))
    live.tell_agents(interaction, *before)


def line(interaction, number, began, kind, at, data, *, by=None, message=None):
    """One line about the interaction with this id, which began then."""
    return Event(
        month=began.date().replace(day=1),
        interaction_id=interaction,
        number=number,
        kind=kind,
        at=at,
        by_id=by and by.pk,
        message_id=message and message.pk,
        data=data,
    )


def write_all(lines):
    """Append lines about several interactions in one statement; the caller tells whom they concern."""
    if len(lines) == 1:
        insert(lines[0])  # the usual case, with a statement that is compiled already
    else:
        Event.objects.bulk_create(lines)
