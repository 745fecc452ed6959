"""How interactions are looked up: through the person who asks."""

from collections import defaultdict
from functools import cache, lru_cache

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from agents.models import Membership
from agents.room import Item
from interactions.models.labels import marks
from interactions.models.states import OPEN, OWNED, TAKES_ROOM, State
from rows.among import Many
from rows.prepared import Prepared


@cache
def _loads(model):
    """What these agents have, or get back if nobody takes it."""
    columns = ("owner", "returns_to", "media_type", "workgroup", "state")

    def rows(agents):
        mine = Q(owner__id__among=agents) | Q(returns_to__id__among=agents)
        found = model.objects.filter(mine, state__in=TAKES_ROOM).order_by().values_list(*columns)
        return found.annotate(count=Count("pk"))  # most of what somebody has is alike

    return Prepared(rows)


@cache
def _waiting_for(model):
    """Of the workgroups in which they are activated, those whose queue is not empty."""
    waiting = model.objects.filter(workgroup=OuterRef("workgroup"), state=State.WAITING)

    def rows(agents):
        places = Membership.objects.filter(Exists(waiting), agent__id__in=agents, activated=True)
        return places.values_list("workgroup", flat=True).distinct()

    return Prepared(rows)


_item = lru_cache(10_000)(Item)  # many have the same


class Interactions(models.QuerySet):
    """Interactions, by who may see them and by what they wait for."""

    def for_agent(self, agent):
        """His own, open and closed; those that come back to him; those waiting where he is a member (R73a)."""
        waiting = Q(state=State.WAITING, workgroup__in=agent.memberships.values("workgroup"))
        return self.filter(Q(owner=agent) | Q(returns_to=agent) | waiting)

    def for_supervisor(self, person):
        """Those of the workgroups that he supervises; an administrator without workgroups sees none."""
        return self.filter(workgroup__in=person.memberships.filter(supervises=True).values("workgroup"))

    def for_person(self, person):
        """What he may see as an agent or as a supervisor."""
        ids = Interactions.for_agent(self.model.objects.all(), person).values("pk")
        supervised = person.memberships.filter(supervises=True).values("workgroup")
        return self.filter(Q(pk__in=ids) | Q(workgroup__in=supervised))

    def talked_about(self, person):
        """Of the customers he is talking to, what was and is handled in his workgroups (R73a)."""
        customers = Interactions.of(self.model.objects.all(), person).values("customer")
        return self.filter(customer__in=customers, workgroup__in=person.memberships.values("workgroup"))

    def open(self):
        """Not yet disconnected."""
        return self.filter(state__in=OPEN)

    def of(self, agent):
        """What is on his desk: his open ones and those he has handed to somebody who has not taken them."""
        return self.filter(Q(owner=agent, state__in=OWNED) | Q(returns_to=agent, state=State.ALERTING))

    def waiting(self):
        """In a queue, in the order of their rank without regard to skills: the returned first, then by score."""
        return self.filter(state=State.WAITING).order_by("-first_in_line", "-score_basis", "queued_at", "pk")

    def loads(self, agents):
        """Return {agent id: [Item, …]} of what takes room. A transfer counts against both until it is taken."""
        loads = defaultdict(list)
        for owner, returns_to, media_type, workgroup, state, count in _loads(self.model)(Many(agents)):
            items = [_item(media_type, workgroup, state == State.HELD)] * count
            for agent in {owner, returns_to} - {None}:
                loads[agent] += items
        return loads

    def waiting_for(self, agents):
        """The workgroups (ids) that may give something to one of these agents (ids)."""
        return _waiting_for(self.model)(list(agents))

    def asking_for(self, skill):
        """How many of them ask for the skill with this id; most ask for the same few things."""
        rows = self.exclude(skills=[]).order_by().values_list("skills").annotate(number=Count("pk"))
        return sum(number for needs, number in rows if any(need[0] == skill for need in needs))

    def with_row(self):
        """With what a row of the desk shows, in one query; the names in it come from `interactions.names`."""
        return self.select_related("thread__peer", "customer", "last_message").annotate(marks=marks(self.model))

    def with_people(self):
        """With everybody and everything that has a name, for pages that show interactions at length."""
        return self.with_row().select_related("thread__channel", "workgroup", "owner", "returns_to")
