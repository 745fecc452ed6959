"""Handing on: to a workgroup, to a colleague, and what becomes of it when he does not take it (R54)."""

from datetime import timedelta

import pytest

from acd import due, routing
from agents.models import Membership, Seat, Skill, SkillLevel
from interactions.models import Event, Interaction, NewMessage, NotAllowed, Refused, State
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def bob(care):
    return company.agent("bob", care)


@pytest.fixture
def interaction(queue, alice):
    """What a customer wrote, connected to Alice."""
    return company.connected(queue, alice)


def load(agent):
    """How many count against his room."""
    return len(Interaction.objects.loads([agent.pk])[agent.pk])


def test_a_transfer_to_a_colleague_alerts_him_and_counts_against_both_until_he_takes_it(interaction, alice, bob):
    interaction.transfer_to_agent(bob, alice)
    assert (interaction.state, interaction.owner, interaction.returns_to) == (State.ALERTING, bob, alice)
    assert (load(alice), load(bob)) == (1, 1)
    interaction.pick_up(bob)
    assert (interaction.state, interaction.owner, interaction.returns_to) == (State.CONNECTED, bob, None)
    assert (load(alice), load(bob)) == (0, 1)


def test_a_declined_transfer_is_held_by_who_gave_it(interaction, alice, bob):
    interaction.transfer_to_agent(bob, alice)
    interaction.decline(bob)
    assert (interaction.state, interaction.owner, interaction.returns_to) == (State.HELD, alice, None)


def test_a_transfer_that_is_not_answered_is_held_by_who_gave_it(interaction, alice, bob):
    interaction.transfer_to_agent(bob, alice)
    interaction.acknowledge(bob)
    company.passes(16, interaction)
    due.offers_due()
    interaction.refresh_from_db()
    assert (interaction.state, interaction.owner) == (State.HELD, alice)


def test_a_transfer_not_taken_goes_to_the_queue_when_who_gave_it_has_gone(interaction, alice, bob):
    since = interaction.queued_at
    interaction.transfer_to_agent(bob, alice)
    Seat.objects.get(agent=alice).leave()
    company.passes(16, interaction)
    due.offers_due()
    interaction.refresh_from_db()
    assert (interaction.state, interaction.owner, interaction.returns_to) == (State.WAITING, None, None)
    assert interaction.queued_at < since, "its waiting time is kept"


def test_a_transfer_can_be_taken_back_until_it_is_taken(interaction, alice, bob):
    interaction.transfer_to_agent(bob, alice)
    interaction.take_back(alice)
    assert (interaction.state, interaction.owner, interaction.returns_to) == (State.HELD, alice, None)
    interaction.transfer_to_agent(bob, alice)
    interaction.pick_up(bob)
    with pytest.raises(NotAllowed):
        interaction.take_back(alice)


def test_only_who_gave_it_takes_it_back(interaction, alice, bob, care):
    interaction.transfer_to_agent(bob, alice)
    with pytest.raises(NotAllowed):
        interaction.take_back(bob)
    with pytest.raises(NotAllowed):
        interaction.take_back(company.agent("carol", care))


def test_what_was_taken_back_is_no_longer_the_colleagues_to_pick_up(interaction, alice, bob):
    interaction.transfer_to_agent(bob, alice)
    seen_by_bob = Interaction.objects.get(pk=interaction.pk)
    interaction.take_back(alice)
    with pytest.raises(NotAllowed):
        seen_by_bob.pick_up(bob)


def test_a_colleague_who_is_not_logged_on_is_refused_in_words(interaction, alice, bob):
    company.passes(46, bob.seat)
    with pytest.raises(Refused, match="Bob is not logged on"):
        interaction.transfer_to_agent(bob, alice)
    interaction.refresh_from_db()
    assert (interaction.state, interaction.owner) == (State.CONNECTED, alice)


def test_a_colleague_without_the_access_license_is_refused_in_words(interaction, alice, bob):
    bob.access_licenses.all().delete()
    with pytest.raises(Refused, match="Bob has no access license"):
        interaction.transfer_to_agent(bob, alice)


def test_a_colleague_who_is_full_or_elsewhere_can_be_given_one_by_hand(interaction, alice):
    carol = company.agent("carol", company.workgroup("Repairs", percent=100, most=1))
    other = company.channel(Membership.objects.get(agent=carol).workgroup, address="107")
    company.connected(other, carol)
    interaction.transfer_to_agent(carol, alice)
    assert interaction.owner == carol


def test_a_transfer_to_a_workgroup_waits_there_for_its_members(interaction, alice, bob):
    repairs = company.workgroup("Repairs")
    carol = company.agent("carol", repairs)
    begun = interaction.created_at
    interaction.transfer_to_workgroup(repairs, alice)
    assert (interaction.state, interaction.workgroup, interaction.owner) == (State.WAITING, repairs, None)
    assert interaction.created_at == begun, "its time in system is kept"
    routing.route(repairs.pk)
    interaction.refresh_from_db()
    assert interaction.owner == carol


def test_priority_and_skills_go_with_it_and_the_time_in_queue_begins_anew(interaction, alice, bob):
    repairs, spanish = company.workgroup("Repairs"), Skill.objects.create(name="Spanish")
    interaction.set_priority(80)
    interaction.require([[spanish.pk, 40, None, 1, 0]])
    company.passes(60, interaction)
    began = interaction.created_at
    interaction.transfer_to_workgroup(repairs, alice)
    carol = company.agent("carol", repairs)
    routing.route(repairs.pk)
    interaction.refresh_from_db()
    assert (interaction.state, interaction.priority, interaction.created_at) == (State.WAITING, 80, began)
    assert interaction.queued_at > began + timedelta(seconds=59)
    SkillLevel.objects.create(agent=carol, skill=spanish, proficiency=40)
    routing.route(repairs.pk)
    interaction.refresh_from_db()
    assert interaction.owner == carol


def test_a_workgroup_without_a_queue_is_refused_in_words(interaction, alice):
    office = company.workgroup("Office", queue_type="none")
    with pytest.raises(Refused, match="Office has no ACD queue"):
        interaction.transfer_to_workgroup(office, alice)


def test_the_note_goes_with_it_and_the_journal_holds_no_words(interaction, alice, bob):
    interaction.transfer_to_agent(bob, alice, note="Her Duo leaks again")
    note = interaction.notes.get()
    assert (note.text, note.agent) == ("Her Duo leaks again", alice)
    line = Event.objects.get(interaction_id=interaction.pk, kind="transferred")
    assert line.data == {"to_agent": bob.pk, "note": note.pk}


@pytest.mark.parametrize(
    "end",
    [
        lambda i, a, b, seen: i.disconnect(a, seen=seen),
        lambda i, a, b, seen: i.transfer_to_agent(b, a, seen=seen, note="Yours"),
        lambda i, a, b, seen: i.transfer_to_workgroup(i.workgroup, a, seen=seen, note="Yours"),
    ],
    ids=["disconnect", "transfer to an agent", "transfer to a workgroup"],
)
def test_a_message_that_the_page_has_not_shown_stops_the_end_until_it_is_read(end, queue, interaction, alice, bob):
    seen = interaction.last_event
    company.writes(queue, company.said("One more thing"))
    interaction.refresh_from_db()
    with pytest.raises(NewMessage, match="new message has arrived"):
        end(interaction, alice, bob, seen)
    interaction.refresh_from_db()
    assert (interaction.state, interaction.owner) == (State.CONNECTED, alice)
    assert not interaction.notes.exists()
    end(interaction, alice, bob, interaction.last_event)
    assert interaction.state != State.CONNECTED


def test_news_of_ones_own_does_not_stop_the_end(interaction, alice):
    seen = interaction.last_event
    company.answers(interaction, alice, "Good bye")
    interaction.disconnect(alice, seen=seen)
    assert interaction.state == State.DISCONNECTED


def test_ending_what_has_ended_is_no_new_message(queue, interaction, alice):
    seen = interaction.last_event
    interaction.disconnect(alice)
    with pytest.raises(NotAllowed) as refused:
        interaction.disconnect(alice, seen=seen)
    assert refused.value.code == "not_allowed"


def test_the_result_of_a_reply_still_on_its_way_shows_to_the_new_owner(interaction, alice, bob):
    delivery = company.answers(interaction, alice)
    interaction.transfer_to_agent(bob, alice)
    interaction.pick_up(bob)
    delivery.claim()
    delivery.fail("131026", "The customer cannot be reached.")
    assert company.journal(interaction)[-1] == "delivery"
    assert interaction.owner == bob


def test_a_supervisor_takes_over_and_the_agent_has_room_again(interaction, alice, care):
    sam = company.agent("sam", care)
    interaction.take_over(sam)
    assert (interaction.state, interaction.owner) == (State.CONNECTED, sam)
    assert (load(alice), load(sam)) == (0, 1)


def test_taking_over_what_is_being_transferred_frees_both(interaction, alice, bob, care):
    interaction.transfer_to_agent(bob, alice)
    interaction.take_over(company.agent("sam", care))
    assert interaction.returns_to is None
    assert (load(alice), load(bob)) == (0, 0)
