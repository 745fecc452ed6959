"""Inserting with a compiled statement, and updates that bring the row back."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from agents.models import Agent, Workgroup
from interactions.models import Delivery, Event, Inbox, Interaction, Message
from rows.inserted import insert
from rows.returning import update_returning
from tests import company
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def interaction():
    """One that waits."""
    return company.writes(company.channel(company.workgroup()))[0]


def test_an_inserted_row_is_what_was_meant(interaction):
    now = timezone.now()
    said = insert(
        Message(
            thread=interaction.thread,
            channel=interaction.thread.channel,
            external_id="wamid.1",
            text="„Grüße“ 👋",
            uuid=uuid.uuid4(),
            platform_at=now,
        )
    )
    kept = Message.objects.get(pk=said.pk)
    assert kept == said
    columns = [field.attname for field in Message._meta.concrete_fields]
    assert [getattr(kept, name) for name in columns] == [getattr(said, name) for name in columns]


def test_json_bytes_and_keys_of_several_columns_are_inserted_too(interaction):
    data = {"words": ["a", None], "n": 1}
    insert(
        Event(month=interaction.month, interaction_id=interaction.pk, number=99, kind="x", at=timezone.now(), data=data)
    )
    assert Event.objects.get(interaction_id=interaction.pk, number=99).data == data
    insert(Inbox(app_id=1, body=b"\x00\xff{}"))
    assert bytes(Inbox.objects.get().body) == b"\x00\xff{}"


def test_the_same_twice_is_refused_by_the_constraint(interaction):
    message = interaction.last_message
    again = Message(
        thread=message.thread, channel=message.channel, external_id=message.external_id, platform_at=timezone.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(again)
    assert again.pk is None


def test_an_inserted_row_can_be_saved_and_deleted_as_any_other(interaction):
    said = insert(Message(thread=interaction.thread, channel=interaction.thread.channel, platform_at=timezone.now()))
    said.text = "Later"
    said.save()
    assert Message.objects.get(pk=said.pk).text == "Later"
    said.delete()
    assert not Message.objects.filter(pk=said.pk).exists()


def test_an_update_reads_the_row_back_in_one_statement(interaction, django_assert_num_queries):
    seen = Interaction.objects.get(pk=interaction.pk)
    Interaction.objects.filter(pk=interaction.pk).update(unread=7)
    with django_assert_num_queries(1):
        changed = update_returning(
            seen, Interaction.objects.filter(pk=seen.pk, state="waiting"), last_event=F("last_event") + 1
        )
    assert (changed, seen.last_event, seen.unread) == (True, interaction.last_event + 1, 7)


def test_an_update_that_finds_no_row_changes_nothing(interaction):
    assert not update_returning(interaction, Interaction.objects.filter(pk=interaction.pk, state="held"), unread=9)
    assert interaction.unread == 1
    interaction.refresh_from_db()
    assert interaction.unread == 1


def test_what_is_related_stays_unless_it_is_another(interaction, django_assert_num_queries):
    ann, bob = AgentFactory(), AgentFactory()
    Interaction.objects.filter(pk=interaction.pk).update(owner=ann, state="held")
    seen = Interaction.objects.select_related("owner", "thread").get(pk=interaction.pk)
    Interaction.objects.filter(pk=interaction.pk).update(owner=bob)
    update_returning(seen, Interaction.objects.filter(pk=seen.pk), unread=0)
    with django_assert_num_queries(0):
        assert seen.thread.external_id
    with django_assert_num_queries(1):
        assert seen.owner == bob
    update_returning(seen, Interaction.objects.filter(pk=seen.pk), owner=ann)
    with django_assert_num_queries(0):
        assert seen.owner is ann


def test_only_some_columns_can_be_read():
    care = company.workgroup()
    Workgroup.objects.filter(pk=care.pk).update(name="Renamed", wanted=3)
    update_returning(care, Workgroup.objects.filter(pk=care.pk), only=("wanted",), wanted=F("wanted") + 1)
    assert (care.wanted, care.name) == (4, "Care")


def test_a_delivery_knows_its_message_without_another_query(interaction, django_assert_num_queries):
    alice = company.agent("alice", interaction.workgroup)
    interaction.pick_up(alice)
    delivery = company.answers(interaction, alice, "Hi")
    delivery = Delivery.objects.select_related("message__interaction").get(pk=delivery.pk)
    delivery.claim()
    with django_assert_num_queries(0):
        assert (delivery.attempts, delivery.message.text, delivery.first_try_at is None) == (1, "Hi", False)
    assert Agent.objects.filter(pk=alice.pk).exists()
