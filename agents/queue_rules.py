"""What a workgroup says about everything that enters its queue. It changes hardly ever and every customer asks for it."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch

from agents.models import Agent, OverflowStep, RequiredSkill, Ring, Workgroup

KEPT = 3.0  # seconds until a change is seen
_kept = {}


@dataclass(frozen=True, slots=True)
class QueueRules:
    """Weights of priority, time in queue and time in system; needs as plain lists; rings and steps as plain tuples.

    `rings` are (place, seconds, agents), `steps` are (seconds, action, amount, workgroup), `wrap_up` is (status, seconds).
    `asks_wrap_up`: agents are asked for a code at the end.
    """

    weights: tuple[int, int, int]
    needs: list
    rings: tuple
    steps: tuple
    affinity: timedelta
    wrap_up: tuple[int | None, int | None]
    asks_wrap_up: bool


def basis(weights, priority, queued_at, entered_at):
    """What of an interaction's score never changes while it waits, in thousandths: all gain at the same rate.

    `weights` are those of priority, time in queue and time in system.
    """
    by_priority, by_queue, by_system = weights
    return priority * 1000 * by_priority - _ms(queued_at) * by_queue - _ms(entered_at) * by_system


def _ms(moment):
    return int(moment.timestamp() * 1000)


def queue_rules(workgroup):
    """The rules of the workgroup with this id."""
    read_at, rules = _kept.get(workgroup, (0.0, None))
    if read_at + KEPT < time.monotonic():
        rules = _read(workgroup)
        _kept[workgroup] = time.monotonic(), rules
    return rules


def forget():
    """Read all rules anew."""
    _kept.clear()


def _read(pk):
    workgroup = Workgroup.objects.get(pk=pk)
    needed = RequiredSkill.objects.filter(workgroup=pk).order_by("skill")
    columns = ("skill", "min_proficiency", "min_desire", "proficiency_weight", "desire_weight")
    rings = Ring.objects.filter(workgroup=pk).prefetch_related(Prefetch("agents", _able(pk))).order_by("place")
    steps = OverflowStep.objects.filter(workgroup=pk).order_by("seconds", "pk")
    return QueueRules(
        weights=workgroup.rank_weights,
        needs=[list(row) for row in needed.values_list(*columns)],
        rings=tuple((ring.place, ring.seconds, frozenset(agent.pk for agent in ring.agents.all())) for ring in rings),
        steps=tuple(steps.values_list("seconds", "action", "amount", "to_workgroup")),
        affinity=timedelta(seconds=workgroup.affinity_seconds),
        wrap_up=(workgroup.wrap_up_status_id, workgroup.wrap_up_seconds),
        asks_wrap_up=workgroup.asks_wrap_up,
    )


def _able(pk):
    """Whom a ring of this workgroup (id) can add: who left, or is not activated, would hold the next ring up for nothing."""
    return Agent.objects.filter(is_active=True, memberships__workgroup=pk, memberships__activated=True)
