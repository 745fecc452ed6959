"""To whom one can transfer: colleagues, workgroups and stations, each with what one wants to know before."""

from dataclasses import dataclass

from django.db.models import Count, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.hours import schedules
from agents.models import Agent, Membership, Seat, Skill, SkillLevel, Station, Workgroup
from agents.needs import read, together
from agents.room import Access, Shares
from interactions.models import Interaction
from interactions.serializers import iso
from workspace.snapshot import queue_counts

MOST = 50  # of each kind; who looks for more types more


def found(asked, person, interaction=None):
    """Those whose name has all the words of `asked`, as seen by `person`; `interaction` is what is to be handed on."""
    words = asked.split()[:5]
    agents = _colleagues(words, person)
    seats = {seat.agent_id: seat for seat in Seat.objects.live().select_related("station")}
    facts = Facts.load(agents, seats, interaction)
    return {
        "workgroups": _workgroups(words),
        "agents": [_agent(agent, facts) for agent in agents],
        "stations": _stations(words, person, facts),
    }


def _containing(words, *fields):
    """Each word stands in one of these fields."""
    condition = Q()
    for word in words:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        condition &= anywhere
    return condition


def _colleagues(words, person):
    named = _containing(words, "username", "first_name", "last_name")
    members = Agent.objects.filter(named, pk__in=Membership.objects.values("agent"), is_active=True)
    return list(members.exclude(pk=person.pk).select_related("status").order_by("first_name", "username")[:MOST])


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the colleagues at this moment: a query for each kind of fact."""

    seats: dict
    access: Access
    shares: Shares
    loads: dict
    skills: dict
    family: object

    @classmethod
    def load(cls, agents, seats, interaction):
        """For these agents; without an interaction nothing is asked of their licenses and skills."""
        ids = [*{agent.pk for agent in agents} | set(seats)]
        return cls(
            seats=seats,
            access=Access.of({pk: seat.station_id for pk, seat in seats.items()}),
            shares=Shares.load(),
            loads=Interaction.objects.loads(ids),
            skills=_skills(ids, interaction),
            family=interaction and interaction.family,
        )

    def refused(self, agent):
        """Why nothing can be handed to the agent with this id now; blank: it can."""
        if agent not in self.seats:
            return _("not logged on")
        if self.family and not self.access.holds(agent, self.family):
            return _("no access license for this platform")
        return ""


def _skills(agents, interaction):
    """{agent id: [{"name", "level"}]} of the skills that the interaction asks for."""
    needs = read(interaction.skills) if interaction else ()
    if not needs:
        return {}
    asked = [need.skill for need in needs]
    names, levels = dict(Skill.objects.filter(pk__in=asked).values_list("pk", "name")), _levels(agents, asked)
    return {
        agent: [{"name": names.get(pk, ""), "level": mine[pk][0]} for pk in asked if pk in mine]
        for agent, mine in together(levels).items()
    }


def _levels(agents, skills):
    """(agent, is it his own level, skill, proficiency, desire): of people, and of their workgroups."""
    levels, columns = SkillLevel.objects.filter(skill__in=skills), ("skill", "proficiency", "desire")
    own = levels.filter(agent__in=agents).values_list("agent", Value(True), *columns)
    theirs = levels.filter(workgroup__memberships__agent__in=agents)
    return [*own, *theirs.values_list("workgroup__memberships__agent", Value(False), *columns)]


def _agent(agent, facts):
    status, items = agent.status, facts.loads.get(agent.pk, [])
    return {
        "id": agent.pk,
        "name": str(agent),
        "status": status and status.words,
        "status_since": iso(agent.status_since),
        "takes_acd": bool(status and status.takes_acd),
        "do_not_disturb": bool(status and status.do_not_disturb),
        "logged_on": agent.pk in facts.seats,
        "load": {"now": len(items), "percent": facts.shares.percent(agent.pk, items)},
        "skills": facts.skills.get(agent.pk, []),
        "refused": facts.refused(agent.pk),
    }


def _workgroups(words):
    groups = Workgroup.objects.taking_social().filter(_containing(words, "name")).prefetch_related("hours", "holidays")
    groups, now, (counts, _own) = list(groups[:MOST]), timezone.now(), queue_counts()
    available, hours = _available(groups), schedules(groups)
    return [
        {
            "id": group.pk,
            "name": group.name,
            **counts.get(group.pk, {"waiting": 0, "longest_since": None}),
            "available": available.get(group.pk, 0),
            "opens_at": iso(_opening(hours.get(group.pk), now)),
            "open": group.pk not in hours or hours[group.pk].open_at(now),
        }
        for group in groups
    ]


def _opening(schedule, now):
    """When it opens next, if it is closed and opens within a year."""
    return None if schedule is None or schedule.open_at(now) else schedule.next_opening(now)


def _available(groups):
    """{workgroup id: how many of its members are logged on in a status that takes interactions}"""
    there = Membership.objects.filter(workgroup__in=groups, activated=True, agent__status__takes_acd=True)
    there = there.filter(agent__is_active=True, agent__seat__in=Seat.objects.live())
    return dict(there.order_by().values_list("workgroup").annotate(Count("pk")))


def _stations(words, person, facts):
    """Those by name, or by the name of who sits there."""
    sitting = {seat.station_id: seat.agent_id for seat in facts.seats.values() if seat.station_id}
    named = _containing(words, "name", "seat__agent__first_name", "seat__agent__last_name")
    rows = Station.objects.filter(named).select_related("seat__agent").order_by("name")[:MOST]
    return [_station(row, sitting.get(row.pk), facts) for row in rows if sitting.get(row.pk) != person.pk]


def _station(station, agent, facts):
    refused = facts.refused(agent) if agent else _("nobody is logged on here")
    taken_by = str(station.seat.agent) if agent else None
    return {"id": station.pk, "name": station.name, "taken_by": taken_by, "refused": refused}
