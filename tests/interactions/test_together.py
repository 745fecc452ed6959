"""Both conversations of one customer in one agent's hands (R68a)."""

import contextlib
from functools import partial

import pytest

from agents.models import Membership
from interactions.models import Event, Interaction, NotAllowed, Refused, State
from tests import company, together
from workspace.beside import beside, changed
from workspace.customer import others

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(care):
    return company.agent("bob", care)


@pytest.fixture
def second(care):
    """A second number of the same workgroup."""
    return company.channel(care, address="108")


def both(queue, second, alice, bob=None):
    """One customer with Alice, and the same one on another number: with Bob, or waiting."""
    mine = company.connected(queue, alice)
    other = company.writes(second, company.said("there too"))[0]
    Interaction.objects.filter(pk=other.pk).update(customer=mine.customer)
    other.refresh_from_db()
    if bob:
        company.brought_to(State.CONNECTED, other, bob)
    return mine, other


def told(interaction):
    return [e.data for e in Event.objects.filter(interaction_id=interaction.pk, kind="gathered").order_by("number")]


def test_each_shows_the_other_with_channel_agent_and_state(queue, second, alice, bob):
    mine, other = both(queue, second, alice, bob)
    (seen,) = others(mine, alice)
    assert (seen["id"], seen["state"], seen["agent"]["name"]) == (other.pk, "connected", "Bob")
    assert seen["channel"]["name"] == second.name and seen["take"] and seen["hand"]
    (back,) = others(other, bob)
    assert (back["id"], back["agent"]["name"]) == (mine.pk, "Alice")


def test_of_one_in_another_workgroup_only_channel_agent_and_state_are_shown(queue, alice):
    sales = company.workgroup("Sales")
    mine, _other = both(queue, company.channel(sales, address="109"), alice, company.agent("carol", sales))
    (seen,) = others(mine, alice)
    assert (seen["id"], seen["state"], seen["agent"]["name"]) == (None, "connected", "Carol")
    assert not seen["take"] and not seen["hand"]


@pytest.mark.parametrize("with_bob", [True, False])
def test_both_are_taken_from_a_colleague_or_a_queue_and_both_tell_it(with_bob, queue, second, alice, bob):
    mine, other = both(queue, second, alice, bob if with_bob else None)
    mine.take_beside(other, alice)
    other.refresh_from_db()
    assert (other.owner, other.state) == (alice, State.CONNECTED)
    had = bob.pk if with_bob else None
    assert told(mine) == [{"other": other.pk, "to_agent": alice.pk, "from": had}]
    assert told(other) == [{"other": mine.pk, "to_agent": alice.pk, "from": had}]
    company.journal(mine)
    company.journal(other)


def test_both_are_handed_to_the_colleague_who_may_still_leave_it(queue, second, alice, bob):
    mine, other = both(queue, second, alice, bob)
    mine.hand_beside(other, alice)
    mine.refresh_from_db()
    assert (mine.owner, mine.state, mine.returns_to) == (bob, State.ALERTING, alice)
    assert told(other) == [{"other": mine.pk, "to_agent": bob.pk, "from": alice.pk}]
    mine.take_back(alice)
    assert mine.owner == alice


def test_who_is_no_member_or_has_it_not_in_hand_takes_nothing(queue, second, alice, bob):
    mine, other = both(queue, second, alice, bob)
    with pytest.raises(NotAllowed):
        mine.take_beside(other, company.agent("dora", queue.direct_workgroup))
    Membership.objects.filter(agent=alice).delete()
    with pytest.raises(Refused, match="not a member"):
        mine.take_beside(other, alice)
    other.refresh_from_db()
    assert other.owner == bob and told(mine) == told(other) == []


def test_conversations_of_two_customers_are_not_beside_each_other(queue, alice):
    mine = company.connected(queue, alice)
    other = company.writes(queue, company.said(by="351900000009"))[-1]
    with pytest.raises(Refused, match="same customer"):
        mine.take_beside(other, alice)


def test_what_changes_beside_it_is_seen_in_one_query(queue, second, alice, bob, django_assert_num_queries):
    mine, other = both(queue, second, alice, bob)
    with django_assert_num_queries(1):
        before = beside([alice.pk, bob.pk])
    assert before[alice.pk] == {mine.pk: {(other.pk, "connected", bob.pk)}}
    other.hold(bob)
    assert changed(before[alice.pk], beside([alice.pk])[alice.pk]) == {mine.pk}
    assert changed(before[alice.pk], before[alice.pk]) == set()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_take_both_at_once_leave_both_with_one_of_them():
    care = company.workgroup()
    alice, bob = company.agent("alice", care), company.agent("bob", care)
    mine, other = both(company.channel(care), company.channel(care, address="108"), alice, bob)

    def gather(one, beside_it, by):
        with contextlib.suppress(NotAllowed):
            Interaction.objects.get(pk=one.pk).take_beside(Interaction.objects.get(pk=beside_it.pk), by)

    together.run(partial(gather, mine, other, alice), partial(gather, other, mine, bob))
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.owner == other.owner and mine.state == other.state == State.CONNECTED
    assert len(told(mine)) == len(told(other)) == 1
    company.journal(mine)
    company.journal(other)
