"""Putting recordings into the archive and bringing them back: in one transaction each, so that it is never half here."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.recording import record
from interactions.models import Attachment, Refused
from supervision.recordings.archive import Archive, ArchivedMessage, Damaged
from supervision.recordings.models import Entry, Recording

RESTS = timedelta(days=30)  # no policy touches what somebody has just brought back


def archive(recording, *, policy=None, by=None):
    """Put one away, by a policy or by a person. False where it is away already, or was purged."""
    now = timezone.now()
    with transaction.atomic():
        if not Recording.objects.filter(pk=recording.pk, archived_at=None, purged_at=None).update(archived_at=now):
            return False
        rows = list(recording.entries.select_for_update(no_key=True).order_by("number"))  # one may just be erased
        kept = Archive.objects.create(recording=recording, policy=policy, by=by, packed=Archive.pack(rows))
        said = {one.message_id for one in rows if one.message_id}
        ArchivedMessage.objects.bulk_create(
            (ArchivedMessage(archive=kept, message_id=pk) for pk in sorted(said)), batch_size=500
        )
        Entry.objects.filter(recording=recording).delete()
        if by:
            record(by, "archived", recording, {}, {"entries": len(rows)})
    recording.archived_at = now
    return True


def restore(recording, by):
    """Bring one back into the working set, where policies leave it alone for 30 days. False where it is there already."""
    with transaction.atomic():
        kept = Archive.objects.select_for_update(of=("self",)).filter(recording=recording).first()
        if kept is None:
            return False
        Entry.objects.bulk_create(_taken_out(kept), batch_size=500)
        kept.delete()
        rests = timezone.now() + RESTS
        back = {"archived_at": None, "rests_until": rests, "due_at": rests}
        Recording.objects.filter(pk=recording.pk).update(**back)
        record(by, "restored", recording, {}, {})
    recording.archived_at = None
    return True


def _taken_out(kept):
    """Its entries, without a pointer to what is gone meanwhile."""
    try:
        rows = kept.entries()
    except Damaged:
        raise Refused(
            _("The archive of this recording is damaged: bring it back from a backup of the database."), "damaged"
        ) from None
    messages = set(kept.messages.values_list("message", flat=True))
    files = {one.attachment_id for one in rows} - {None}
    files = set(Attachment.objects.filter(pk__in=files).values_list("pk", flat=True))
    for one in rows:
        one.message_id = one.message_id if one.message_id in messages else None
        one.attachment_id = one.attachment_id if one.attachment_id in files else None
    return rows
