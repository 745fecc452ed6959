"""What customers do not go on with is ended (R50b); what an agent who is gone had returns (R50c)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agents.models import Seat, Workgroup
from interactions.models import Delivery, Event, Message, NotAllowed, State
from interactions.unattended import leave_due
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(queue, alice):
    """An interaction that Alice has answered, in a workgroup that ends after two hours."""
    Workgroup.objects.update(idle_hours=2)
    interaction = company.connected(queue, alice)
    company.answers(interaction, alice)
    Delivery.objects.update(state=Delivery.State.DELIVERED)
    return interaction


def silence(interaction, minutes):
    """So long ago was the last word."""
    interaction.refresh_from_db()
    at = timezone.now() - timedelta(minutes=minutes)
    Message.objects.filter(pk=interaction.last_message_id).update(platform_at=at)


def warned(interaction, minutes):
    """So long ago its agent was warned."""
    type(interaction).objects.update(idle_warned_at=timezone.now() - timedelta(minutes=minutes))


def state(interaction):
    """As it is now."""
    interaction.refresh_from_db()
    return interaction.state


@pytest.mark.parametrize("verb", ["", "hold"])
def test_after_the_time_its_agent_is_warned_and_five_minutes_later_it_ends_with_the_code_idle(answered, alice, verb):
    if verb:
        answered.hold(alice)
    silence(answered, 114)
    leave_due()
    assert "idle_warned" not in company.journal(answered)
    silence(answered, 116)
    leave_due()
    leave_due()
    assert company.journal(answered).count("idle_warned") == 1
    silence(answered, 121)
    warned(answered, 4)
    leave_due()
    assert state(answered) != State.DISCONNECTED, "not before five minutes after the warning"
    warned(answered, 5)
    leave_due()
    assert state(answered) == State.DISCONNECTED
    assert answered.wrap_up.name == "Idle" and not answered.wrap_up.active
    assert Event.objects.get(interaction_id=answered.pk, kind="disconnected").by_id is None


def test_a_message_of_the_customer_or_another_of_ours_begins_the_time_anew(answered, queue, alice):
    silence(answered, 121)
    leave_due()
    company.writes(queue, company.said("Still here"))
    warned(answered, 6)
    leave_due()
    assert state(answered) == State.CONNECTED
    company.answers(answered, alice, "Good")
    Delivery.objects.update(state=Delivery.State.SENT)
    warned(answered, 6)
    leave_due()
    assert state(answered) == State.CONNECTED, "warned of another silence than this"


def test_off_by_default_and_not_where_the_customer_waits_or_our_answer_has_not_arrived(answered, queue):
    silence(answered, 500)
    Delivery.objects.update(state=Delivery.State.FAILED)
    leave_due()
    Delivery.objects.update(state=Delivery.State.SENT)
    Workgroup.objects.update(idle_hours=0)
    leave_due()
    assert "idle_warned" not in company.journal(answered)
    assert Workgroup(name="New").idle_hours == 0


def test_what_somebody_did_at_this_very_moment_is_not_ended(answered, alice):
    silence(answered, 121)
    leave_due()
    warned(answered, 6)
    answered.refresh_from_db()
    stale = type(answered).objects.get(pk=answered.pk)
    company.answers(answered, alice, "One more thing")
    with pytest.raises(NotAllowed):
        stale.end_idle(None)
    assert state(answered) == State.CONNECTED


# ---- an agent who is gone ---------------------------------------------------------------------------------------------


def gone(agent, minutes):
    """So long ago his desk was heard of last."""
    company.passes(minutes * 60, Seat.objects.get(agent=agent))


@pytest.mark.parametrize("verb", ["", "hold"])
def test_after_fifteen_minutes_it_returns_with_a_note_and_its_time_kept(queue, alice, verb):
    interaction = company.connected(queue, alice)
    if verb:
        interaction.hold(alice)
    company.passes(3600, interaction)
    began = interaction.created_at
    gone(alice, 14)
    leave_due()
    assert state(interaction) in (State.CONNECTED, State.HELD)
    gone(alice, 2)
    leave_due()
    assert (state(interaction), interaction.owner, interaction.first_in_line) == (State.WAITING, None, True)
    assert interaction.created_at == began, "its time in the system goes on"
    note = interaction.notes.get()
    assert note.agent is None and "Alice was gone for too long" in note.text
    assert Event.objects.get(interaction_id=interaction.pk, kind="released").data["reason"] == "gone"


def test_the_time_is_the_workgroups(queue, alice):
    Workgroup.objects.update(gone_minutes=60)
    interaction = company.connected(queue, alice)
    company.passes(7200, interaction)
    gone(alice, 59)
    leave_due()
    assert state(interaction) == State.CONNECTED
    gone(alice, 2)
    leave_due()
    assert state(interaction) == State.WAITING


def test_no_minutes_at_all_take_nothing_from_an_agent_who_is_there(queue, alice):
    Workgroup.objects.update(gone_minutes=0)
    interaction = company.connected(queue, alice)
    company.passes(7200, interaction)
    leave_due()
    assert state(interaction) == State.CONNECTED
    gone(alice, 1)
    leave_due()
    assert state(interaction) == State.WAITING


def test_what_is_parked_stays_and_who_is_back_keeps_what_he_has(queue, alice):
    parked = company.connected(queue, alice, company.said(by="351900000002"))
    parked.park(alice)
    kept = company.connected(queue, alice, company.said(by="351900000003"))
    company.passes(7200, kept)
    gone(alice, 20)
    Seat.objects.get(agent=alice).heard()
    leave_due()
    assert (state(parked), state(kept)) == (State.PARKED, State.CONNECTED)
