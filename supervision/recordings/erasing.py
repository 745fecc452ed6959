"""Taking content out of recordings: digests and links stay, so that the chain still holds and says what was erased, and why.

`which` are the same everywhere: `recordings` and `messages` are querysets, `kinds` of entries; all that is given must hold.
"""

from django.db import transaction
from django.utils import timezone

from interactions.models import Message
from supervision.recordings import chain
from supervision.recordings.archive import Archive, ArchivedMessage, Damaged
from supervision.recordings.models import Entry, Recording, SealingKey
from supervision.recordings.rules import DELETED, rule

AT_ONCE = 500
WORDS = ("message", "edit", "file")


def erase(why, **which):
    """Erase the content of these entries; `why` is a `rule`. Returns how many there were.

    Rows, then the archive, then rows again: a recording may be brought back between the two.
    """
    return _in_rows(why, which) + _in_archives(why, which) + _in_rows(why, which)


def count(**which):
    """Of how many entries would there be something to erase?"""
    packed = sum(len(_fitting(_opened(one), which)) for one in _archives(**which))
    return _rows(**which).count() + packed


def forget_deleted(since):
    """What was deleted on its platform since then goes from recordings too, with its files; its mark stays (R12)."""
    return erase(rule(DELETED), messages=Message.objects.filter(deleted_at__gte=since), kinds=WORDS)


def purge(recording, why):
    """Erase all of one recording; the row stays, and says when."""
    erase_all(recording, why)
    Recording.objects.filter(pk=recording.pk, purged_at=None).update(purged_at=timezone.now(), due_at=None)


def erase_all(recording, why):
    """Erase the content of all its entries."""
    erase(why, recordings=Recording.objects.filter(pk=recording.pk))


def erase_media(recording, why):
    """Erase the files of one recording; words stay."""
    erase(why, recordings=Recording.objects.filter(pk=recording.pk), kinds=("file",))


def _rows(recordings=None, messages=None, kinds=()):
    found = Entry.objects.filter(erased_at=None)
    if recordings is not None:
        found = found.filter(recording__in=recordings.values("pk"))
    if messages is not None:
        found = found.filter(message__in=messages.values("pk"))
    return found.filter(kind__in=kinds) if kinds else found


def _in_rows(why, which):
    key, now, done = SealingKey.here(), timezone.now(), 0
    while rows := list(_rows(**which).only("pk", "link")[:AT_ONCE]):
        with transaction.atomic():
            for row in rows:
                gone = _gone(row, key, now, why)
                done += Entry.objects.filter(pk=row.pk, erased_at=None).update(**gone)
    return done


def _gone(entry, key, now, why):
    """What becomes of an erased entry."""
    mark = chain.mark(key, entry.link, chain.moment(now), why)
    return {"content": None, "salt": "", "erased_at": now, "erased_by": why, "mark": mark}


def _archives(recordings=None, messages=None, kinds=()):
    """The archived recordings in which there may be such entries."""
    found = Archive.objects.all()
    if recordings is not None:
        found = found.filter(recording__in=recordings.values("pk"))
    if messages is not None:
        telling = ArchivedMessage.objects.filter(message__in=messages.values("pk"))
        found = found.filter(pk__in=telling.values("archive"))
    return found


def _in_archives(why, which):
    """One after the other, each packed anew; of one that is damaged nothing is left, as nobody can tell what is in it."""
    done = 0
    for pk in list(_archives(**which).values_list("pk", flat=True)):
        with transaction.atomic():
            for kept in Archive.objects.select_for_update(of=("self",)).filter(pk=pk):
                done += _in_archive(kept, why, which)
    return done


def _in_archive(kept, why, which):
    key, now, rows = SealingKey.here(), timezone.now(), _opened(kept)
    for row in (fitting := _fitting(rows, which)):
        vars(row).update(_gone(row, key, now, why))
    if fitting or not rows:
        Archive.objects.filter(pk=kept.pk).update(packed=Archive.pack(rows) if rows else b"")
    return len(fitting)


def _opened(kept):
    """The entries of an archived recording; none of a damaged one."""
    try:
        return kept.entries()
    except Damaged:
        return []


def _fitting(rows, which):
    """Those of these entries of one archived recording that are meant, and have something to erase."""
    fitting = [row for row in rows if row.erased_at is None and row.kind in (which.get("kinds") or (row.kind,))]
    if which.get("messages") is None:
        return fitting
    meant = which["messages"].filter(pk__in={row.message_id for row in rows} - {None})
    meant = set(meant.values_list("pk", flat=True))
    return [row for row in fitting if row.message_id in meant]
