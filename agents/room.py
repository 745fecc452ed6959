"""Has an agent room and license for one more? Pure arithmetic over rows that the caller loaded under the agent's lock."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from agents.models import AccessLicense, License, Seat, Utilization


@dataclass(frozen=True, slots=True)
class Share:
    """What one interaction takes of an agent (percent), and how many of its type he may have at once."""

    percent: int = 100
    max_assign: int = 1


DEFAULT = Share()


@dataclass(frozen=True, slots=True)
class Item:
    """Something an agent has: its type and the workgroup that gave it."""

    media_type: str
    workgroup: int | None


class Shares:
    """The utilization tables of some agents and workgroups. The agent's own row wins over the workgroup's."""

    def __init__(self, rows):
        self._own = {(r.agent_id, r.media_type): Share(r.percent, r.max_assign) for r in rows if r.agent_id}
        self._group = {(r.workgroup_id, r.media_type): Share(r.percent, r.max_assign) for r in rows if r.workgroup_id}

    @classmethod
    def load(cls):
        """All tables: they are small, and one query is cheaper than a clever one."""
        return cls(list(Utilization.objects.all()))

    def of(self, agent, item):
        """The share that `item` takes of the agent with this id."""
        own = self._own.get((agent, item.media_type))
        return own or self._group.get((item.workgroup, item.media_type), DEFAULT)

    def percent(self, agent, items):
        """How much of the agent these items take together."""
        return sum(self.of(agent, item).percent for item in items)

    def fits(self, agent, items, new):
        """May `new` come to what the agent has? The sum stays within 100 %, the type within its number (R41)."""
        share = self.of(agent, new)
        same = Counter(item.media_type for item in items)[new.media_type]
        return self.percent(agent, items) + share.percent <= 100 and same < share.max_assign


class Access:
    """Who may receive which platform family, by his own license or by that of the station he sits at."""

    def __init__(self, rows, valid, stations):
        parts = set(valid)
        rows = [r for r in rows if License.ACCESS[r.family] in parts and License.FEATURES[r.family] in parts]
        self._agents = {(r.agent_id, r.family) for r in rows if r.agent_id}
        self._stations = {(r.station_id, r.family) for r in rows if r.station_id}
        self._seats = stations

    @classmethod
    def load(cls, agents):
        """For these agent ids. Without the family's feature license nobody may receive it."""
        valid = License.valid(timezone.now().date()).values_list("part", flat=True)
        seats = dict(
            Seat.objects.live().filter(agent__in=agents, station__isnull=False).values_list("agent", "station")
        )
        rows = AccessLicense.objects.filter(acd_option=True)
        return cls(list(rows), valid, seats)

    def allows(self, agent, family):
        """May the agent with this id receive the family?"""
        return (agent, family) in self._agents or (self._seats.get(agent), family) in self._stations
