"""A returning customer goes first to the agent who last had him, for a while and without waiting in vain (R50)."""

import pytest

from acd import routing
from agents import queue_rules
from agents.models import Workgroup
from interactions.models import Event, Interaction, State
from tests import company
from tests.acd.test_queue_rules import routed

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def had_before(queue, agent, by="351900000001"):
    """A customer whom this agent has had; the conversation has ended."""
    interaction = company.connected(queue, agent, company.said(by=by))
    interaction.disconnect(agent)
    return company.said(by=by)


def test_a_returning_customer_waits_for_his_last_agent_while_he_is_only_full(care, queue, alice):
    returns = had_before(queue, alice)
    for busy in company.waiting(queue, 4)[1:]:
        company.brought_to(State.CONNECTED, busy, alice)
    company.agent("bob", care)
    interaction = company.writes(queue, returns)[-1]
    assert interaction.preferred == alice
    assert routed(interaction) == [None]
    company.passes(59, interaction)
    assert routed(interaction) == [None]
    company.passes(1, interaction)
    assert routed(interaction) == ["bob"], "60 seconds are over, and the tick has seen it"
    assert "affinity_over" in company.journal(interaction)


def test_his_last_agent_gets_him_as_soon_as_he_has_room(care, queue, alice):
    returns = had_before(queue, alice)
    busy = company.waiting(queue, 4)[1:]
    for one in busy:
        company.brought_to(State.CONNECTED, one, alice)
    company.agent("bob", care)
    interaction = company.writes(queue, returns)[-1]
    routing.route(care.pk)
    busy[0].disconnect(alice)
    assert routed(interaction) == ["alice"]
    assert Event.objects.filter(kind="alerted").order_by("at").last().data["rule"] == "preferred"


def test_nobody_waits_for_an_agent_who_is_not_there(care, queue, alice):
    returns = had_before(queue, alice)
    company.agent("bob", care)
    alice.seat.leave()
    interaction = company.writes(queue, returns)[-1]
    assert routed(interaction) == ["bob"]


def test_affinity_can_be_switched_off(care, queue, alice):
    Workgroup.objects.filter(pk=care.pk).update(affinity_seconds=0)
    queue_rules.forget()
    returns = had_before(queue, alice)
    assert company.writes(queue, returns)[-1].preferred is None


def test_another_workgroups_agent_is_not_the_last_agent_here(care, queue, alice):
    returns = had_before(queue, alice)
    Interaction.objects.update(workgroup=company.workgroup("Elsewhere"))
    assert company.writes(queue, returns)[-1].preferred is None
