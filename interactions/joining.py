"""A post that comes after the comments under it: platforms keep no order, and the conversation is one all the same.

A public message whose parent is not known begins a thread of its own and keeps the parent's id. When the parent comes, those
threads become part of its thread. Of their open interactions the oldest goes on; another one ends, as all its messages are
in the one that goes on.
"""

from interactions.locks import lock_threads
from interactions.models import Aside, Interaction, Message


def orphans_of(channel, external_id):
    """Messages that were waiting for this one, oldest thread first."""
    return list(Message.objects.filter(channel=channel, awaits=external_id).order_by("thread", "pk"))


def take_threads_in(thread, external_id, orphans):
    """Under the thread's lock: what was said under a post (its id) before it came belongs to the post's thread.

    Only threads that were begun by one of them, or named after the post: all of those lies under it.
    """
    begun = {external_id, *(orphan.external_id for orphan in orphans)}
    ids = {orphan.thread_id for orphan in orphans} - {thread.pk}
    for other in lock_threads(ids).values():
        if other.external_id in begun:
            _take_in(thread, other)


def _take_in(thread, other):
    theirs = Interaction.objects.filter(thread=other)
    if Interaction.objects.open().filter(thread=thread).exists():
        for interaction in theirs.open():
            interaction.disconnect(None)
    theirs.update(thread=thread)
    Message.objects.filter(thread=other).update(thread=thread)
    Aside.objects.filter(thread=other).update(thread=thread)
    thread.last_inbound_at = max(filter(None, [thread.last_inbound_at, other.last_inbound_at]), default=None)
    other.delete()


def found_parent(parent, orphans):
    """They hang on this message from now on."""
    if not orphans:
        return
    Message.objects.filter(pk__in=[orphan.pk for orphan in orphans]).update(parent=parent, awaits="")
