"""What agents did, one row for each: picked up, had in hand, and in which group of statuses they were for how long."""

from collections import Counter, defaultdict

from django.db.models import Count, OuterRef, Subquery, Sum

from agents.models import Agent, Status, StatusChange
from interactions.models import Stay
from supervision.reports.counting import Scope

LENGTHS = ("connected", "held", "wrap_up")


def agents(scope: Scope, now):
    """([(agent, {figure: value})], total) of the members of the workgroups."""
    people = Agent.objects.filter(memberships__workgroup__in=scope.workgroups).distinct()
    people = people.filter(pk=scope.agent) if scope.agent else people
    people = list(people.order_by("first_name", "last_name", "username"))
    picked = _by_agent(scope.stays().filter(end=Stay.End.PICKED_UP), number=Count("pk"))
    work = _by_agent(scope.work(), number=Count("pk"), **{name: Sum(f"{name}_ms") for name in LENGTHS})
    spent = times_in_groups([one.pk for one in people], scope.span.since, min(scope.span.until, now))
    rows = [(one, _row(picked[one.pk], work[one.pk], spent[one.pk])) for one in people]
    total = Counter()
    for _agent, row in rows:
        total.update(row)
    return [row for row in rows if any(row[1].values())], dict(total)


def _by_agent(rows, **sums):
    found = defaultdict(dict)
    for row in rows.values("agent").annotate(**sums):
        found[row.pop("agent")] = row
    return found


def _row(picked, work, spent):
    handle = sum(work.get(name) or 0 for name in LENGTHS)
    counts = {"picked_up": picked.get("number", 0), "work": work.get("number", 0), "handle": round(handle / 1000)}
    return counts | {group.value: round(spent[group.value]) for group in Status.Group}


def times_in_groups(people, since, until):
    """{agent id: Counter of seconds by group of status} between two moments."""
    found = defaultdict(Counter)
    if until <= since:
        return found
    for changes in _changes(people, since, until).values():
        ends = [change[1] for change in changes[1:]] + [until]
        for (agent, at, group), end in zip(changes, ends, strict=True):
            found[agent][group] += max(0.0, (end - max(at, since)).total_seconds())
    return found


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
