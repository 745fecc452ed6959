"""What an interaction asks of an agent's skills, as plain numbers: kept with the interaction, read by the ACD (R42, R43)."""

import hashlib
import json
from typing import NamedTuple

NOTHING = (0, 0)  # of somebody who does not have the skill


class Need(NamedTuple):
    """One required skill (id): how much at least, and how the two parts of a level count."""

    skill: int
    proficiency: int | None = None
    desire: int | None = None
    proficiency_weight: int = 1
    desire_weight: int = 0

    def met_by(self, levels, relaxed=0):
        """Does somebody with these {skill: (proficiency, desire)} have enough, with `relaxed` points forgiven?"""
        proficiency, desire = levels.get(self.skill, NOTHING)
        enough = (self.proficiency or 0) - relaxed <= proficiency
        return enough and (self.desire or 0) - relaxed <= desire

    def score(self, levels):
        """How well he suits: the two parts by their weights."""
        weights = self.proficiency_weight + self.desire_weight
        if not weights:
            raise ValueError(f"the weights of skill {self.skill} add up to zero")
        proficiency, desire = levels.get(self.skill, NOTHING)
        return (proficiency * self.proficiency_weight + desire * self.desire_weight) / abs(weights)


def read(rows):
    """Needs from [[skill, proficiency, desire, weight, weight], …]; refused where the weights add up to zero."""
    needs = tuple(sorted((Need(*row) for row in rows), key=lambda need: need.skill))
    for need in needs:
        need.score({})
    return needs


def skill_score(needs, levels):
    """The mean over the required skills; none required: 0."""
    return sum(need.score(levels) for need in needs) / len(needs) if needs else 0


def fingerprint(needs):
    """A short text, the same for the same needs."""
    return hashlib.sha256(json.dumps(needs).encode()).hexdigest()[:12] if needs else ""


def together(levels):
    """{agent: {skill: (proficiency, desire)}} from rows (agent, own, skill, proficiency, desire).

    One's own level wins over those of one's workgroups; of several workgroups the most proficient one counts.
    """
    found, own = {}, set()
    for agent, is_own, skill, proficiency, desire in levels:
        mine = found.setdefault(agent, {})
        if is_own:
            own.add((agent, skill))
            mine[skill] = (proficiency, desire)
        elif (agent, skill) not in own:
            mine[skill] = max(mine.get(skill, NOTHING), (proficiency, desire))
    return found
