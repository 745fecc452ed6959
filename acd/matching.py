"""The decision: from what waits and who is there to offers with their reasons. A pure function; no clock, no database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from agents.room import Item, Shares


@dataclass(frozen=True, slots=True)
class Waiting:
    """An interaction in the queue, in the order of the list it comes in."""

    id: int
    item: Item
    family: str
    preferred: int | None = None
    refused_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the workgroup, with what the rules ask about him."""

    id: int
    activated: bool
    logged_on: bool
    takes_acd: bool
    families: frozenset[str]
    available_since: datetime
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """This interaction to this agent, with the reasons: his rank, who came after him, who was excluded by which rule."""

    interaction: int
    agent: int
    why: dict


@dataclass(slots=True)
class Match:
    """The offers of one pass, and for each that stays why nobody could take it: {interaction: {rule: count}}."""

    offers: list[Offer] = field(default_factory=list)
    left: dict[int, dict[str, int]] = field(default_factory=dict)


NEXT_BEST = 3  # candidates named in the reason beside the one who got it


def match(waiting, candidates, shares: Shares, now) -> Match:
    """Give each waiting interaction, in order, to the longest available agent who may have it (R40, R41; ties: lowest id).

    An agent who is given one goes to the end of the line and has so much less room for the next.
    """
    result, line, hopeless = Match(), _Line(candidates, shares), {}
    for one in waiting:
        alike = (one.item, one.family, one.refused_by)
        if alike in hopeless:  # room only shrinks in a pass: what nobody could take, nobody can take
            result.left[one.id] = hopeless[alike]
            continue
        chosen, others, excluded = line.choose(one)
        if chosen is None:
            result.left[one.id] = hopeless[alike] = excluded
            continue
        result.offers.append(Offer(one.id, chosen.id, _why(chosen, one, others, excluded, now)))
        line.give(chosen, one.item, now + place(len(result.offers)))
    return result


def place(number):
    """What keeps the offers of one pass apart in time: who was given something earlier in it is in line earlier again."""
    return timedelta(microseconds=number)


def exclusion(candidate, one, items, shares):
    """The first rule that keeps this candidate from it, or an empty string."""
    rules = {
        "not_activated": candidate.activated,
        "not_logged_on": candidate.logged_on,
        "status": candidate.takes_acd,
        "license": one.family in candidate.families,
        "declined": candidate.id not in one.refused_by,
    }
    broken = next((rule for rule, holds in rules.items() if not holds), "")
    return broken or ("" if shares.fits(candidate.id, items, one.item) else "room")


class _Line:
    """The candidates in the order of their turn, and what each has by now."""

    def __init__(self, candidates, shares):
        self._shares = shares
        self._items = {c.id: list(c.items) for c in candidates}
        self._turn = {c.id: c.available_since for c in candidates}
        self._candidates = list(candidates)

    def choose(self, one):
        """Return (the best or None, the next best, how many were excluded by which rule)."""
        rules = {c.id: exclusion(c, one, self._items[c.id], self._shares) for c in self._candidates}
        able = [c for c in self._candidates if not rules[c.id]]
        able.sort(key=lambda c: (c.id != one.preferred, self._turn[c.id], c.id))
        excluded = dict(Counter(rule for rule in rules.values() if rule))
        return (able[0] if able else None), able[1 : 1 + NEXT_BEST], excluded

    def give(self, candidate, item, at):
        """He has it from then on."""
        self._items[candidate.id].append(item)
        self._turn[candidate.id] = at


def _why(chosen, one, others, excluded, now):
    return {
        "rule": "preferred" if chosen.id == one.preferred else "longest_available",
        "seconds": max(0, int((now - chosen.available_since).total_seconds())),
        "next": [[c.id, max(0, int((now - c.available_since).total_seconds()))] for c in others],
        "excluded": excluded,
    }
