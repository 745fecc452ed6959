"""Whatever waits and whoever is there: never over capacity, nothing given twice, nobody waits while somebody may take it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from acd.matching import Candidate, Rules, Waiting, match
from agents.models import Family, MediaType, Utilization
from agents.room import Item, Shares
from tests.acd.floor import EXAMPLES

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CARE = 10
KINDS = [MediaType.SOCIAL_DIRECT_MESSAGE, MediaType.SOCIAL_CONVERSATION, MediaType.CALL]
IDS = range(1, 6)

moments = st.integers(0, 900).map(lambda seconds: NOW - timedelta(seconds=seconds))
items = st.sampled_from(KINDS).map(lambda kind: Item(kind, CARE))
candidate = st.builds(
    Candidate,
    id=st.sampled_from(IDS),
    activated=st.booleans(),
    logged_on=st.booleans(),
    takes_acd=st.booleans(),
    families=st.frozensets(st.sampled_from(Family.values)),
    available_since=moments,
    items=st.lists(items, max_size=4).map(tuple),
)
waiting = st.builds(
    Waiting,
    id=st.integers(1, 50),
    item=items,
    family=st.sampled_from(Family.values),
    queued_at=moments,
    entered_at=moments,
    preferred=st.none() | st.sampled_from(IDS),
    refused_by=st.frozensets(st.sampled_from(IDS), max_size=2),
)
# The table of a workgroup and rows of agents' own: {(agent or None, type): (percent, most)}.
tables = st.dictionaries(
    st.tuples(st.none() | st.sampled_from(IDS), st.sampled_from(KINDS)),
    st.tuples(st.integers(0, 100), st.integers(0, 4)),
)


def shares(table):
    """The table as the product loads it."""
    return Shares(
        [
            Utilization(
                agent_id=agent,
                workgroup_id=None if agent else CARE,
                media_type=kind,
                percent=percent,
                max_assign=most,
            )
            for (agent, kind), (percent, most) in table.items()
        ]
    )


def of(table, agent, kind):
    """(percent, most) that holds for an agent: his own row, else the workgroup's, else 100 % and one."""
    return table.get((agent, kind)) or table.get((None, kind)) or (100, 1)


def has_room(table, agent, has, kind):
    """Rule R41, written down once more."""
    percent = sum(of(table, agent, item.media_type)[0] for item in [*has, Item(kind, CARE)])
    same = Counter(item.media_type for item in has)[kind]
    return percent <= 100 and same < of(table, agent, kind)[1]


def may_take(table, agent, has, one):
    """Rule R40, written down once more."""
    there = agent.activated and agent.logged_on and agent.takes_acd and one.family in agent.families
    return there and agent.id not in one.refused_by and has_room(table, agent.id, has, one.item.media_type)


@settings(max_examples=EXAMPLES)
@given(
    st.lists(waiting, max_size=12, unique_by=lambda one: one.id),
    st.lists(candidate, max_size=5, unique_by=lambda agent: agent.id),
    tables,
)
def test_a_pass_is_right_whatever_it_is_given(queue, agents, table):
    decision = match(queue, agents, Rules(shares(table)), NOW)

    offered = [offer.interaction for offer in decision.offers]
    assert len(offered) == len(set(offered)), "each interaction to one agent"
    assert sorted([*offered, *decision.left]) == sorted(one.id for one in queue), "each is offered or stays, with why"

    by_id, has = {agent.id: agent for agent in agents}, {agent.id: list(agent.items) for agent in agents}
    wanted = {one.id: one for one in queue}
    for offer in decision.offers:
        one = wanted[offer.interaction]
        assert may_take(table, by_id[offer.agent], has[offer.agent], one), "nobody over capacity or against a rule"
        has[offer.agent].append(one.item)
    for pk in decision.left:
        able = [agent.id for agent in agents if may_take(table, agent, has[agent.id], wanted[pk])]
        assert able == [], "nobody waits while somebody may take it"
        assert sum(decision.left[pk].values()) == len(agents), "every agent is named by the rule that kept him out"


@settings(max_examples=EXAMPLES)
@given(st.lists(waiting, max_size=8, unique_by=lambda one: one.id), tables)
def test_the_first_of_the_queue_gets_the_longest_available_of_those_who_may(queue, table):
    agents = [
        Candidate(pk, True, True, True, frozenset(Family.values), NOW - timedelta(seconds=100 - pk)) for pk in IDS
    ]
    decision = match(queue, agents, Rules(shares(table)), NOW)
    for offer in decision.offers[:1]:
        able_of = {one.id: [agent.id for agent in agents if may_take(table, agent, [], one)] for one in queue}
        first = min((one for one in queue if able_of[one.id]), key=lambda one: (one.queued_at, one.id))
        one = next(one for one in queue if one.id == offer.interaction)
        assert one == first
        able = [agent.id for agent in agents if may_take(table, agent, [], one)]
        assert offer.agent == (one.preferred if one.preferred in able else min(able))
