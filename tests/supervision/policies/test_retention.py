"""The daily retention run: what policies say is done, once, however often it runs (R83)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from supervision.models import Scorecard
from supervision.policies import ordering, retention
from supervision.policies.models import Deed, Policy, Run
from supervision.recordings import archiving, sealing
from supervision.recordings.archive import entries_of
from supervision.recordings.chain import written
from supervision.recordings.models import Entry, Recording
from supervision.recordings.verifying import verify
from tests import crowd
from tests.supervision.quality.making import questionnaire
from tests.supervision.recordings.making import recording

pytestmark = pytest.mark.django_db


def policy(*actions, name="One", place=1, **criteria):
    does = {"actions": [dict(zip(("do", "value"), action, strict=False)) for action in actions]}
    return Policy.objects.create(kind="retention", name=name, place=place, active=True, does=does, criteria=criteria)


def with_entries(one, number):
    """The recording with so many entries."""
    facts = {"recording": one, "at": one.began_at, "kind": "message", "digest": "0" * 64, "salt": "s", "content": "{}"}
    Entry.objects.bulk_create(Entry(number=place, **facts) for place in range(1, number + 1))
    return one


def run(days=0):
    """The run of a day, so many days after the recordings ended."""
    ended = timezone.now() - timedelta(days=days)
    moved = {"began_at": ended - timedelta(days=1), "ended_at": ended} if days else {}
    Recording.objects.update(due_at=timezone.now(), **moved)
    Run.objects.all().delete()
    retention.retain_due()
    return Run.objects.get()


@pytest.fixture
def sealed(worked, everything):
    """The recording of it."""
    sealing.record(worked.pk)
    return Recording.objects.get()


def left(recording):
    return {entry.kind for entry in entries_of(recording) if entry.content}


def test_actions_follow_each_other_and_keep_waits(sealed):
    policy(("keep", 30), ("purge_media",), ("archive",), ("keep", 90), ("purge",))
    assert run(29).looked == 1 and "file" in left(sealed) and not Deed.objects.exists()
    run(31)
    sealed.refresh_from_db()
    assert "file" not in left(sealed) and "message" in left(sealed) and sealed.archived_at
    assert not Entry.objects.exists()
    assert sealed.due_at.date() > timezone.now().date()
    run(91)
    sealed.refresh_from_db()
    assert left(sealed) == set() and sealed.purged_at and sealed.due_at is None
    assert [entry.erased_by for entry in entries_of(sealed)] == ["policy:One"] * sealed.length


def test_what_is_purged_verifies(sealed):
    policy(("purge",))
    run()
    verdict = verify(Recording.objects.get())
    assert verdict.unaltered and verdict.erased == sealed.length


def test_tags_lead_to_what_other_policies_say_and_stop_ends_it():
    one, other = recording(platform="facebook"), recording(platform="twitter")
    policy(("archive",), name="Tagged", place=1, tags=["VIP"])
    policy(("tag", "VIP"), ("stop",), name="VIPs", place=2, platforms=["facebook"])
    policy(("tag", "Other"), name="Rest", place=3)
    run()
    assert [tag.name for tag in one.tags.all()] == ["VIP"] and [tag.name for tag in other.tags.all()] == ["Other"]
    one.refresh_from_db()
    assert one.archived_at is None and one.due_at is not None  # the first policy is asked again
    run()
    one.refresh_from_db()
    assert one.archived_at is not None


def test_nothing_is_done_twice_and_a_run_that_was_killed_goes_on(sealed):
    policy(("tag", "A"), ("untag", "B"), ("again", 7))
    first = run()
    assert first.ended_at and Deed.objects.count() == 2
    retention.retain_due()
    run()
    assert Deed.objects.count() == 2
    Recording.objects.update(due_at=timezone.now() + retention.LEASE / 2)  # a worker took it and died
    Run.objects.update(ended_at=None)
    retention.retain_due()
    assert Run.objects.get().ended_at is None
    Recording.objects.update(due_at=timezone.now())
    retention.retain_due()
    assert Run.objects.get().ended_at


def test_one_recording_at_which_something_goes_wrong_keeps_no_other(admin_client):
    one, other = recording(platform="facebook"), recording(platform="twitter")
    later = policy(("what a later version may do",), name="Later", place=1, platforms=["facebook"])
    policy(("tag", "A"), place=2)
    done = run()
    assert (done.looked, done.failed) == (1, 1) and done.ended_at and other.tags.count() == 1
    one.refresh_from_db()
    assert one.due_at > timezone.now() and one.tags.count() == 0
    assert "1 recording could not be looked at" in admin_client.get("/policies/runs/").content.decode()
    later.delete()
    run()
    assert one.tags.count() == 1


def test_a_questionnaire_is_assigned_to_whose_part_it_is_or_it_is_said_why_not(sealed, admin_user):
    policy(("assign", "Courtesy"))
    run()
    assert Deed.objects.get().refused == "There is no questionnaire of this name."
    assert not Scorecard.objects.exists()
    policy(("assign", "Care"), name="Two", place=2)
    questionnaire("Care")
    run(), run()
    card = Scorecard.objects.get()
    assert (card.interaction, card.agent, card.scorer) == (sealed.interaction, sealed.agent, None)


def test_what_is_archived_is_left_alone_by_all_policies_but_its_own(sealed):
    policy(("keep", 10), ("archive",), ("keep", 30), ("tag", "Old"), name="Own")
    policy(("keep", 20), ("purge",), name="Other", place=2)
    run(25)
    sealed.refresh_from_db()
    assert sealed.archived_at and not sealed.purged_at
    run(31)
    sealed.refresh_from_db()
    assert [tag.name for tag in sealed.tags.all()] == ["Old"] and not sealed.purged_at
    Policy.objects.all().delete()
    assert {deed.name for deed in Deed.objects.all()} == {"Own"}, "what it did is still told"
    policy(("purge",), name="Another")
    run(99)
    assert verify(sealed).erased == 0


def test_what_was_brought_back_rests_for_a_month(sealed, admin_user):
    one = policy(("archive",))
    run()
    archiving.restore(Recording.objects.get(), admin_user)
    ordering.switch(one, admin_user, on=False)
    policy(("purge",), name="Two", place=2)
    retention.retain_due()
    sealed.refresh_from_db()
    assert sealed.due_at.date() == timezone.now().date() + timedelta(days=30) and not sealed.purged_at
    run()
    assert Recording.objects.get().purged_at


def test_a_change_of_policies_lets_all_be_looked_at_again(sealed, admin_user):
    run()
    assert Recording.objects.get().due_at is None
    one = policy(("archive",))
    ordering.switch(one, admin_user, on=False)
    assert Recording.objects.get().due_at is not None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_anywhere_leaves_nothing_half_done_and_is_told_rightly():
    many = [with_entries(recording(), 6) for _each in range(20)]
    one = policy(("tag", "Old"), ("archive",), ("purge",))
    crowd.kill_in("tests.jobs:retain_half", 15)
    done = {(deed.recording, deed.action) for deed in Deed.objects.all()}
    assert 15 <= len(done) < 60 and not Run.objects.get().ended_at
    for each in Recording.objects.all():
        assert ((each, written({"do": "tag", "value": "Old"})) in done) == each.tags.exists()
        assert ((each, written({"do": "archive"})) in done) == (not each.entries.exists()) == bool(each.archived_at)
        assert ((each, written({"do": "purge"})) in done) == bool(each.purged_at)
    retention.retain_due()  # it may still be at those that it had taken
    assert not Run.objects.get().ended_at
    Recording.objects.filter(due_at__isnull=False).update(due_at=timezone.now())  # its lease is over
    retention.retain_due()
    assert Run.objects.get().ended_at and Run.objects.get().looked == 20
    assert Deed.objects.filter(policy=one, run__day=timezone.now().date()).count() == 60
    assert all(entry.erased_at for each in Recording.objects.all() for entry in entries_of(each)) and len(many) == 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_share_a_run():
    [recording() for _each in range(12)]
    policy(("tag", "A"), ("archive",))
    gate = threading.Barrier(3)

    def work():
        gate.wait()
        retention.retain_due()
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(3)]
    [one.start() for one in workers]
    [one.join() for one in workers]
    assert Deed.objects.count() == 24 and Run.objects.get().looked == 12
    assert Recording.objects.filter(archived_at__isnull=False, tags__name="A").count() == 12
