"""Who suits best, and what comes first (R42, R51)."""

from agents.needs import skill_score


class AgentScores:
    """The scores of the candidates as the pass goes on: who is given something is available for no time at all."""

    def __init__(self, candidates, rules, now):
        self.since = {c.id: c.available_since for c in candidates}
        self._levels = {c.id: c.levels for c in candidates}
        self._skill, cost, self._available, *attributes = rules.agent
        self._always = {
            c.id: c.cost * cost + sum(value * weight for value, weight in zip(c.attributes, attributes, strict=True))
            for c in candidates
        }
        self._now, self._suits = now, {}
        self.only_time = not any((cost, *attributes))

    def skill(self, agent, needs):
        """How well his skills suit."""
        key = agent, needs
        if key not in self._suits:
            self._suits[key] = skill_score(needs, self._levels[agent])
        return self._suits[key]

    def seconds(self, agent):
        """For how long he is available."""
        return (self._now - self.since[agent]).total_seconds()

    def score(self, agent, needs):
        """What he weighs against the others."""
        suits = self.skill(agent, needs) * self._skill if needs else 0
        return suits + self._always[agent] + self.seconds(agent) * self._available

    def rank(self, agent, needs):
        """To sort by: the highest score, then the longest available, then the lowest id."""
        return -self.score(agent, needs), self.since[agent], agent


class InteractionScores:
    """The scores of what waits."""

    def __init__(self, rules, now):
        self._skill, self._priority, self._queue, self._system = rules.interaction
        self._window, self._now = rules.window, now

    def score(self, one, suits=0.0):
        """Its score for an agent whose skills suit it so well."""
        return (
            suits * self._skill
            + one.priority * self._priority
            + self.in_queue(one) * self._queue
            + (self._now - one.entered_at).total_seconds() * self._system
        )

    def in_queue(self, one):
        """For how many seconds it waits."""
        return (self._now - one.queued_at).total_seconds()

    def urgent(self, one):
        """Does its reply window close soon, and is still open?"""
        closes = one.window_closes_at
        return closes is not None and self._now < closes <= self._now + self._window

    def rank(self, one, suits=0.0):
        """To sort by: a closing window, what came back first in line, the highest score, the oldest, the lowest id."""
        urgent = self.urgent(one)
        closes = one.window_closes_at.timestamp() if urgent else 0.0
        return not urgent, closes, not one.first_in_line, -self.score(one, suits), one.queued_at, one.id
