"""Has an agent room and license for one more? Pure arithmetic over rows that the caller loaded under the agent's lock."""

from copy import copy
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from agents.models import AccessLicense, Family, License, Seat, Utilization, covered
from rows.prepared import Prepared

_tables = Prepared(lambda: Utilization.objects.all())
_licenses = Prepared(
    lambda: AccessLicense.objects.order_by("pk").values_list("family", "agent", "station", "acd_option")
)
_valid = Prepared(lambda today: License.valid(today).values_list("part", "count"))


@dataclass(frozen=True, slots=True)
class Share:
    """What one interaction takes of an agent (percent), and how many of its type he may have at once."""

    percent: int = 100
    max_assign: int = 1


DEFAULT = Share()
MOST = 100  # of one kind that anybody counts


@dataclass(frozen=True, slots=True)
class Item:
    """Something an agent has: its type, the workgroup that gave it, and whether he has it on hold."""

    media_type: str
    workgroup: int | None
    held: bool = False


class Shares:
    """The utilization tables of some agents and workgroups. The agent's own row wins over the workgroup's."""

    def __init__(self, rows):
        self._own = {(r.agent_id, r.media_type): Share(r.percent, r.max_assign) for r in rows if r.agent_id}
        self._persons = {agent for agent, _media_type in self._own}
        self._group = {(r.workgroup_id, r.media_type): Share(r.percent, r.max_assign) for r in rows if r.workgroup_id}

    @classmethod
    def load(cls):
        """All tables: they are small, and one query is cheaper than a clever one."""
        return cls(_tables())

    def of(self, agent, item):
        """The share that `item` takes of the agent with this id."""
        own = self._own.get((agent, item.media_type))
        return own or self._group.get((item.workgroup, item.media_type), DEFAULT)

    def has_own(self, agent):
        """Has the agent with this id rows of his own?"""
        return agent in self._persons

    def percent(self, agent, items):
        """How much of the agent these items take together."""
        return sum(self.of(agent, item).percent for item in items)

    def fits(self, agent, items, new, *, exempts_held=False):
        """May `new` come to what the agent has? The sum stays within 100 %, the type within its number (R41).

        Where the workgroup that gives it `exempts_held`, what he has on hold does not count.
        """
        share, items = self.of(agent, new), [item for item in items if not (exempts_held and item.held)]
        same = sum(item.media_type == new.media_type for item in items)
        return same < share.max_assign and self.percent(agent, items) + share.percent <= 100

    def room_for(self, agent, items, new, *, exempts_held=False):
        """How many like `new` may still come to what the agent has: as often as it `fits`."""
        share, items = self.of(agent, new), [item for item in items if not (exempts_held and item.held)]
        same, left = sum(item.media_type == new.media_type for item in items), 100 - self.percent(agent, items)
        by_share = left // share.percent if share.percent else MOST * (left >= 0)
        return max(0, min(share.max_assign - same, by_share, MOST))


class Access:
    """Who may receive which platform family, by his own license or by that of the station he sits at.

    `rows` are all assignments, the oldest first, `valid` {part: count}: no more of them count than are licensed today.
    """

    def __init__(self, rows, valid, stations):
        counts = {f: valid.get(part, 0) for f, part in License.ACCESS.items() if License.FEATURES[f] in valid}
        rows = list(covered(rows, counts))
        self._agents = {(agent, family): on for family, agent, _station, on in rows if agent}
        self._stations = {(station, family): on for family, _agent, station, on in rows if station}
        self._seats = stations

    @classmethod
    def load(cls, agents):
        """For these agent ids."""
        return cls.of(dict(Seat.objects.live().filter(agent__in=agents).values_list("agent", "station")))

    @classmethod
    def of(cls, stations):
        """For agents of whom {agent id: station id} says where they sit. Without its feature license a family is off."""
        valid = dict(_valid(timezone.now().date()))
        return cls(_licenses(), valid, stations)

    def at(self, stations):
        """The same for agents who sit elsewhere."""
        there = copy(self)
        there._seats = stations
        return there

    def allows(self, agent, family):
        """May the ACD offer the family to the agent with this id?"""
        return any(self._of(agent, family))

    def holds(self, agent, family):
        """Has he a license for it, though its ACD option be off? By hand he may take it then (R40)."""
        return bool(self._of(agent, family))

    def _of(self, agent, family):
        """The ACD options of his licenses: of his own, and of the station's."""
        own, place = (agent, family), (self._seats.get(agent), family)
        return [rows[key] for rows, key in ((self._agents, own), (self._stations, place)) if key in rows]


_kept = (None, None)


def settled(stamp):
    """(Shares, Access of nobody) by a stamp (RoutingStamp) that was read before: as long as it is the same, so are they.

    Inside a transaction nothing is kept: its own changes are stamped when it commits.
    """
    global _kept
    known, today = _kept, timezone.now().date()
    if known[0] == (stamp, today) and stamp and not connection.in_atomic_block:
        return known[1]
    found = Shares.load(), Access.of({})
    if stamp and not connection.in_atomic_block:
        _kept = (stamp, today), found
    return found


def without_license(seat):
    """The families for which whoever sits there was assigned a license that does not count: suspended, or it has ended."""
    mine = AccessLicense.objects.filter(Q(agent=seat.agent_id) | Q(station__isnull=False, station=seat.station_id))
    assigned = set(mine.filter(acd_option=True).values_list("family", flat=True))
    access = Access.of({seat.agent_id: seat.station_id})
    return [family for family in Family if family in assigned and not access.allows(seat.agent_id, family)]
