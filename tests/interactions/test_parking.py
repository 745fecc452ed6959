"""Put away until the customer writes or until a time, and back to the same agent (R50b)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from acd import routing
from agents.models import Seat
from interactions.models import Interaction, State
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def care():
    return company.workgroup(percent=100, most=1)


@pytest.fixture
def parked(queue, alice):
    return company.brought_to(State.PARKED, company.writes(queue)[0], alice)


@pytest.mark.parametrize(
    ("asked", "parked_for"),
    [(None, 24), (2, 2), (24 * 30, 24 * 7), (-5, 0)],
    ids=["24 hours if nothing is said", "as asked", "7 days at most", "not into the past"],
)
def test_it_is_parked_for(asked, parked_for, queue, alice):
    interaction = company.connected(queue, alice)
    now = timezone.now()
    interaction.park(alice, asked and now + timedelta(hours=asked))
    hours = (interaction.parked_until - now).total_seconds() / 3600
    assert hours == pytest.approx(parked_for, abs=0.01)


def test_a_parked_interaction_leaves_room_for_another(parked, queue, alice, care):
    other = company.writes(queue, company.said(by="351900000002"))[-1]
    routing.route(care.pk)
    other.refresh_from_db()
    assert other.owner == alice


def test_the_customers_next_message_brings_it_back_to_the_same_agent(parked, queue, alice, care):
    bob = company.agent("bob", care)
    company.passes(600, bob)
    company.writes(queue, company.said("I am back"))
    parked.refresh_from_db()
    assert (parked.state, parked.preferred, parked.first_in_line) == (State.WAITING, alice, True)
    routing.route(care.pk)
    parked.refresh_from_db()
    assert (parked.state, parked.owner) == (State.ALERTING, alice)
    assert company.journal(parked)[-3:] == ["message", "resumed", "alerted"]


def test_its_time_brings_it_back_and_not_before(parked, alice):
    company.passes(24 * 3600 - 60, parked)
    Interaction.resume_due()
    parked.refresh_from_db()
    assert parked.state == State.PARKED
    company.passes(120, parked)
    Interaction.resume_due()
    parked.refresh_from_db()
    assert (parked.state, parked.preferred, parked.parked_until) == (State.WAITING, alice, None)


def test_it_goes_to_a_colleague_when_its_agent_is_full_or_gone(parked, queue, alice, care):
    Seat.objects.get(agent=alice).leave()
    bob = company.agent("bob", care)
    company.writes(queue, company.said("I am back"))
    routing.route(care.pk)
    parked.refresh_from_db()
    assert parked.owner == bob


def test_its_agent_may_pick_it_up_himself(parked, alice):
    parked.pick_up(alice)
    assert (parked.state, parked.parked_until) == (State.CONNECTED, None)


def test_what_staff_wrote_on_the_platform_itself_does_not_bring_it_back(parked, queue):
    company.writes(queue, company.said("We wrote natively", own=True, author=None))
    parked.refresh_from_db()
    assert parked.state == State.PARKED
    assert company.journal(parked)[-1] == "message"
