"""Which of those that wait a pass looks at: as few as are enough, however many wait. The one place that knows the database.

All in one line may be had by the same agents, and the order within it never changes. So the first ones of each line are
enough: as many as there is room, and as were declined by those who have room. The lines are found by jumping along the index
from one to the next; nothing is counted or sorted.
"""

from django.db import connection
from django.db.models import Q

from interactions.models import Interaction, State

MOST = 200  # of one line that are looked at in one pass
TABLE = Interaction._meta.db_table
HERE = f"FROM {TABLE} WHERE workgroup_id = %s AND state = 'waiting'"
RANK = "first_in_line DESC, score_basis DESC, queued_at, id"
LINES = f"""WITH RECURSIVE lines(line) AS (
    SELECT min(line) {HERE} AND preferred_id IS NULL
    UNION ALL
    SELECT (SELECT min(line) {HERE} AND preferred_id IS NULL AND line > lines.line) FROM lines WHERE line IS NOT NULL
)"""
HEADS = f"""{LINES} SELECT head.id FROM lines CROSS JOIN LATERAL (
    SELECT id {HERE} AND preferred_id IS NULL AND line = lines.line ORDER BY {RANK} LIMIT %s
) AS head WHERE lines.line IS NOT NULL"""


def first_ones(workgroup, most):
    """The ids of the first `most` of every line of the workgroup (id)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(HEADS, [workgroup, workgroup, workgroup, most])
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute(f"{LINES} SELECT line FROM lines WHERE line IS NOT NULL", [workgroup, workgroup])
        return [pk for (line,) in cursor.fetchall() for pk in _line(workgroup, line, most)]


def _line(workgroup, line, most):
    rows = Interaction.objects.waiting().filter(workgroup=workgroup, line=line, preferred=None)
    return rows.values_list("pk", flat=True)[:most]


def preferring(workgroup):
    """[(id, agent it waits for first, until when)] of the first ones that an agent has before others."""
    rows = Interaction.objects.filter(workgroup=workgroup, state=State.WAITING, preferred__isnull=False)
    return rows.order_by("-first_in_line", "-score_basis").values_list("pk", "preferred", "preferred_until")


def closing(workgroup, now, until):
    """The ids of those whose reply window closes soonest, before `until`."""
    rows = Interaction.objects.filter(workgroup=workgroup, state=State.WAITING, window_closes_at__gt=now)
    return rows.filter(window_closes_at__lte=until).order_by("window_closes_at", "pk").values_list("pk", flat=True)


def free(workgroup, there, now):
    """Nobody is waited for any more where the agent is none of those `there`, or his time is over."""
    over = Q(preferred_until__lte=now) | ~Q(preferred__in=there)
    rows = Interaction.objects.filter(workgroup=workgroup, state=State.WAITING, preferred__isnull=False)
    rows.filter(over).update(preferred=None, preferred_until=None)
