"""The archive: out of the working set, compressed, verified where it is, reached by erasures, and brought back (R83)."""

import json
import threading
import zlib
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from agents.models import Role
from audit.models import Change
from interactions.models import Message
from supervision.recordings import archiving, sealing
from supervision.recordings.archive import Archive, entries_of
from supervision.recordings.erasing import erase, forget_deleted
from supervision.recordings.exporting import as_json
from supervision.recordings.models import Entry, Recording
from supervision.recordings.rules import rule
from supervision.recordings.verifying import verify
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def archived(worked, everything):
    """The recording of it, in the archive."""
    sealing.record(worked.pk)
    archiving.archive(Recording.objects.get(), by=worked.owner)
    return Recording.objects.get()


def test_it_leaves_the_working_set_verifies_and_comes_back_to_the_byte(worked, everything):
    sealing.record(worked.pk)
    recording = worked.recordings.get()
    before = as_json(recording, entries_of(recording))
    assert archiving.archive(recording, by=worked.owner) and not archiving.archive(recording, by=worked.owner)
    assert not Entry.objects.exists() and len(Archive.objects.get().packed) < len(json.dumps(before["entries"])) / 2
    assert as_json(recording, entries_of(recording)) == before
    out = StringIO()
    call_command("verify_recordings", stdout=out)
    assert "1 looked at, 0 altered" in out.getvalue()
    assert archiving.restore(recording, worked.owner) and not archiving.restore(recording, worked.owner)
    assert not Archive.objects.exists() and as_json(recording, entries_of(recording)) == before
    assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == ["archived", "restored"]


def test_a_byte_that_was_altered_in_the_archive_is_found_and_not_brought_back(archived):
    rows = archived.archive.entries()
    one = next(row for row in rows if "Terrible" in row.content)
    one.content = one.content.replace("Terrible", "Splendid")
    Archive.objects.update(packed=Archive.pack(rows))
    assert verify(archived).problems == [(one.number, "Its content was altered.")]
    for packed in (zlib.compress(b'[{"at": null}]'), zlib.compress(b"[{}]"), bytes(archived.archive.packed)[:-9]):
        Archive.objects.update(packed=packed)
        with pytest.raises(CommandError):
            call_command("verify_recordings", stderr=StringIO())
    with pytest.raises(archiving.Refused, match="damaged"):
        archiving.restore(archived, archived.agent)
    assert erase(rule("customer"), recordings=Recording.objects.all()) == 0
    assert bytes(Archive.objects.get().packed) == b"", "nobody can tell what was in it"


def test_what_is_deleted_on_its_platform_goes_from_the_archive_too(archived):
    said = Message.objects.filter(outbound=False)
    said.update(deleted_at=timezone.now(), text="")
    assert [forget_deleted(timezone.now() - timedelta(minutes=1)) for _twice in range(2)] == [3, 0]
    assert "Terrible" not in "".join(one.content or "" for one in entries_of(archived))
    said.get().delete()
    archiving.restore(archived, archived.agent)
    assert verify(archived).unaltered and verify(archived).erased == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_meets_an_archiving_finds_everything(worked, everything):
    sealing.record(worked.pk)
    done = []

    def work():
        done.append(erase(rule("customer"), recordings=Recording.objects.all()))
        connection.close()

    with transaction.atomic():
        archiving.archive(worked.recordings.get())
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(0.3)  # it waits for rows that will not be there
    worker.join()
    recording = worked.recordings.get()
    assert done == [recording.length] and verify(recording).unaltered and verify(recording).erased == recording.length


def test_who_may_archives_by_hand_finds_and_brings_back(client, archived):
    player, restore = (reverse(f"recordings:{name}", args=[archived.pk]) for name in ("player", "restore"))
    client.force_login(factories.AgentFactory(roles=[Role.SUPERVISOR], supervises=[archived.workgroup]))
    listed = reverse("recordings:list")
    assert "1 more in the archive" in client.get(listed, {"platform": "whatsapp"}).content.decode()
    assert (
        client.get(listed).context["rows"] == [] and len(client.get(listed, {"archived": "only"}).context["rows"]) == 1
    )
    assert "In the archive since" in client.get(player).content.decode() and client.post(restore).status_code == 404
    file = next(entry for entry in entries_of(archived) if entry.kind == "file")
    assert client.get(reverse("recordings:file", args=[archived.pk, file.says["attachment"]])).status_code == 200
    client.force_login(factories.AgentFactory(roles=[Role.ADMINISTRATOR]))
    assert "The recording is back." in client.post(restore, follow=True).content.decode()
    archive = reverse("recordings:archive", args=[archived.pk])
    assert "put it there" in client.post(archive, follow=True).content.decode()
