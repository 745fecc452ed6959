"""What the decision is made of, and what comes out of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from agents.models import QueueType
from agents.needs import Need
from agents.rings import EVERYONE
from agents.room import Item, Shares

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An interaction in the queue. `preferred` goes first; until `preferred_until` nobody else has it while he is only full."""

    id: int
    item: Item
    family: str
    queued_at: datetime
    entered_at: datetime
    priority: int = 50
    first_in_line: bool = False
    needs: tuple[Need, ...] = ()
    relaxed: int = 0
    ring: int = EVERYONE
    window_closes_at: datetime | None = None
    preferred: int | None = None
    preferred_until: datetime | None = None
    refused_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the workgroup, with what the rules ask about him. `levels` is {skill: (proficiency, desire)}."""

    id: int
    activated: bool
    logged_on: bool
    takes_acd: bool
    families: frozenset[str]
    available_since: datetime
    items: tuple[Item, ...] = ()
    levels: dict = field(default_factory=dict)
    cost: int = 0
    attributes: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the workgroup says: weights (R42), rings (R48), window awareness (R51), utilization (R41).

    `agent` are the weights of skill, cost, time available and three attributes; `interaction` those of skill, priority,
    time in queue and time in system. `rings` are [(place, seconds, agents)].
    """

    shares: Shares
    queue_type: str = QueueType.ACD
    agent: tuple[int, ...] = (1, 0, 1, 0, 0, 0)
    interaction: tuple[int, ...] = (1, 1, 1, 0)
    rings: tuple = ()
    window: timedelta = timedelta(minutes=60)
    exempts_held: bool = False
    last_given: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """This interaction to this agent. `why` is for the journal; `verdicts` say of every candidate which rule keeps him out."""

    interaction: int
    agent: int
    why: dict
    verdicts: dict[int, str]


@dataclass(slots=True)
class Match:
    """The offers of one pass, and for each that stays why nobody could take it: {interaction: {rule: count}}."""

    offers: list[Offer] = field(default_factory=list)
    left: dict[int, dict[str, int]] = field(default_factory=dict)


def place(number):
    """What keeps the offers of one pass apart in time: who was given something earlier in it is in line earlier again."""
    return timedelta(microseconds=number)
