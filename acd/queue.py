"""Which of those that wait a pass looks at: as few as are enough, however many wait. The one place that knows the database.

All in one line may be had by the same agents, and the order within it never changes. So the first ones of each line are
enough: as many as there is room, and as were declined by those who have room. The lines are found by jumping along the index
from one to the next; nothing is counted or sorted.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from interactions.models import Interaction, State
from rows.prepared import Prepared

MOST = 200  # of one line that are looked at in one pass
TABLE = Interaction._meta.db_table
HERE = f"FROM {TABLE} WHERE workgroup_id = %s AND state = 'waiting'"
RANK = "first_in_line DESC, score_basis DESC, queued_at, id"
LINES = f"""WITH RECURSIVE lines(line) AS (
    SELECT min(line) {HERE} AND preferred_id IS NULL
    UNION ALL
    SELECT (SELECT min(line) {HERE} AND preferred_id IS NULL AND line > lines.line) FROM lines WHERE line IS NOT NULL
)"""
HEADS = f"""SELECT 'line', head.id, NULL::bigint, NULL::timestamptz FROM lines CROSS JOIN LATERAL (
    SELECT id {HERE} AND preferred_id IS NULL AND line = lines.line ORDER BY {RANK} LIMIT %s
) AS head WHERE lines.line IS NOT NULL"""
PREFERRING = f"""SELECT 'preferring', id, preferred_id, preferred_until
    {HERE} AND preferred_id IS NOT NULL ORDER BY first_in_line DESC, score_basis DESC LIMIT {MOST}"""
CLOSING = f"""SELECT 'closing', soon.id, NULL, NULL FROM lines CROSS JOIN LATERAL (
    SELECT id {HERE} AND preferred_id IS NULL AND line = lines.line
    AND window_closes_at > %s AND window_closes_at <= %s ORDER BY window_closes_at, id LIMIT %s
) AS soon WHERE lines.line IS NOT NULL"""
AT_ONCE = f"{LINES} {HEADS} UNION ALL ({PREFERRING}) UNION ALL {CLOSING}"


@dataclass(slots=True)
class Front:
    """The ids of those that come first, by why they are looked at; `preferring` is [(id, agent, until when)]."""

    line: list = field(default_factory=list)
    preferring: list = field(default_factory=list)
    closing: list = field(default_factory=list)

    @property
    def ids(self):
        """All of them."""
        return {*self.line, *self.closing, *(pk for pk, _agent, _until in self.preferring)}


def front(workgroup, most, now, until):
    """The first `most` of every line of the workgroup (id), those that an agent has first, those that close before `until`.

    Of these, too, the first `most` of every line: what closes first may be asked of skills that nobody has.
    """
    if connection.vendor != "postgresql":
        return _front_by_parts(workgroup, most, now, until)
    found = Front()
    with connection.cursor() as cursor:
        cursor.execute(AT_ONCE, [*[workgroup] * 3, most, workgroup, workgroup, now, until, most])
        for why, pk, agent, preferred_until in cursor.fetchall():
            getattr(found, why).append((pk, agent, preferred_until) if why == "preferring" else pk)
    return found


def _front_by_parts(workgroup, most, now, until):
    waiting = Interaction.objects.waiting().filter(workgroup=workgroup)
    with connection.cursor() as cursor:
        cursor.execute(f"{LINES} SELECT line FROM lines WHERE line IS NOT NULL", [workgroup, workgroup])
        lines = [line for (line,) in cursor.fetchall()]
    heads = [waiting.filter(line=line, preferred=None).values_list("pk", flat=True) for line in lines]
    preferring = waiting.filter(preferred__isnull=False).values_list("pk", "preferred", "preferred_until")
    soon = {"window_closes_at__gt": now, "window_closes_at__lte": until}
    closing = [head.filter(**soon).order_by("window_closes_at", "pk") for head in heads]
    return Front(
        [pk for head in heads for pk in head[:most]],
        list(preferring[:MOST]),
        [pk for rows in closing for pk in rows[:most]],
    )


_preferring = Prepared(
    lambda workgroup, agents: Interaction.objects.filter(
        workgroup=workgroup, state=State.WAITING, preferred__id__in=agents
    ).values_list("pk", flat=True)[:MOST]
)


def preferring(workgroup, agents):
    """The ids of those that one of these agents has first."""
    return _preferring(workgroup, list(agents))


def free(workgroup, there, now):
    """Nobody is waited for any more where the agent is none of those `there`, or his time is over."""
    over = Q(preferred_until__lte=now) | ~Q(preferred__in=there)
    rows = Interaction.objects.filter(workgroup=workgroup, state=State.WAITING, preferred__isnull=False)
    rows.filter(over).update(preferred=None, preferred_until=None)
