"""The archive: a recording that is seldom asked for leaves the working set, and is kept as one compressed row.

What is packed is every entry to the byte, salts, links and marks of erasures too, so that its chain verifies there as before.
"""

import json
import zlib
from datetime import datetime

from django.conf import settings
from django.db import models

from interactions.models import Message
from supervision.policies.models import Policy
from supervision.recordings.chain import moment, written
from supervision.recordings.models import Entry, Recording

KEPT = ("number", "at", "kind", "message_id", "attachment_id", "digest", "link", "salt")
KEPT += ("content", "erased_at", "erased_by", "mark")
MOMENTS = ("at", "erased_at")


class Damaged(Exception):
    """The bytes of an archived recording are not those that were written."""


class Archive(models.Model):
    """The entries of one recording, packed. `policy` put it there and alone is still asked about it; or a person did."""

    recording = models.OneToOneField(Recording, models.CASCADE, primary_key=True, related_name="archive")
    policy = models.ForeignKey(Policy, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    packed = models.BinaryField()

    def __str__(self):
        return f"{self.recording_id}"

    def entries(self):
        """What is in it, by number: rows that are not in their table."""
        try:
            rows = json.loads(zlib.decompress(self.packed))
            return [Entry(recording_id=self.recording_id, **_read(row)) for row in rows]
        except (zlib.error, ValueError, TypeError, KeyError, AttributeError) as why:
            raise Damaged(str(why)) from None

    @staticmethod
    def pack(entries):
        """These entries as they are kept."""
        return zlib.compress(written([_plain(one) for one in entries]).encode(), 9)


class ArchivedMessage(models.Model):
    """That a message stands in an archived recording, so that its erasure finds it there without opening all of them."""

    archive = models.ForeignKey(Archive, models.CASCADE, related_name="messages")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["archive", "message"], name="one_line_per_archived_message"),
        ]

    def __str__(self):
        return f"{self.archive_id}: {self.message_id}"


def entries_of(recording):
    """The entries of a recording by number, wherever they are kept; of a damaged archive none."""
    kept = recording.archived_at and Archive.objects.filter(recording=recording).first()
    if not kept:
        return list(Entry.objects.filter(recording=recording).order_by("number"))
    try:
        return kept.entries()
    except Damaged:
        return []


def _plain(entry):
    told = {name: getattr(entry, name) for name in KEPT}
    return told | {name: moment(told[name]) for name in MOMENTS}


def _read(row):
    return row | {name: row[name] and datetime.fromisoformat(row[name]) for name in MOMENTS}
