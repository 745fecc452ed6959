"""Words to colleagues: who reads them, who changes them, and that no platform ever gets them (R68, R72)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agents.models import Membership
from interactions import outbox
from interactions.models import Delivery, Event, Message, Note, Refused, State
from interactions.noted import of_conversation, of_events
from interactions.serializers import events, row
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


@pytest.fixture
def bob(care):
    return company.agent("bob", care)


@pytest.fixture
def sam(care):
    """Who supervises the workgroup."""
    made = company.agent("sam", care)
    Membership.objects.filter(agent=made).update(supervises=True)
    return made


def read_by(person, interaction):
    return [note["text"] for note in of_conversation(interaction, person)]


@pytest.mark.parametrize("state", list(State))
def test_a_note_is_written_in_any_state_and_nothing_goes_out(state, queue, alice, bob):
    interaction = company.brought_to(state, company.writes(queue)[0], alice)
    messages, deliveries = Message.objects.count(), Delivery.objects.count()
    due = outbox.due_now()
    interaction.write_note(bob, "He bought it used")
    assert (Message.objects.count(), Delivery.objects.count(), outbox.due_now()) == (messages, deliveries, due)
    interaction.refresh_from_db()
    assert (interaction.state, company.journal(interaction)[-1]) == (state, "noted")


def test_no_delivery_can_be_made_of_a_note(interaction, alice):
    note = interaction.write_note(alice, "He bought it used")
    assert {field.related_model for field in Delivery._meta.get_fields() if field.is_relation} == {Message}
    assert not {field.related_model for field in Note._meta.get_fields() if field.is_relation} & {Message, Delivery}
    with pytest.raises(ValueError, match="Message"):
        Delivery(message=note)


def test_the_journal_holds_no_words(interaction, alice):
    note = interaction.write_note(alice, "He bought it used")
    line = Event.objects.get(interaction_id=interaction.pk, kind="noted")
    assert (line.data, line.by_id) == ({"note": note.pk}, alice.pk)


def test_the_same_click_twice_is_one_note(interaction, alice, bob):
    uuid = uuid4()
    assert interaction.write_note(alice, "Once", uuid=uuid) == interaction.write_note(alice, "Once", uuid=uuid)
    assert (Note.objects.count(), company.journal(interaction).count("noted")) == (1, 1)
    with pytest.raises(Refused, match="already used elsewhere"):
        interaction.write_note(bob, "Twice", uuid=uuid)


@pytest.mark.parametrize(("text", "words"), [(" \n", "Write something"), ("x" * 4001, "4000 characters at most")])
def test_what_is_no_note_is_refused_in_words(text, words, interaction, alice):
    with pytest.raises(Refused, match=words):
        interaction.write_note(alice, text)


def test_only_its_author_rewords_it_and_the_earlier_wording_is_kept(interaction, alice, bob):
    note = interaction.write_note(alice, "He bougt it used")
    with pytest.raises(Refused, match="Only whoever wrote"):
        note.reword("Mine now", bob)
    note.reword("He bought it used", alice)
    note.reword("He bought it used", alice)
    assert (note.text, [one.text for one in note.wordings.all()]) == ("He bought it used", ["He bougt it used"])
    assert company.journal(interaction)[-2:] == ["noted", "note_edited"]


def test_what_its_author_takes_back_loses_its_words(interaction, alice, bob):
    note = interaction.write_note(alice, "The wrong customer")
    note.reword("The wrong one", alice)
    with pytest.raises(Refused):
        note.take_back(bob)
    note.take_back(alice)
    note.refresh_from_db()
    assert (note.text, note.wordings.count(), read_by(alice, interaction)) == ("", 0, [])
    with pytest.raises(Refused, match="until it is deleted"):
        note.reword("Back again", alice)


def test_a_note_for_one_is_read_by_him_and_its_author_alone(interaction, alice, bob, sam):
    note = interaction.write_note(sam, "Offer her the kit", only_for=alice)
    interaction.write_note(alice, "She is in a hurry")
    assert read_by(alice, interaction) == read_by(sam, interaction) == ["Offer her the kit", "She is in a hurry"]
    assert read_by(bob, interaction) == ["She is in a hurry"]
    lines = Event.objects.filter(interaction_id=interaction.pk, kind="noted").order_by("number")
    told = {who: events(lines, who.pk)[0] for who in (alice, bob)}
    assert told[alice]["note"]["text"] == "Offer her the kit" and told[alice]["by"]["id"] == sam.pk
    assert (told[bob]["note"], told[bob]["by"], told[bob]["data"]) == (None, None, {})
    assert of_events(lines, None) == {} and note.pk


def test_why_somebody_declined_is_for_supervisors_and_is_no_note_of_the_offer(queue, alice, bob, sam):
    interaction = company.brought_to(State.ALERTING, company.writes(queue)[0], alice)
    interaction.write_note(bob, "He bought it used")
    interaction.decline(alice, reason="I cannot stand him")
    assert read_by(bob, interaction) == ["He bought it used"]
    assert "I cannot stand him" in read_by(sam, interaction) and "I cannot stand him" in read_by(alice, interaction)
    interaction.alert(bob, why={})
    assert row(interaction, bob)["note"] == ""


def test_notes_about_earlier_interactions_are_read_in_ones_own_workgroups(interaction, queue, alice, bob):
    interaction.write_note(alice, "Promised a kit")
    interaction.disconnect(alice)
    (later,) = company.writes(queue, company.said("Where is it?", at=timezone.now() + timedelta(seconds=1)))
    assert read_by(bob, later) == ["Promised a kit"]
    stranger = company.agent("stranger", company.workgroup("Elsewhere"))
    assert read_by(stranger, later) == []
