"""A contact centre in memory that lives by the decisions of `match`: what is there, and what the rules say, once more."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import settings

from acd.matching import Candidate, Rules, Waiting, match
from agents.models import Family, MediaType, Utilization
from agents.needs import Need
from agents.room import Item, Shares

# Of each property of the decision, in every run of the tests; in the long one 2,000.
EXAMPLES = min(2000, max(200, settings.default.max_examples))
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
CARE, SKILL = 10, 7
DIRECT, PUBLIC = MediaType.SOCIAL_DIRECT_MESSAGE, MediaType.SOCIAL_CONVERSATION
TABLE = {DIRECT: (25, 4), PUBLIC: (40, 2)}
PAUSE = timedelta(seconds=60)
AFFINITY = timedelta(seconds=60)
FAMILIES = frozenset(Family.values)


@dataclass
class One:
    """An interaction."""

    id: int
    kind: str
    least: int | None
    priority: int
    entered_at: datetime
    queued_at: datetime
    state: str = "waiting"
    owner: int | None = None
    relaxed: int = 0
    preferred: int | None = None
    preferred_until: datetime | None = None
    first: bool = False
    refused: dict = field(default_factory=dict)


@dataclass
class Person:
    """An agent."""

    id: int
    level: int
    since: datetime
    here: bool = False
    available: bool = True


class Floor:
    """Who is there, what there is, and the time."""

    def __init__(self, exempts_held):
        self.now, self.ones, self.people = BEGIN, {}, {}
        rows = [Utilization(workgroup_id=CARE, media_type=k, percent=p, max_assign=m) for k, (p, m) in TABLE.items()]
        self.rules = Rules(Shares(rows), exempts_held=exempts_held)

    def waiting(self):
        """What waits, as the router would load it."""
        return [self._waiting(one) for one in self.ones.values() if one.state == "waiting"]

    def _waiting(self, one):
        refused = frozenset(agent for agent, until in one.refused.items() if until > self.now)
        return Waiting(
            one.id,
            Item(one.kind, CARE),
            Family.WHATSAPP,
            one.queued_at,
            one.entered_at,
            one.priority,
            one.first,
            (Need(SKILL, one.least),) if one.least else (),
            one.relaxed,
            preferred=one.preferred,
            preferred_until=one.preferred_until,
            refused_by=refused,
        )

    def has(self, agent):
        """What counts against an agent."""
        states = ("alerting", "connected", "held")
        return [
            Item(one.kind, CARE, one.state == "held")
            for one in self.ones.values()
            if one.owner == agent and one.state in states
        ]

    def candidates(self):
        """Everybody."""
        return [
            Candidate(p.id, True, p.here, p.available, FAMILIES, p.since, tuple(self.has(p.id)), {SKILL: (p.level, 0)})
            for p in self.people.values()
        ]

    def decide(self):
        """What the product decides now."""
        return match(self.waiting(), self.candidates(), self.rules, self.now)

    # The rules, written down once more and without any thought of speed.

    def counted(self, agent):
        """His kinds that count by R41."""
        return [item.media_type for item in self.has(agent) if not (self.rules.exempts_held and item.held)]

    def fits(self, agent, kind):
        """R41."""
        has = self.counted(agent)
        return sum(TABLE[k][0] for k in [*has, kind]) <= 100 and has.count(kind) < TABLE[kind][1]

    def could_have(self, person, one):
        """R40 without the room."""
        enough = person.level >= (one.least or 0) - one.relaxed
        return person.here and person.available and enough and one.refused.get(person.id, BEGIN) <= self.now

    def reserved(self, one):
        """Does it wait for an agent who is only full (R50)?"""
        last = self.people.get(one.preferred)
        waits = last and one.preferred_until and one.preferred_until > self.now
        return bool(waits and self.could_have(last, one) and not self.fits(last.id, one.kind))

    def able(self, one):
        """Who may have it now."""
        if self.reserved(one):
            return []
        return [p for p in self.people.values() if self.could_have(p, one) and self.fits(p.id, one.kind)]

    def best(self, one, able):
        """R42: whom it goes to."""

        def order(p):
            suits = p.level if one.least else 0
            return p.id != one.preferred, -(suits + (self.now - p.since).total_seconds()), p.since, p.id

        return min(able, key=order)

    def first(self):
        """R42: what is next, and to whom; None: nothing can be given."""
        choices = [(one, self.able(one)) for one in self.ones.values() if one.state == "waiting"]
        choices = [(one, able) for one, able in choices if able]
        if not choices:
            return None

        def order(choice):
            one, able = choice
            suits = max(p.level for p in able) if one.least else 0
            return not one.first, -(suits + one.priority + self.waited(one)), one.queued_at, one.id

        one, able = min(choices, key=order)
        return one, self.best(one, able)

    def waited(self, one):
        """Seconds in the queue."""
        return (self.now - one.queued_at).total_seconds()
