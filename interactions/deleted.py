"""What is left of a message that was deleted on its platform: a mark with the time, for everybody.

A setting per platform keeps words and files beside it for those with the right *See deleted messages*; never for X,
whose rules forbid it. Whoever lacks the right finds nothing: not in views, not by search, not by a file's address.
"""

from django.db.models import Q

from agents.models import Agent
from audit.rights import Right
from interactions.models import Deleted, Message
from interactions.models.attachment import remove_files

CLEARED = {"text": "", "details": [], "carries": "", "permalink": "", "edited_at": None}
BATCH = 500


def readable(messages, person):
    """Those of `messages` (a queryset) whose words this person may read."""
    return messages if person.has_perm(Right.SEE_DELETED) else messages.filter(deleted_at=None)


def is_kept(message):
    """Is something left of it, though it is deleted?"""
    return message.deleted and bool(message.text or message.carries or message.details)


def may_read(items, viewer_id):
    """May this person read what is kept of these messages? The right is looked up only where something is kept."""
    if viewer_id is None or not any(is_kept(item) for item in items):
        return False
    person = Agent.objects.filter(pk=viewer_id).first()
    return person is not None and person.has_perm(Right.SEE_DELETED)


def keeping():
    """The platforms whose deleted messages are kept."""
    return set(Deleted.objects.filter(keep=True).values_list("platform", flat=True))


def clear(message):
    """Nothing is left but the mark; returns the names of the fields to save."""
    for name, nothing in CLEARED.items():
        setattr(message, name, nothing)
    message.revisions.all().delete()
    remove_files(message.attachments.all())
    return list(CLEARED)


def sweep():
    """Clear what was kept by a setting that is off now."""
    left = Q(deleted_at__isnull=False) & ~Q(text="", carries="", permalink="")
    rows = Message.objects.filter(left).exclude(thread__channel__platform__in=keeping()).order_by("pk")
    for message in rows[:BATCH]:
        message.save(update_fields=clear(message))
    return rows.exists()
