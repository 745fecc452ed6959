"""Who finds what: supervisors with the right Tracker what is in their workgroups, and everybody what is his own (R73a)."""

from dataclasses import dataclass

from django.db.models import Q

from agents.models import Agent, Workgroup
from audit.rights import Right
from interactions.models import Interaction


@dataclass(frozen=True, slots=True)
class Reach:
    """The workgroups (ids) in which a person finds everything; elsewhere only his own."""

    person: Agent
    workgroups: tuple

    @classmethod
    def of(cls, person):
        """Ask once for each page."""
        supervised = person.memberships.filter(supervises=True) if person.has_perm(Right.TRACKER) else ()
        return cls(person, tuple(sorted(row.workgroup_id for row in supervised)))

    def branches(self, workgroups=None):
        """Conditions that share no interaction, each with an index by date: one for a workgroup, one for his own."""
        supervised = [pk for pk in self.workgroups if workgroups is None or pk in workgroups]
        own = Q(owner=self.person)
        own &= Q(workgroup__in=workgroups) if workgroups is not None else Q()
        return [*(Q(workgroup=pk) for pk in supervised), own & ~Q(workgroup__in=self.workgroups)]

    @property
    def condition(self):
        """The same as one condition."""
        return Q(workgroup__in=self.workgroups) | Q(owner=self.person)

    @property
    def interactions(self):
        """Everything that he finds."""
        return Interaction.objects.filter(self.condition)

    @property
    def offered_workgroups(self):
        """Those among which he may choose."""
        mine = Q(pk__in=self.workgroups) | Q(memberships__agent=self.person)
        return Workgroup.objects.filter(mine).distinct().order_by("name")

    @property
    def offered_agents(self):
        """The people of the workgroups that he supervises, and he himself."""
        near = Q(memberships__workgroup__in=self.workgroups) | Q(pk=self.person.pk)
        return Agent.objects.filter(near).distinct().order_by("first_name", "last_name", "username")
