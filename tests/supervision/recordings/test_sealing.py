"""What is recorded, once, and how any change of it afterwards is found out (R82)."""

import json
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from interactions.models import Attachment, Customer, Interaction, Message, Refused, Snippet
from supervision.policies.models import Policy
from supervision.recordings import sealing
from supervision.recordings import tasks as ticks
from supervision.recordings.archive import entries_of
from supervision.recordings.erasing import erase, forget_deleted
from supervision.recordings.exporting import as_json, as_page, verify_file
from supervision.recordings.models import Considered, Entry, Recording
from supervision.recordings.rules import rule
from supervision.recordings.verifying import verify
from tests import company, crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(worked, everything):
    """The recording of it."""
    assert sealing.record(worked.pk) == 1
    return Recording.objects.get()


def kinds(recording):
    return [entry.kind for entry in entries_of(recording)]


def test_a_recording_holds_what_both_saw_with_times_and_each_wording(sealed, worked):
    entries = entries_of(sealed)
    assert sealed.agent.username == "alice" and sealed.policy.name == "Everything" and sealed.length == len(entries)
    said = [(one.kind, one.says.get("text")) for one in entries if one.kind in ("message", "edit", "note", "file")]
    assert said == [
        ("message", "Terrible"),
        ("file", None),
        ("message", "We are sorry"),
        ("edit", "Terrible, really"),
        ("note", "He is upset"),
    ]
    assert [one.says["event"] for one in entries if one.kind == "event"] == [
        "picked_up",
        "held",
        "picked_up",
        "disconnected",
    ]
    assert [one.at for one in entries] == sorted(one.at for one in entries)
    assert sealed.began_at <= entries[-1].at == sealed.ended_at
    assert verify(sealed).unaltered


def test_it_is_made_once_however_often_it_is_tried_and_not_without_a_policy(worked):
    assert sealing.record(worked.pk) == 0 and not Considered.objects.exists()
    Policy.objects.create(
        kind="initiation", name="No", place=1, active=True, does={"record": False}, criteria={"sample": 1}
    )
    Policy.objects.create(kind="initiation", name="Yes", place=2, active=True, does={"record": True})
    sealing.Watermark.objects.create(name=sealing.TICK, until=timezone.now() - timezone.timedelta(hours=1))
    for _again in range(2):
        sealing.record(worked.pk)
        sealing.record_due()
    assert Recording.objects.count() == Considered.objects.count() == 1


ALTERED = {
    "content": lambda one: {"content": one.content.replace("sorry", "glad")},
    "salt": lambda one: {"salt": "0" * 64},
    "digest": lambda one: {"digest": "0" * 64},
    "time": lambda one: {"at": one.at + timezone.timedelta(microseconds=1)},
    "kind": lambda one: {"kind": "note"},
    "link": lambda one: {"link": "0" * 64},
    "taken out": lambda one: {"content": None, "salt": "", "erased_at": timezone.now(), "erased_by": "policy:Mine"},
}


def test_whatever_is_altered_is_found_and_named(sealed):
    (one,) = (entry for entry in entries_of(sealed) if "sorry" in entry.content)
    for change in ALTERED.values():
        before = {name: getattr(one, name) for name in change(one) | {"erased_at": 0, "erased_by": 0}}
        Entry.objects.filter(pk=one.pk).update(**change(one))
        assert verify(sealed).problems[0][0] == one.number, change
        Entry.objects.filter(pk=one.pk).update(**before)
    for name, value in {"began_at": sealed.sealed_at, "agent": None, "seal": "0" * 64, "length": 3}.items():
        altered = Recording.objects.get()
        setattr(altered, name, value)
        assert verify(altered).problems, name
    Entry.objects.filter(pk=one.pk).delete()
    assert verify(sealed).problems[0][0] == one.number


def test_who_computes_the_chain_anew_lacks_the_key(sealed):
    rows = entries_of(sealed)
    for one in rows:
        one.content = one.content.replace("sorry", "glad")
        one.digest = sealing.chain.digest(one.salt, one.content)
    last = sealing.chain.beginning(sealed.header)
    for one in rows:
        last = one.link = one.next_link(last)
        one.save()
    Recording.objects.update(chain=last)
    assert [entry for entry, _why in verify(Recording.objects.get()).problems] == [None]


def test_an_altered_file_is_found(sealed):
    file = Attachment.objects.get()
    with open(file.file.path, "w") as stream:
        stream.write("another photograph")
    ((number, _why),) = verify(sealed).problems
    assert entries_of(sealed)[number - 1].kind == "file"


def test_what_is_erased_leaves_a_chain_that_holds_and_says_why(sealed):
    files = sealed.entries.filter(kind="file")
    media = {"recordings": Recording.objects.all(), "kinds": ("file",)}
    assert [erase(rule("policy", "Media"), **media) for _twice in range(2)] == [1, 0]
    verdict = verify(sealed)
    assert verdict.unaltered and verdict.erased == 1
    assert files.get().content is None and files.get().salt == "" and files.get().erased_by == "policy:Media"


def test_what_is_deleted_on_the_platform_goes_from_recordings_too(sealed):
    message = Message.objects.get(outbound=False)
    Message.objects.filter(pk=message.pk).update(deleted_at=timezone.now(), text="")
    assert forget_deleted(timezone.now() - timezone.timedelta(minutes=1)) == 3  # words, file, edit
    assert "Terrible" not in "".join(one.content or "" for one in entries_of(sealed))
    assert verify(sealed).unaltered


def test_exported_files_verify_until_a_byte_of_them_is_altered(sealed):
    page, told = as_page(sealed, entries_of(sealed)), json.dumps(as_json(sealed, entries_of(sealed)))
    assert "We are sorry" in page and "Terrible, really" in page
    for text in (page, told):
        assert verify_file(text)[1].unaltered
        for before, after in (("We are sorry", "We are glad"), (sealed.seal, "0" * 64), ("Alice", "Alicf")):
            assert verify_file(text.replace(before, after))[1].problems, before


def test_the_command_names_recording_and_entry_and_says_so_by_its_exit_code(sealed, tmp_path):
    out, errors = StringIO(), StringIO()
    call_command("verify_recordings", stdout=out)
    assert "1 looked at, 0 altered" in out.getvalue()
    one = entries_of(sealed)[0]
    Entry.objects.filter(pk=one.pk).update(content=one.content + " ")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_recordings", stdout=out, stderr=errors)
    assert f"Recording {sealed.pk}, entry {one.number}: Its content was altered." in errors.getvalue()
    file = tmp_path / "one.html"
    file.write_text(as_page(sealed, entries_of(sealed)))
    with pytest.raises(CommandError):
        call_command("verify_recordings", str(file), stdout=out, stderr=errors)
    file.write_text("no recording")
    with pytest.raises(CommandError, match="no exported recording"):
        call_command("verify_recordings", str(file))


def test_a_snippet_is_recorded_from_to_and_ends_when_it_leaves_his_hands(worked, everything):
    alice, channel = worked.owner, worked.thread.channel
    one = company.connected(channel, alice, company.said("Before"))
    assert one.start_recording(alice) == one.start_recording(alice)
    company.writes(channel, company.said("Within"))
    one.refresh_from_db()
    one.stop_recording(alice)
    sealing.seal_snippets()
    company.writes(channel, company.said("After"))
    snippet = Recording.objects.get(cause="snippet")
    texts = [entry.says["text"] for entry in entries_of(snippet) if entry.kind == "message"]
    assert texts == ["Before", "Within"] and verify(snippet).unaltered
    with pytest.raises(Refused) as refused:
        one.stop_recording(alice)
    assert refused.value.code == "not_recording"
    one.refresh_from_db()
    one.start_recording(alice)
    one.disconnect(alice)
    for _again in range(2):
        sealing.seal_snippets()
    assert Snippet.objects.unsealed().count() == Snippet.objects.running().count() == 0
    assert Recording.objects.filter(cause="snippet").count() == 2


def test_each_agent_has_a_recording_of_his_part_and_what_nobody_took_one_as_a_whole(worked, everything):
    alice, channel = worked.owner, worked.thread.channel
    bob = company.agent("bob", worked.workgroup)
    one = company.connected(channel, alice, company.said("First", by="351900000088"))
    one.transfer_to_agent(bob, alice)
    one.pick_up(bob)
    one.disconnect(bob)
    sealing.record(one.pk)
    assert [made.agent.username for made in one.recordings.order_by("first")] == ["alice", "bob"]
    (left,) = company.writes(channel, company.said("Nobody", by="351900000099"))
    left.disconnect(None)
    sealing.record(left.pk)
    assert [made.agent for made in left.recordings.all()] == [None]
    assert all(verify(made).unaltered for made in Recording.objects.all())
    assert Customer.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_make_one_recording(worked, everything):
    gate, made = threading.Barrier(4), []

    def work():
        gate.wait()
        made.append(sealing.record(worked.pk))
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(4)]
    [one.start() for one in workers]
    [one.join() for one in workers]
    assert sorted(made) == [0, 0, 0, 1] and Recording.objects.count() == 1
    assert verify(Recording.objects.get()).unaltered


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_worker_that_is_killed_half_way_nothing_is_left_and_another_one_makes_the_whole(worked, everything):
    Attachment.objects.all().delete()
    with crowd.closed(Entry._meta.db_table) as reached:  # the recording is written by then, its entries are not
        crowd.kill_in("tests.jobs:record", worked.pk, when=reached)
    assert not Recording.objects.exists() and not Entry.objects.exists() and not Considered.objects.exists()
    assert sealing.record(worked.pk) == 1 and verify(Recording.objects.get()).unaltered


def test_what_cannot_be_recorded_stops_nothing_else_and_is_tried_again(worked, everything, caplog):
    (other,) = company.writes(worked.thread.channel, company.said("Another", by="351900000066"))
    other.disconnect(None)
    hour = timezone.now() - timezone.timedelta(hours=1)
    sealing.Watermark.objects.create(name=sealing.TICK, until=hour)
    Attachment.objects.update(state="kept", file="../outside")  # refused by the storage
    said = worked.thread.channel, worked.owner, company.said("A third", by="351900000067")
    third = company.connected(*said)
    for one in (worked, third):
        facts = {"agent": worked.owner, "first": 2, "since": hour, "until": hour}  # by a clock that is behind
        Snippet.objects.create(interaction=one, **facts)
    ticks.record_due()
    assert [one.interaction for one in Recording.objects.order_by("pk")] == [third, other]
    assert "could not be recorded" in caplog.text and "could not be sealed" in caplog.text
    Attachment.objects.all().delete()
    ticks.record_due()
    assert Recording.objects.count() == 4 and not Snippet.objects.unsealed().exists()


def test_of_those_that_end_at_the_same_moment_none_is_left_out_between_two_batches(worked, everything, monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 1)
    (other,) = company.writes(worked.thread.channel, company.said("Another", by="351900000066"))
    other.disconnect(None)
    Interaction.objects.update(disconnected_at=timezone.now())
    sealing.Watermark.objects.create(name=sealing.TICK, until=timezone.now() - timezone.timedelta(hours=1))
    sealing.record_due()
    assert {one.interaction for one in Recording.objects.all()} == {worked, other}
