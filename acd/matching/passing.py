"""One pass: again and again the first of what waits to the best of those who may have it, until nothing fits any more."""

import heapq
from collections import Counter, deque

from acd.matching.facts import Match, Offer, place
from acd.matching.reasons import NEXT_BEST, why
from acd.matching.scores import AgentScores, InteractionScores
from acd.matching.verdicts import has_room, judge, kept_for_the_last
from agents.models import QueueType


def match(waiting, candidates, rules, now) -> Match:
    """Give each waiting interaction, the highest score first, to the agent with the highest score (R42).

    An agent who is given one goes to the end of the line and has so much less room for the next. Round Robin gives to each
    in turn; the queue of type Custom is left to handlers and people.
    """
    if rules.queue_type == QueueType.CUSTOM:
        return Match(left={one.id: {"custom": len(candidates)} for one in waiting})
    return _Pass(waiting, candidates, rules, now).run()


class _Alike:
    """Waiting interactions that the same agents may have, in their order, and who those agents are."""

    def __init__(self, one):
        self.sample, self.line = one, deque()
        self.found, self.able = {}, set()

    def judged(self, found):
        """These are the verdicts now."""
        self.found, self.able = found, {agent for agent, rule in found.items() if not rule}


class _Pass:
    """What changes while a pass goes on: who has what, and what is left."""

    def __init__(self, waiting, candidates, rules, now):
        self.rules, self.now, self.result = rules, now, Match()
        self.candidates = {c.id: c for c in candidates}
        self.items = {c.id: list(c.items) for c in candidates}
        self.agents, self.queue = AgentScores(candidates, rules, now), InteractionScores(rules, now)
        self.last_given = rules.last_given
        self.groups = self._grouped(sorted(waiting, key=self.queue.rank))

    def _grouped(self, waiting):
        groups = {}
        for one in waiting:
            alike = (
                *(one.item, one.family, one.needs, one.relaxed, one.ring),
                *(one.preferred, one.preferred_until, one.refused_by),
            )
            groups.setdefault(alike, _Alike(one)).line.append(one)
        for group in groups.values():
            group.judged(judge(group.sample, self.candidates.values(), self.items, self.rules, self.now))
        return list(groups.values())

    def run(self):
        """All offers that can be made."""
        heap = [(self._rank(group), place) for place, group in enumerate(self.groups) if group.able]
        heapq.heapify(heap)
        while heap:
            rank, number = heapq.heappop(heap)
            group = self.groups[number]
            if not group.able:
                continue
            if (present := self._rank(group)) == rank:  # ranks only sink: whoever suited best may be full by now
                self._offer(group)
                present = self._rank(group) if group.line and group.able else None
            if present:
                heapq.heappush(heap, (present, number))
        for group in self.groups:
            excluded = dict(Counter(rule for rule in group.found.values() if rule))
            self.result.left.update((one.id, excluded) for one in group.line)
        return self.result

    def _rank(self, group):
        needs = group.sample.needs
        best = max(self.agents.skill(agent, needs) for agent in group.able) if needs else 0.0
        return self.queue.rank(group.line[0], best)

    def _offer(self, group):
        one = group.line.popleft()
        best = heapq.nsmallest(1 + NEXT_BEST, group.able, key=self._turn_of(one))
        chosen, verdicts = best[0], dict(group.found)
        reason = why(one, best, verdicts, self)
        self.result.offers.append(Offer(one.id, chosen, reason, verdicts))
        self.items[chosen].append(one.item)
        self.agents.since[chosen] = self.now + place(len(self.result.offers))
        self.last_given = chosen
        for other in self.groups:
            if chosen in other.able and not has_room(
                self.candidates[chosen], other.sample, self.items[chosen], self.rules
            ):
                found = {**other.found, chosen: "room"}
                other.judged(kept_for_the_last(found, other.sample, self.now))

    def _turn_of(self, one):
        """To sort by: who had the customer before, then by turn or by score."""
        if self.rules.queue_type == QueueType.ROUND_ROBIN:
            turn = self.last_given or 0
            return lambda agent: (agent != one.preferred, agent <= turn, agent)
        return lambda agent: (agent != one.preferred, *self.agents.rank(agent, one.needs))
