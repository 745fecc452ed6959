"""Taking content out of recordings: digests and links stay, so that the chain still holds and says what was erased, and why."""

from django.db import transaction
from django.utils import timezone

from interactions.models import Message
from supervision.recordings import chain
from supervision.recordings.models import Entry, SealingKey
from supervision.recordings.rules import DELETED, rule

AT_ONCE = 500


def erase(entries, why):
    """Erase the content of these entries (a queryset); `why` is a `rule`. Returns how many there were."""
    key, now, done = SealingKey.here(), timezone.now(), 0
    while rows := list(entries.filter(erased_at=None).only("pk", "link")[:AT_ONCE]):
        with transaction.atomic():
            for row in rows:
                mark = chain.mark(key, row.link, chain.moment(now), why)
                gone = {"content": None, "salt": "", "erased_at": now, "erased_by": why, "mark": mark}
                done += Entry.objects.filter(pk=row.pk, erased_at=None).update(**gone)
    return done


def forget_deleted(since):
    """What was deleted on its platform since then goes from recordings too, with its files; its mark stays (R12)."""
    deleted = Message.objects.filter(deleted_at__gte=since).values("pk")
    saying = ("message", "edit", "file")
    return erase(Entry.objects.filter(message__in=deleted, kind__in=saying), rule(DELETED))


def purge(recording, why):
    """Erase all of one recording; the row stays, and says when."""
    erase(recording.entries, why)
    type(recording).objects.filter(pk=recording.pk, purged_at=None).update(purged_at=timezone.now(), due_at=None)
