"""An offer that nobody takes: back to the queue with its waiting time kept, and who is to blame (R44, R50a)."""

import pytest

from acd import due, routing
from agents.models import Seat, Status
from interactions.models import Interaction, State
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def offered(queue):
    """What a customer wrote, after the router has looked at it."""
    interaction = company.writes(queue)[0]
    routing.route(interaction.workgroup_id)
    interaction.refresh_from_db()
    return interaction


def left_alone(interaction, seconds):
    """Nobody reacts for so long."""
    company.passes(seconds, interaction)
    due.offers_due()
    interaction.refresh_from_db()


def test_an_offer_lasts_as_long_as_the_workgroup_says(alice, care, queue):
    care.offer_timeout = 30
    care.save()
    interaction = offered(queue)
    interaction.acknowledge(alice)
    left_alone(interaction, 29)
    assert interaction.state == State.ALERTING
    left_alone(interaction, 2)
    assert interaction.state == State.WAITING


def test_an_offer_not_answered_goes_back_with_its_waiting_time_and_the_agent_is_not_answering(alice, queue):
    interaction = offered(queue)
    interaction.acknowledge(alice)
    company.passes(15, interaction)
    since = interaction.queued_at

    due.offers_due()

    interaction.refresh_from_db()
    alice.refresh_from_db()
    assert (interaction.state, interaction.owner, interaction.queued_at) == (State.WAITING, None, since)
    assert alice.status.name == Status.NOT_ANSWERING
    assert [change.status.name for change in alice.status_changes.all()] == [Status.NOT_ANSWERING]
    assert company.journal(interaction) == ["received", "alerted", "not_answered"]


def test_who_did_not_answer_is_offered_nothing_until_he_makes_himself_available(alice, queue):
    interaction = offered(queue)
    interaction.acknowledge(alice)
    left_alone(interaction, 16)
    routing.route(interaction.workgroup_id)
    interaction.refresh_from_db()
    assert interaction.state == State.WAITING

    alice.set_status(Status.objects.get(name=Status.AVAILABLE))
    for workgroup in Interaction.objects.waiting_for([alice.pk]):
        routing.route(workgroup)
    interaction.refresh_from_db()
    assert (interaction.state, interaction.owner) == (State.ALERTING, alice)


def test_an_offer_not_answered_is_offered_to_a_colleague(alice, care, queue):
    interaction = offered(queue)
    interaction.acknowledge(alice)
    bob = company.agent("bob", care)
    left_alone(interaction, 16)
    routing.route(care.pk)
    interaction.refresh_from_db()
    assert interaction.owner == bob


def test_a_workgroup_may_name_another_status_for_those_who_do_not_answer(alice, care, queue):
    care.no_answer_status = Status.objects.get(name="Away From Desk")
    care.save()
    interaction = offered(queue)
    interaction.acknowledge(alice)
    left_alone(interaction, 16)
    alice.refresh_from_db()
    assert alice.status.name == "Away From Desk"


def test_who_is_handed_something_at_lunch_and_lets_it_pass_stays_at_lunch(alice, care, queue):
    bob, interaction = company.agent("bob", care, status="At Lunch"), company.connected(queue, alice)
    interaction.transfer_to_agent(bob, alice)
    interaction.acknowledge(bob)
    left_alone(interaction, 16)
    bob.refresh_from_db()
    assert (interaction.state, interaction.owner, bob.status.name) == (State.HELD, alice, "At Lunch")
    assert not bob.status_changes.exists()


def test_an_offer_that_no_page_has_drawn_goes_back_after_three_seconds_and_nobody_is_to_blame(alice, queue):
    interaction = offered(queue)
    left_alone(interaction, 2)
    assert interaction.state == State.ALERTING
    left_alone(interaction, 2)
    alice.refresh_from_db()
    assert interaction.state == State.WAITING
    assert alice.status.name == Status.AVAILABLE
    assert company.journal(interaction)[-1] == "not_shown"


def test_an_offer_never_drawn_is_no_missed_answer_even_if_the_look_comes_after_the_time_out(alice, queue):
    interaction = offered(queue)
    left_alone(interaction, 60)
    alice.refresh_from_db()
    assert (interaction.state, alice.status.name) == (State.WAITING, Status.AVAILABLE)


def test_a_drawn_offer_goes_back_when_the_desk_has_gone(alice, care, queue):
    care.offer_timeout = 600
    care.save()
    interaction = offered(queue)
    interaction.acknowledge(alice)
    company.passes(61, alice.seat)
    left_alone(interaction, 10)
    alice.refresh_from_db()
    assert (interaction.state, alice.status.name) == (State.WAITING, Status.AVAILABLE)


def test_a_desk_that_was_quiet_for_a_moment_keeps_its_drawn_offer(alice, queue):
    interaction = offered(queue)
    interaction.acknowledge(alice)
    company.passes(50, alice.seat)
    left_alone(interaction, 5)
    assert interaction.state == State.ALERTING


def test_a_colleague_cannot_say_that_the_offer_was_drawn(alice, care, queue):
    interaction = offered(queue)
    interaction.acknowledge(company.agent("bob", care))
    interaction.refresh_from_db()
    assert interaction.acknowledged_at is None


def test_a_declined_offer_is_not_offered_to_the_same_agent_for_the_workgroups_pause(alice, care, queue):
    care.decline_pause = 20
    care.save()
    interaction = offered(queue)
    interaction.decline(alice)
    routing.route(care.pk)
    interaction.refresh_from_db()
    assert interaction.state == State.WAITING
    assert alice.status.name == Status.AVAILABLE, "declining is not a no-answer"

    company.passes(21, interaction.refusals.get())
    routing.route(care.pk)
    interaction.refresh_from_db()
    assert interaction.owner == alice


def test_a_declined_offer_goes_to_the_next_agent_at_once(alice, care, queue):
    interaction = offered(queue)
    bob = company.agent("bob", care)
    interaction.decline(alice)
    routing.route(care.pk)
    interaction.refresh_from_db()
    assert interaction.owner == bob


def test_an_agent_who_logs_off_loses_what_alerts_without_a_no_answer(alice, queue):
    interaction = offered(queue)
    Seat.objects.get(agent=alice).leave()
    Interaction.release_all(alice, "logged_off")
    interaction.refresh_from_db()
    alice.refresh_from_db()
    assert (interaction.state, alice.status.name) == (State.WAITING, Status.AVAILABLE)
