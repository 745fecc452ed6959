"""What agents did: picked up, had in hand, and in which group of statuses they were for how long; of each, or by intervals."""

import bisect
from collections import Counter, defaultdict

from django.db.models import OuterRef, Subquery

from agents.models import Agent, Status, StatusChange
from supervision.reports.parts import LENGTHS, agents

GROUPS = tuple(group.value for group in Status.Group)


def each(scope, now):
    """([(agent, {figure: value})], total): the members of the workgroups, and who worked there then."""
    spent, cells = defaultdict(Counter), defaultdict(Counter)
    for agent, group, begin, end in stretches(scope, now):
        spent[agent][group] += (end - begin).total_seconds()
    for part in agents(scope):
        for agent, row in part.by("agent").items():
            cells[agent].update({name: value or 0 for name, value in row.items()})
    cells.pop(None, None)  # what nobody picked up
    known = Agent.objects.in_bulk({*spent, *cells})
    rows = [(one, figures(cells[pk] | spent[pk])) for pk, one in known.items()]
    rows = sorted((row for row in rows if any(row[1].values())), key=lambda row: str(row[0]).casefold())
    total = Counter()
    for cell in (*cells.values(), *spent.values()):
        total.update(cell)
    return rows, figures(total)


def by_interval(scope, starts, now):
    """(which interval, {group of statuses: seconds}) of what the members spent in each."""
    for _agent, group, begin, end in stretches(scope, now):
        place = bisect.bisect_right(starts, begin) - 1
        while begin < end:
            until = min(end, starts[place + 1] if place + 1 < len(starts) else end)
            yield place, {group: (until - begin).total_seconds()}
            begin, place = until, place + 1


def figures(cell):
    """Lengths in whole seconds."""
    handle = sum(cell[name] for name in LENGTHS)
    counts = {"picked_up": cell["picked_up"], "work": cell["work"], "handle": round(handle / 1000)}
    return counts | {group: round(cell[group]) for group in GROUPS}


def stretches(scope, now):
    """(agent id, group of statuses, from, to) of the members of the workgroups, cut off at the ends of the time."""
    people = Agent.objects.filter(memberships__workgroup__in=scope.workgroups).distinct()
    people = people.filter(pk=scope.agent) if scope.agent else people
    since, until = scope.span.since, min(scope.span.until, now)
    if until <= since:
        return
    for changes in _changes(list(people.values_list("pk", flat=True)), since, until).values():
        ends = [change[1] for change in changes[1:]] + [until]
        for (agent, at, group), end in zip(changes, ends, strict=True):
            if end > max(at, since):
                yield agent, group, max(at, since), end


def _changes(people, since, until):
    """{agent: [(agent, at, group), …]} in order, beginning with the status in which he was at first."""
    before = StatusChange.objects.filter(agent=OuterRef("pk"), at__lt=since).order_by("-at", "-pk").values("pk")[:1]
    first = Agent.objects.filter(pk__in=people).annotate(change=Subquery(before)).values_list("change", flat=True)
    within = StatusChange.objects.filter(agent__in=people, at__gte=since, at__lt=until)
    found = defaultdict(list)
    for rows in (StatusChange.objects.filter(pk__in=list(filter(None, first))), within.order_by("at", "pk")):
        for change in rows.values_list("agent", "at", "status__group"):
            found[change[0]].append(change)
    return found
