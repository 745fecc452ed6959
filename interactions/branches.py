"""Branches of a public conversation: what stands above a comment, and how much hangs on it."""

from django.db import connection
from django.db.models import Count

from interactions.models import Message

# The same on both databases. UNION, not UNION ALL: a platform that names two comments as each other's parent ends it too.
ABOVE = """
WITH RECURSIVE above(id, parent_id) AS (
  SELECT id, parent_id FROM interactions_message WHERE thread_id = %s AND id IN ({places})
  UNION
  SELECT parent.id, parent.parent_id FROM interactions_message parent JOIN above ON parent.id = above.parent_id
  WHERE parent.thread_id = %s
)
SELECT id FROM above
"""


def above(thread, parents):
    """Ids of these messages of a thread and of all that stand above them, in one query."""
    parents = sorted(parents)
    if not parents:
        return []
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(parents))
        cursor.execute(ABOVE.format(places=places), [thread.pk, *parents, thread.pk])
        return [pk for (pk,) in cursor.fetchall()]


def answers(ids):
    """{id: how many answers hang on it directly}, in one query; those without any are left out."""
    if not ids:
        return {}
    rows = Message.objects.filter(parent__in=ids).order_by().values("parent").annotate(count=Count("pk"))
    return {row["parent"]: row["count"] for row in rows}
