"""Pages of what was asked for.

Two ways lead to a page. Going through the newest interactions and looking at each is short where much fits; gathering what
fits by an index and putting it in order is short where little does. Which it is only the data know, so the first way is
gone for a bounded stretch, and the second only when the page is not full by then. Both end soon however much there is.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Case, Q, When

from interactions.models import Interaction
from supervision.tracker import sorting
from supervision.tracker.planning import TooLong, searching
from supervision.tracker.ranking import ranking
from supervision.tracker.sorting import RELEVANCE, Step

SIZE = 50
NEAR = 4000  # interactions that are looked at before the other way is taken
APART = 80  # and for long pages so many for each row
COUNTED_MOST = 10_000
COUNTING = 1500  # ms
PLACED_MOST = 1000
PLACING = 700  # ms


@dataclass(frozen=True, slots=True)
class Page:
    """Ids in their order, and the keys from which the neighboring pages begin (blank: there is none)."""

    ids: list
    back: str = ""
    onward: str = ""


class Finding:
    """One search of one person, as of one moment. `criteria` is a valid `criteria.Criteria`.

    `known`: the moment at which a list was drawn. What began later is not in it, so it moves no place and no number.
    """

    def __init__(self, criteria, now, order=None, known=None):
        self.criteria, self.now = criteria, now
        self.sort, self.down = order or criteria.order
        self._known = Q(created_at__lte=known) if known else Q()

    def page(self, onward="", back="", size=SIZE):
        """The first page, or what comes right after one key, or right before another."""
        if self.sort == RELEVANCE:
            return _slice(self.ranking.ids, onward, back, size)
        with searching():
            further, before = sorting.read(onward, self.sort), sorting.read(back, self.sort)
            if before and not further:
                rows = self._rows(self._step(before, not self.down), size + 1)
                return _page(rows[:size][::-1], back=len(rows) > size, onward=True)
            rows = self._rows(self._step(further, self.down), size + 1)
            return _page(rows[:size], back=bool(further), onward=len(rows) > size)

    def neighbors(self, interaction):
        """The ids right before and right after it in the list; None where there is none."""
        if self.sort == RELEVANCE:
            return _around(self.ranking.ids, interaction.pk)
        with searching():
            here = self._at(interaction)
            sides = (self._rows(self._step(here, down), 1) for down in (not self.down, self.down))
            before, after = (rows[0][1] if rows else None for rows in sides)
            return before, after

    def count(self):
        """(how many, are there more): no further than is worth the time; None where even that takes too long."""
        return _bounded(lambda: self._counted(self._step(None, True), COUNTED_MOST + 1).count(), COUNTED_MOST, COUNTING)

    def place(self, interaction):
        """(its place, from 1; is it further behind than that): counted as far as is worth it; None: not in the list."""
        return _bounded(lambda: self._place(interaction), PLACED_MOST, PLACING)

    def everything(self):
        """All of it as one query, for who goes through it from end to end."""
        return Interaction.objects.filter(self.criteria.reach.condition, self._within, *self._gathering)

    @cached_property
    def ranking(self):
        """What fits by relevance, as far as that is worth the time."""
        step = self._step(None, True)
        return ranking(self.criteria, lambda n: list(self._gathered(step)[:n]), lambda n: self._rows(step, n))

    @cached_property
    def _conditions(self):
        return self.criteria.conditions()

    @cached_property
    def _gathering(self):
        """Each condition in the way for what is rare."""
        groups = self.criteria.workgroups
        narrowed = [] if groups is None else [Q(workgroup__in=groups)]
        return narrowed + [condition.gathered for condition in self._conditions]

    @property
    def _within(self):
        return self.criteria.span & self._known

    def _place(self, interaction):
        """1 and what stands before it; 0 where it is not in the list."""
        if self.sort == RELEVANCE:
            ids = self.ranking.ids
            return 1 + ids.index(interaction.pk) if interaction.pk in ids else 0
        if not self._holds(interaction):
            return 0
        return 1 + self._counted(self._step(self._at(interaction), not self.down), PLACED_MOST).count()

    def _holds(self, interaction):
        groups = self.criteria.workgroups
        narrowed = [] if groups is None else [Q(workgroup__in=groups)]
        asked = [self.criteria.reach.condition, self._within, *narrowed, *(one.row for one in self._conditions)]
        return Interaction.objects.filter(*asked, pk=interaction.pk).exists()

    def _at(self, interaction):
        return sorting.value(interaction, self.sort, self.now), interaction.pk

    def _step(self, place, down):
        value, pk = place or (None, 0)
        return Step(value, pk, down, self.now)

    def _rows(self, step, limit):
        """[(key, id)] from there on."""
        if any(condition.few for condition in self._conditions):
            return list(self._gathered(step)[:limit])
        if not self._conditions:
            return list(self._through(step, limit))
        edge = self._edge(step, max(NEAR, limit * APART))
        near = list(self._through(step, limit, edge))
        return near if edge is None or len(near) >= limit else list(self._gathered(step)[:limit])

    def _edge(self, step, near=NEAR):
        """The place up to which interactions are looked at; None: there are not so many."""
        # The number of rows that are passed over is the same however much there is.
        found = list(self._pieces(step, near + 1, [])[near:])
        return found[0] if found else None

    def _through(self, step, limit, edge=None):
        """Looking at one after the other."""
        near = Q() if edge is None else Q(**{f"key__{'gt' if step.down else 'lt'}e": edge[0]})
        return self._pieces(step, limit, [condition.row for condition in self._conditions], near)

    def _pieces(self, step, limit, conditions, near=None):
        """One query out of a piece for each workgroup, each of which an index has in order already."""
        pieces = [
            _keyed(Interaction.objects.filter(branch, part, self._within, *conditions), key, step, near)
            for branch in self.criteria.reach.branches(self.criteria.workgroups)
            for part, key in sorting.parts(self.sort, step.now)
        ]
        if len(pieces) > 1 and connection.features.supports_slicing_ordering_in_compound:
            # PostgreSQL reads each piece in its order only if it is asked to there.
            pieces = [piece.order_by(*step.order)[:limit] for piece in pieces]
        return _together(pieces, step)[:limit]

    def _gathered(self, step):
        """What fits, put in order afterwards: no index has this key, so none is gone through in vain."""
        pieces = [
            _keyed(self.everything().filter(part), Case(When(pk__gt=0, then=key)), step)
            for part, key in sorting.parts(self.sort, step.now)
        ]
        return _together(pieces, step)

    def _counted(self, step, limit):
        """What is there from a step on, by the shorter way."""
        if not self._conditions:
            return self._through(step, limit)
        if any(condition.few for condition in self._conditions):
            return self._gathered(step)[:limit]
        edge = self._edge(step)
        often = edge is None or self._through(step, SIZE + 1, edge).count() > SIZE
        return self._through(step, limit) if often else self._gathered(step)[:limit]


def _bounded(number, most, patience):
    """(a number, is it larger than that): None where finding it out takes too long."""
    try:
        with searching(patience):
            found = number()
    except TooLong:
        return None
    return min(found, most), found > most


def _together(pieces, step):
    first, *others = pieces
    return (first.union(*others, all=True) if others else first.order_by()).order_by(*step.order)


def _keyed(interactions, key, step, near=None):
    rows = interactions.annotate(key=key).filter(step.beyond(), near or Q())
    return rows.order_by().values_list("key", "pk")


def _page(rows, *, back, onward):
    first, last = (sorting.written(*rows[place]) if rows else "" for place in (0, -1))
    return Page([pk for _key, pk in rows], first if back else "", last if onward else "")


def _slice(ids, onward, back, size):
    """A page of what is ranked; the key is the id of the row before or after it."""
    places = {str(pk): place for place, pk in enumerate(ids)}
    end = places.get(back, 0)
    begin = places[onward] + 1 if onward in places else max(0, end - size)
    page = ids[begin : begin + size]
    further = begin + size < len(ids)
    return Page(page, str(page[0]) if page and begin else "", str(page[-1]) if page and further else "")


def _around(ids, pk):
    place = ids.index(pk) if pk in ids else None
    if place is None:
        return None, None
    return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)
