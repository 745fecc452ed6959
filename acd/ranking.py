"""New weights of a workgroup: the rank of everything that waits in it is worked out anew (R42)."""

import time

from agents.models import Workgroup
from agents.queue_rules import KEPT, basis
from interactions.models import Interaction, State
from rows.updated import update_each

AT_ONCE = 500


def rank_anew(workgroup):
    """See to it that what waits is ranked by the workgroup's present weights; free where that is so already.

    Twice: other processes may go by the old weights for some seconds, and what they put into the queue meanwhile is found
    the second time.
    """
    wanted = ",".join(map(str, workgroup.rank_weights))
    weights, _, when = workgroup.ranked_by.partition("~")
    if workgroup.ranked_by == wanted:
        return
    soon = weights == wanted and time.time() - int(when or 0) < 2 * KEPT
    if soon:
        return
    _rank(workgroup)
    done = wanted if weights == wanted else f"{wanted}~{int(time.time())}"
    Workgroup.objects.filter(pk=workgroup.pk).update(ranked_by=done)
    workgroup.ranked_by = done


def _rank(workgroup):
    """In portions, oldest first; what is moved on meanwhile keeps out of it."""
    last, here = 0, Interaction.objects.filter(workgroup=workgroup, state=State.WAITING)
    here = here.order_by("pk").values_list("pk", "priority", "queued_at", "created_at")
    while rows := list(here.filter(pk__gt=last)[:AT_ONCE]):
        ranks = {pk: {"score_basis": basis(workgroup.rank_weights, *facts)} for pk, *facts in rows}
        update_each(Interaction, ranks, where={"state": State.WAITING, "workgroup": workgroup.pk})
        last = rows[-1][0]
