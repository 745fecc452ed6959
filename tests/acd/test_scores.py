"""Who suits best and what comes first: scores, skills, rings, relaxation, the last agent, closing windows (R42–R51)."""

from datetime import timedelta

import pytest

from acd.matching import Candidate, Rules, Waiting, match
from agents import rings
from agents.models import Family, MediaType, QueueType, Utilization
from agents.needs import Need, read, skill_score, together
from agents.room import Item, Shares
from tests.acd.test_matching import ALICE, BOB, CARE, CAROL, DIRECT, NOW, agent, decided, given, one

SPANISH, BILLING = 7, 8


@pytest.mark.parametrize(("weights", "score"), [((1, 0), 70), ((1, 1), 85), ((0, 1), 100), ((3, 1), 77.5)])
def test_proficiency_70_and_desire_100_by_their_weights(weights, score):
    assert skill_score([Need(SPANISH, None, None, *weights)], {SPANISH: (70, 100)}) == score


def test_of_several_required_skills_it_is_the_mean_and_of_none_zero():
    needs = read([[SPANISH, None, None, 1, 0], [BILLING, None, None, 1, 0]])
    assert skill_score(needs, {SPANISH: (70, 0), BILLING: (30, 0)}) == 50
    assert skill_score(needs, {SPANISH: (70, 0)}) == 35, "a skill that one does not have counts as nothing"
    assert skill_score((), {SPANISH: (70, 0)}) == 0


@pytest.mark.parametrize("weights", [(0, 0), (2, -2)])
def test_weights_that_add_up_to_zero_are_refused(weights):
    with pytest.raises(ValueError, match="add up to zero"):
        read([[SPANISH, None, None, *weights]])


def test_ones_own_level_wins_over_those_of_the_workgroups_of_which_the_best_counts():
    rows = [(ALICE, True, SPANISH, 20, 5), (ALICE, False, SPANISH, 90, 0), (BOB, False, SPANISH, 30, 0)]
    expected = {ALICE: {SPANISH: (20, 5)}, BOB: {SPANISH: (90, 0)}}
    for order in (rows, rows[::-1]):
        assert together([*order, (BOB, False, SPANISH, 90, 0)]) == expected


def speaks(pk, proficiency, desire=0, **more):
    """An agent with the skill."""
    return agent(pk, levels={SPANISH: (proficiency, desire)}, **more)


def asking(pk=100, least=None, desire=None, **more):
    """An interaction that asks for the skill."""
    return one(pk, needs=(Need(SPANISH, least, desire),), **more)


def test_one_point_of_skill_weighs_as_one_second_of_being_available():
    agents = [speaks(ALICE, 50, idle=100), speaks(BOB, 90, idle=61), speaks(CAROL, 90, idle=59)]
    assert given([asking()], agents) == [(100, BOB)], "90 + 61 beats 50 + 100"


def test_equal_scores_go_to_the_longest_available_then_to_the_lowest_id():
    assert given([asking()], [speaks(BOB, 50, idle=100), speaks(ALICE, 70, idle=80)]) == [(100, BOB)]
    assert given([asking()], [speaks(BOB, 50, idle=80), speaks(ALICE, 50, idle=80)]) == [(100, ALICE)]


@pytest.mark.parametrize(
    ("weights", "facts", "best"),
    [
        ((0, -1, 0, 0, 0, 0), [{"cost": 30}, {"cost": 10}], BOB),
        ((0, 1, 0, 0, 0, 0), [{"cost": 30}, {"cost": 10}], ALICE),
        ((0, 0, 0, 2, 0, 1), [{"attributes": (10, 0, 0)}, {"attributes": (5, 99, 11)}], BOB),
        ((0, 0, 1, 0, 0, 0), [{"idle": 10}, {"idle": 20}], BOB),
    ],
    ids=["cheaper first", "dearer first", "attributes", "time available"],
)
def test_each_part_of_an_agents_score_counts_by_its_weight(weights, facts, best):
    agents = [agent(pk, **more) for pk, more in zip((ALICE, BOB), facts, strict=True)]
    assert given([one()], agents, agent=weights) == [(100, best)]


@pytest.mark.parametrize(
    ("weights", "first"),
    [((1, 1, 1, 0), "priority"), ((0, 0, 1, 0), "queue"), ((0, 0, 0, 1), "system"), ((1, 0, 0, 0), "oldest")],
)
def test_each_part_of_an_interactions_score_counts_by_its_weight(weights, first):
    queue = {
        "priority": one(3, priority=100, waits=10),
        "queue": one(4, priority=0, waits=59),
        "system": one(5, priority=0, waits=0, entered_at=NOW - timedelta(hours=1)),
        "oldest": one(2, priority=0, waits=59),
    }
    if first == "queue":
        del queue["oldest"]
    assert given(queue.values(), [agent(ALICE)], interaction=weights)[0][0] == queue[first].id


def test_equal_interactions_go_by_age_then_by_id():
    assert [pk for pk, _ in given([one(3), one(2), one(9, waits=1)], [agent(ALICE)])] == [9, 2, 3]
    balanced = [one(2, priority=50, waits=10), one(1, priority=60, waits=0)]
    assert [pk for pk, _ in given(balanced, [agent(ALICE)])] == [2, 1], "equal scores: the older one"


def test_what_suits_the_only_free_agent_comes_first():
    queue = [one(1, waits=40), asking(2, waits=0)]
    assert given(queue, [speaks(ALICE, 50, has=[DIRECT] * 3)]) == [(2, ALICE)], "50 of skill beat 40 seconds"
    assert given(queue, [speaks(ALICE, 30, has=[DIRECT] * 3)]) == [(1, ALICE)]


@pytest.mark.parametrize(
    ("levels", "least", "desire", "relaxed", "takes"),
    [
        ((60, 0), 60, None, 0, True),
        ((59, 0), 60, None, 0, False),
        ((59, 0), 60, None, 1, True),
        ((100, 9), None, 10, 0, False),
        ((100, 9), None, 10, 5, True),
        (None, None, None, 0, True),
        (None, 1, None, 0, False),
        (None, 30, None, 30, True),
    ],
)
def test_the_least_skill_keeps_agents_out_until_it_is_relaxed(levels, least, desire, relaxed, takes):
    who = agent(ALICE, levels={SPANISH: levels} if levels else {})
    decision = decided([asking(least=least, desire=desire, relaxed=relaxed)], [who])
    assert bool(decision.offers) is takes
    assert takes or decision.left == {100: {"skill": 1}}


def test_rings_that_add_nobody_are_skipped():
    same = [(1, 20, frozenset({ALICE})), (2, 20, frozenset({ALICE})), (3, 20, frozenset({BOB}))]
    assert [rings.next_place(same, place) for place in (0, 1, 3)] == [1, 3, rings.EVERYONE]
    assert rings.next_place([(1, 20, frozenset()), (2, 20, frozenset({BOB}))]) == 2
    assert rings.next_place([]) == rings.EVERYONE
    assert rings.circle(same, 3) == {ALICE, BOB}
    assert rings.circle(same, rings.EVERYONE) is None


def test_a_ring_keeps_the_others_out_and_each_ring_comes_to_those_before_it():
    circles = ((1, 20, frozenset({ALICE})), (2, 20, frozenset({BOB})))
    agents = [agent(ALICE, idle=1), agent(BOB, idle=100), agent(CAROL, idle=900)]
    assert given([one(ring=1)], agents, rings=circles) == [(100, ALICE)]
    assert given([one(ring=2)], agents, rings=circles) == [(100, BOB)]
    assert given([one(ring=rings.EVERYONE)], agents, rings=circles) == [(100, CAROL)]
    full = [agent(ALICE, has=[DIRECT] * 4), *agents[1:]]
    assert decided([one(ring=1)], full, rings=circles).left == {100: {"room": 1, "ring": 2}}


SOON = NOW + timedelta(seconds=30)


def test_the_agent_who_last_had_the_customer_is_waited_for_while_he_is_only_full():
    full, free = agent(ALICE, has=[DIRECT] * 4), agent(BOB)
    returning = one(preferred=ALICE, preferred_until=SOON)
    assert decided([returning], [full, free]).left == {100: {"room": 1, "affinity": 1}}
    assert given([returning, one(101)], [full, free]) == [(101, BOB)], "nobody else waits for it"
    assert given([one(preferred=ALICE, preferred_until=NOW)], [full, free]) == [(100, BOB)], "the time is over"
    assert given([returning], [agent(ALICE, idle=1), agent(BOB, idle=900)]) == [(100, ALICE)]


@pytest.mark.parametrize(
    "facts", [{"logged_on": False}, {"takes_acd": False}, {"activated": False}, {"families": frozenset()}]
)
def test_an_agent_who_could_not_have_it_anyway_is_not_waited_for(facts):
    returning = one(preferred=ALICE, preferred_until=SOON)
    assert given([returning], [agent(ALICE, has=[DIRECT] * 4, **facts), agent(BOB)]) == [(100, BOB)]


def test_one_who_declined_it_or_left_the_workgroup_is_not_waited_for():
    declined = one(preferred=ALICE, preferred_until=SOON, refused_by=frozenset({ALICE}))
    assert given([declined], [agent(ALICE), agent(BOB)]) == [(100, BOB)]
    assert given([one(preferred=99, preferred_until=SOON)], [agent(BOB)]) == [(100, BOB)]


def test_who_is_filled_up_in_the_same_pass_is_waited_for_as_well():
    almost = agent(ALICE, has=[DIRECT] * 3, idle=900)
    queue = [one(1, waits=60), one(2, preferred=ALICE, preferred_until=SOON)]
    assert given(queue, [almost, agent(BOB)]) == [(1, ALICE)]


def closing(pk, minutes, **more):
    """An interaction whose reply window closes in so many minutes."""
    return one(pk, window_closes_at=NOW + timedelta(minutes=minutes), **more)


def test_what_can_soon_not_be_answered_any_more_comes_before_all_others_earliest_first():
    queue = [one(1, priority=100, first_in_line=True, waits=900), closing(2, 59), closing(3, 5), closing(4, 61)]
    assert [pk for pk, _ in given(queue, [agent(ALICE)])] == [3, 2, 1, 4]
    closed = [one(1, waits=1), closing(2, -1)]
    assert [pk for pk, _ in given(closed, [agent(ALICE)])] == [1, 2], "after closing it ranks as usual"
    off = [one(1, waits=1), closing(2, 5)]
    assert [pk for pk, _ in given(off, [agent(ALICE)], window=timedelta(0))] == [1, 2]


def test_held_interactions_take_no_room_where_the_workgroup_says_so():
    held = Candidate(
        ALICE, True, True, True, frozenset(Family.values), NOW, tuple(Item(DIRECT, CARE, held=True) for _ in range(4))
    )
    assert given([one()], [held]) == []
    assert given([one(n) for n in range(6)], [held], exempts_held=True) == [(n, ALICE) for n in range(4)]


def test_of_several_workgroups_the_one_that_routes_the_interaction_counts():
    other = 11
    table = Shares(
        [
            Utilization(workgroup_id=CARE, media_type=DIRECT, percent=25, max_assign=4),
            Utilization(workgroup_id=other, media_type=DIRECT, percent=60, max_assign=1),
        ]
    )
    busy = Candidate(ALICE, True, True, True, frozenset(Family.values), NOW, (Item(DIRECT, other),))
    assert given([one(1), one(2)], [busy], table) == [(1, ALICE)], "60 % of the other and 25 % of this: one more"
    elsewhere = Waiting(3, Item(DIRECT, other), Family.WHATSAPP, NOW, NOW)
    assert match([elsewhere], [busy], Rules(table), NOW).left == {3: {"room": 1}}


def test_round_robin_gives_to_each_in_turn_whoever_is_available_longest():
    agents = [agent(ALICE, idle=1), agent(BOB, idle=300), agent(CAROL, idle=20)]
    turns = {"queue_type": QueueType.ROUND_ROBIN, "last_given": ALICE}
    queue = [one(n) for n in range(1, 6)]
    assert [who for _, who in given(queue, agents, **turns)] == [BOB, CAROL, ALICE, BOB, CAROL]
    assert decided(queue, agents, **turns).offers[0].why["rule"] == "round_robin"


def test_round_robin_passes_over_who_may_not_have_it():
    agents = [agent(ALICE), agent(BOB, takes_acd=False), agent(CAROL)]
    assert given([one(1), one(2)], agents, queue_type=QueueType.ROUND_ROBIN, last_given=ALICE) == [
        (1, CAROL),
        (2, ALICE),
    ]


def test_a_custom_queue_is_left_to_handlers_and_people():
    decision = decided([one(1), one(2)], [agent(ALICE)], queue_type=QueueType.CUSTOM)
    assert (decision.offers, decision.left) == ([], {1: {"custom": 1}, 2: {"custom": 1}})


def test_an_offer_gives_the_scores_and_names_the_rule_of_every_candidate():
    agents = [speaks(ALICE, 80, idle=10), speaks(BOB, 40, idle=20), speaks(CAROL, 10), agent(9, takes_acd=False)]
    waits = asking(least=30, relaxed=5, priority=70, waits=40)
    offer = decided([waits], agents).offers[0]
    assert offer.verdicts == {ALICE: "", BOB: "", CAROL: "skill", 9: "status"}
    assert offer.why["scores"] == [[ALICE, 90.0, 80.0], [BOB, 60.0, 40.0]]
    assert offer.why["rule"] == "best_score"
    assert offer.why["interaction"] == {"score": 190.0, "priority": 70, "queue": 40, "system": 40, "relaxed": 5}


def test_a_crowd_is_decided_quickly_and_evenly():
    agents = [agent(pk, idle=pk) for pk in range(1, 501)]
    offers = given([one(n) for n in range(1000, 3000)], agents)
    assert len(offers) == 2000
    assert [who for _, who in offers[:500]] == list(range(500, 0, -1))
    assert MediaType.SOCIAL_DIRECT_MESSAGE == DIRECT
