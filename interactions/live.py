"""Who is told of an event: ids and numbers only, after commit; whoever listens reads the rest through the person."""

from functools import partial

from django.db import transaction

from agents.models import Membership
from hints import tell, wake


def tell_agents(interaction, *others):
    """Its agents' pages should look at it; `others` are ids of agents who had a part in it until now."""
    for agent in {interaction.owner_id, interaction.returns_to_id, *others} - {None}:
        tell("agents", agent, interaction.pk, interaction.last_event)


def tell_agent(agent, interaction, number):
    """This agent's pages should look at an interaction, of which this is the newest line (ids and a number)."""
    tell("agents", agent, interaction, number)


def tell_supervisors(workgroup):
    """The pages of whoever supervises this workgroup (id) should look at who asks them for help."""
    for person in Membership.objects.filter(workgroup=workgroup, supervises=True).values_list("agent", flat=True):
        tell("agents", person)


def queue_changed(*workgroups):
    """The queues of these workgroups (ids) grew or shrank: the desks' counters want to know."""
    for workgroup in {*workgroups} - {None}:
        tell("queues", workgroup)


def wants_routing(workgroup):
    """Something waits in this workgroup (id)."""
    wake("acd.tasks.route", workgroup)


def ended(interaction):
    """This interaction (id) is over: what is to be kept of it can be sealed."""
    wake("supervision.tasks.record", interaction)


def has_room_again(waiting_for, *agents):
    """These agents (ids) may take more than a moment ago. `waiting_for(agents)` names the workgroups that have something.

    It is asked after the commit: whatever enters a queue later is routed by its own hint, and finds the room. Mostly
    nothing waits, and no worker is woken for that.
    """
    if people := {*agents} - {None}:
        transaction.on_commit(partial(_look_where_something_waits, waiting_for, people), robust=True)


def _look_where_something_waits(waiting_for, people):
    for workgroup in waiting_for(people):
        wants_routing(workgroup)
