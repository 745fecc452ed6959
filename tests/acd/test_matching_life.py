"""A day at random: arrivals, log-ons, statuses, pick-ups, declines, holds, parking, transfers, time-outs. What always holds."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acd.matching import place
from tests.acd.floor import AFFINITY, DIRECT, EXAMPLES, PAUSE, PUBLIC, Floor, One, Person

AGENTS = (1, 2, 3, 4)
agents = st.sampled_from(AGENTS)
picks = st.integers(0, 1_000_000)
LIMIT = 40  # interactions at once: more say nothing new


def upon(*states, **strategies):
    """A step that does something to an interaction in one of these states; then the product decides."""

    def step(act):
        def some(day):
            return [one for one in day.floor.ones.values() if one.state in states]

        def acted(self, pick, **given):
            found = some(self)
            act(self, found[pick % len(found)], **given)
            self.settles()

        acted.__name__ = act.__name__
        return precondition(lambda day: hasattr(day, "floor") and some(day))(rule(pick=picks, **strategies)(acted))

    return step


class Day(RuleBasedStateMachine):
    """After every step the product decides, and what it decides happens."""

    @initialize(levels=st.tuples(*[st.sampled_from([1, 30, 60, 100])] * 4), exempts_held=st.booleans())
    def opens(self, levels, exempts_held):
        """Four agents, none of them there."""
        self.floor, self.number = Floor(exempts_held), 0
        for agent, level in zip(AGENTS, levels, strict=True):
            self.floor.people[agent] = Person(agent, level, self.floor.now)

    def settles(self):
        """The product decides; every offer is what the rules say at that moment."""
        floor, decision = self.floor, self.floor.decide()
        offered = [offer.interaction for offer in decision.offers]
        assert len(offered) == len(set(offered)), "two owners"
        for number, offer in enumerate(decision.offers, 1):
            one, person = floor.ones[offer.interaction], floor.people[offer.agent]
            assert one.state == "waiting" and one.owner is None
            assert one.refused.get(person.id, floor.now) <= floor.now, "declined a moment ago"
            assert floor.fits(person.id, one.kind), "over capacity"
            assert (one.id, person.id) == tuple(found.id for found in floor.first()), "against the order of the scores"
            one.state, one.owner, one.preferred, one.preferred_until, one.first = (
                "alerting",
                person.id,
                None,
                None,
                False,
            )
            person.since = floor.now + place(number)
        assert floor.first() is None, "somebody waits while an agent may have it"
        assert set(decision.left) == {one.id for one in floor.ones.values() if one.state == "waiting"}

    @rule(seconds=st.integers(1, 90))
    def time_passes(self, seconds):
        self.floor.now += timedelta(seconds=seconds)
        self.settles()

    @rule(
        kind=st.sampled_from([DIRECT, PUBLIC]),
        least=st.sampled_from([None, None, 20, 60, 90]),
        priority=st.sampled_from([50, 50, 0, 100]),
        last=st.none() | agents,
        count=st.integers(1, 4),
    )
    def customers_write(self, kind, least, priority, last, count):
        for _turn in range(min(count, LIMIT - len(self.floor.ones))):
            self.number += 1
            one = One(self.number, kind, least, priority, self.floor.now, self.floor.now)
            one.preferred, one.preferred_until = last, last and self.floor.now + AFFINITY
            self.floor.ones[one.id] = one
        self.settles()

    @rule(agent=agents)
    def logs_on(self, agent):
        person = self.floor.people[agent]
        before = self.floor.counted(agent) if person.here else []
        person.here, person.available, person.since = True, True, self.floor.now
        self.settles()
        assert len(self.floor.counted(agent)) <= max(4, len(before)), "flooded"

    @rule(agent=agents)
    def logs_off(self, agent):
        self.floor.people[agent].here = False
        for one in self.floor.ones.values():
            if one.owner == agent and one.state != "gone":
                one.first = one.state != "alerting"
                one.state, one.owner = "waiting", None
        self.settles()

    @rule(agent=agents, available=st.booleans())
    def changes_status(self, agent, available):
        person = self.floor.people[agent]
        person.available, person.since = available, self.floor.now
        self.settles()

    @upon("alerting", "held", "parked")
    def picks_up(self, one):
        one.state = "connected"

    @upon("waiting", agent=agents)
    def picks_up_by_hand(self, one, agent):
        if not self.floor.people[agent].here:
            return
        one.state, one.owner, one.preferred = "connected", agent, None
        self.floor.people[agent].since = self.floor.now

    @upon("alerting")
    def declines(self, one):
        one.refused[one.owner] = self.floor.now + PAUSE
        one.state, one.owner = "waiting", None

    @upon("alerting")
    def lets_an_offer_pass(self, one):
        self.floor.people[one.owner].available = False
        one.state, one.owner = "waiting", None

    @upon("connected")
    def holds(self, one):
        one.state = "held"

    @upon("connected", "held")
    def parks(self, one):
        one.state = "parked"

    @upon("parked")
    def comes_back_from_parking(self, one):
        one.preferred, one.preferred_until = one.owner, self.floor.now + AFFINITY
        one.state, one.owner, one.first, one.queued_at = "waiting", None, True, self.floor.now

    @upon("connected", "held", "parked")
    def is_transferred_to_the_queue(self, one):
        one.state, one.owner, one.first, one.queued_at = "waiting", None, False, self.floor.now

    @upon("connected", "held", agent=agents)
    def is_transferred_to_a_colleague(self, one, agent):
        if not self.floor.people[agent].here:
            return
        one.state, one.owner = "alerting", agent

    @upon("waiting", by=st.integers(1, 40))
    def is_asked_less_skill(self, one, by):
        one.relaxed += by

    @upon("connected", "held")
    def ends(self, one):
        self.floor.people[one.owner].since = self.floor.now
        del self.floor.ones[one.id]

    @invariant()
    def everything_in_hand_has_one_owner(self):
        for one in self.floor.ones.values() if hasattr(self, "floor") else ():
            assert (one.owner is None) == (one.state == "waiting")


TestDay = Day.TestCase
TestDay.settings = settings(max_examples=EXAMPLES, stateful_step_count=25, deadline=None)


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=250, max_size=250))
@settings(max_examples=EXAMPLES)
def test_nobody_starves_while_time_in_the_queue_counts(day):
    """One arrives each second with any priority and one is served: 100 points of priority are 100 seconds, no more."""
    floor = Floor(exempts_held=False)
    floor.people[1] = Person(1, 50, floor.now, here=True)
    for number, (priority, skilled) in enumerate(day):
        floor.now += timedelta(seconds=1)
        floor.ones[number] = One(number, PUBLIC, 50 if skilled else None, priority, floor.now, floor.now)
        for one in [one for one in floor.ones.values() if one.owner]:
            del floor.ones[one.id]
        for offer in floor.decide().offers:
            floor.ones[offer.interaction].state, floor.ones[offer.interaction].owner = "alerting", offer.agent
        assert max((floor.waited(one) for one in floor.ones.values()), default=0) <= 150 + 1
