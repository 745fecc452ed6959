"""Who gets it: the order of the line, every rule that keeps an agent out of it, and how much one agent may have (R40, R41)."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from acd.matching import Candidate, Rules, Waiting, match
from agents.models import Family, MediaType, Utilization
from agents.room import Item, Shares

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ALICE, BOB, CAROL, CARE = 1, 2, 3, 10
DIRECT, PUBLIC = MediaType.SOCIAL_DIRECT_MESSAGE, MediaType.SOCIAL_CONVERSATION


def agent(pk, *, idle=60, has=(), **more):
    """A member who may take everything, available for `idle` seconds."""
    facts = {"activated": True, "logged_on": True, "takes_acd": True, "families": frozenset(Family.values)} | more
    since = NOW - timedelta(seconds=idle)
    return Candidate(id=pk, available_since=since, items=tuple(Item(kind, CARE) for kind in has), **facts)


def one(pk=100, kind=DIRECT, **more):
    """An interaction that waits."""
    since = NOW - timedelta(seconds=more.pop("waits", 0))
    facts = {"family": Family.WHATSAPP, "queued_at": since, "entered_at": since} | more
    return Waiting(id=pk, item=Item(kind, CARE), **facts)


def table(own=(), **percent_and_most):
    """Utilization of the workgroup: direct=(25, 4), public=(25, 4); `own` rows are (agent, type, percent, most)."""
    given = {"direct": (25, 4), "public": (25, 4)} | percent_and_most
    kinds = {"direct": DIRECT, "public": PUBLIC}
    rows = [
        Utilization(workgroup_id=CARE, media_type=kinds[name], percent=percent, max_assign=most)
        for name, (percent, most) in given.items()
    ]
    rows += [Utilization(agent_id=pk, media_type=kind, percent=p, max_assign=m) for pk, kind, p, m in own]
    return Shares(rows)


def decided(waiting, agents, **rules):
    """One pass by these rules."""
    return match(waiting, agents, Rules(**{"shares": table()} | rules), NOW)


def given(waiting, agents, shares=None, **rules):
    """[(interaction, agent)] of one pass."""
    found = decided(waiting, agents, shares=shares or table(), **rules)
    return [(offer.interaction, offer.agent) for offer in found.offers]


def test_the_longest_available_agent_comes_first():
    assert given([one()], [agent(ALICE, idle=10), agent(BOB, idle=300), agent(CAROL, idle=20)]) == [(100, BOB)]


def test_of_two_equally_long_available_the_lower_id_comes_first():
    assert given([one()], [agent(CAROL), agent(ALICE), agent(BOB)]) == [(100, ALICE)]


def test_who_was_given_one_goes_to_the_end_of_the_line():
    queue = [one(n) for n in range(1, 6)]
    agents = [agent(ALICE, idle=10), agent(BOB, idle=300), agent(CAROL, idle=20)]
    assert given(queue, agents) == [(1, BOB), (2, CAROL), (3, ALICE), (4, BOB), (5, CAROL)]


def test_an_agent_who_had_the_customer_before_comes_first_although_he_is_available_for_a_shorter_time():
    decision = decided([one(preferred=ALICE)], [agent(ALICE, idle=1), agent(BOB, idle=300)])
    assert [(offer.agent, offer.why["rule"]) for offer in decision.offers] == [(ALICE, "preferred")]


def test_an_agent_who_had_the_customer_before_but_may_not_take_it_is_not_waited_for():
    assert given([one(preferred=ALICE)], [agent(ALICE, takes_acd=False), agent(BOB)]) == [(100, BOB)]


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("not_activated", {"activated": False}),
        ("not_logged_on", {"logged_on": False}),
        ("status", {"takes_acd": False}),
        ("license", {"families": frozenset({Family.SOCIAL_MEDIA})}),
        ("room", {"has": [DIRECT] * 4}),
    ],
)
def test_nobody_is_offered_what_a_rule_keeps_from_him_and_the_reason_is_counted(rule, facts):
    decision = decided([one()], [agent(ALICE, **facts)])
    assert (decision.offers, decision.left) == ([], {100: {rule: 1}})


def test_what_an_agent_declined_is_not_offered_to_him_again_but_to_the_next():
    refused = one(refused_by=frozenset({ALICE}))
    assert decided([refused], [agent(ALICE)]).left == {100: {"declined": 1}}
    assert given([refused], [agent(ALICE, idle=900), agent(BOB)]) == [(100, BOB)]


def test_an_offer_says_how_long_he_was_available_who_came_next_and_who_was_left_out():
    agents = [agent(ALICE, idle=360), agent(BOB, idle=20), agent(CAROL, logged_on=False)]
    why = decided([one()], agents).offers[0].why
    assert why == {
        "rule": "longest_available",
        "seconds": 360,
        "next": [[BOB, 20]],
        "excluded": {"not_logged_on": 1},
        "out": {"not_logged_on": [CAROL]},
        "able": 2,
        "scores": [[ALICE, 360.0, 0], [BOB, 20.0, 0]],
        "room": [[ALICE, 0, 4], [BOB, 0, 4]],
        "interaction": {"score": 50.0, "priority": 50, "queue": 0, "system": 0},
    }
    assert json.loads(json.dumps(why)) == why


@pytest.mark.parametrize(
    ("has", "new", "shares", "takes"),
    [
        ([DIRECT] * 3, DIRECT, {"direct": (25, 4)}, True),
        ([DIRECT] * 4, DIRECT, {"direct": (25, 4)}, False),
        ([DIRECT] * 2, DIRECT, {"direct": (25, 2)}, False),
        ([PUBLIC, *[DIRECT] * 3], DIRECT, {"public": (51, 1), "direct": (10, 10)}, True),
        ([PUBLIC, *[DIRECT] * 4], DIRECT, {"public": (51, 1), "direct": (10, 10)}, False),
        ([DIRECT], PUBLIC, {"public": (100, 1), "direct": (10, 10)}, False),
        ([], PUBLIC, {"public": (100, 1)}, True),
        ([DIRECT], DIRECT, {"direct": (0, 1)}, False),
        ([DIRECT] * 9, DIRECT, {"direct": (0, 10)}, True),
        ([MediaType.CALL], DIRECT, {}, False),
    ],
    ids=str,
)
def test_an_agent_takes_one_more_only_within_100_percent_and_the_number_of_its_type(has, new, shares, takes):
    assert bool(given([one(kind=new)], [agent(ALICE, has=has)], table(**shares))) is takes
    rules, items, came = table(**shares), [Item(kind, CARE) for kind in has], 0
    room = rules.room_for(ALICE, items, Item(new, CARE))
    while rules.fits(ALICE, items, Item(new, CARE)):
        items, came = [*items, Item(new, CARE)], came + 1
    assert room == came, "how many more he can have is as many as fit, one after the other"


def test_an_agents_own_utilization_beats_that_of_his_workgroup():
    narrow = table(own=[(ALICE, DIRECT, 100, 1)])
    assert given([one(1), one(2)], [agent(ALICE)], narrow) == [(1, ALICE)]
    wide = table(direct=(100, 1), own=[(ALICE, DIRECT, 10, 10)])
    assert len(given([one(n) for n in range(12)], [agent(ALICE)], wide)) == 10


def test_without_any_utilization_one_interaction_fills_an_agent():
    assert given([one(1), one(2)], [agent(ALICE)], Shares([])) == [(1, ALICE)]


def test_nobody_waits_behind_an_interaction_that_nobody_present_may_take():
    whatsapp_only = agent(ALICE, families=frozenset({Family.WHATSAPP}))
    stuck = one(1, family=Family.SOCIAL_MEDIA)
    decision = decided([stuck, one(2)], [whatsapp_only])
    assert [(offer.interaction, offer.agent) for offer in decision.offers] == [(2, ALICE)]
    assert decision.left == {1: {"license": 1}}
