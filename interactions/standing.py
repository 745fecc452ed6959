"""Where an interaction stands in a queue: its line, its rank in it, and when something is due for it (R42, R48, R50)."""

from datetime import timedelta

from agents import rings
from agents.models import Family
from agents.needs import fingerprint, read
from agents.queue_rules import basis, queue_rules


def entering(interaction, workgroup, now, *, preferred=None):
    """What changes in the row of an interaction that enters the queue of the workgroup (id).

    Its time in system, priority and skills are kept. `preferred` is the id of the agent who has it first, and for as long
    as the workgroup says alone while he is only full.
    """
    rules = queue_rules(workgroup)
    place = rings.next_place(rules.rings)
    return standing(
        interaction,
        workgroup_id=workgroup,
        queued_at=now,
        ring=place,
        ring_until=_until(now, rings.lasts(rules.rings, place)),
        relaxed=0,
        overflowed=0,
        preferred_id=preferred,
        preferred_until=now + rules.affinity if preferred and rules.affinity else None,
    )


def standing(interaction, **changes):
    """`changes` with what follows from them: line, rank, and the next moment at which something is due."""
    is_now = {name: changes.get(name, getattr(interaction, name)) for name in _DECIDES}
    rules = queue_rules(is_now["workgroup_id"])
    rank = basis(rules.weights, is_now["priority"], is_now["queued_at"], interaction.created_at)
    due = [is_now["ring_until"], is_now["preferred_until"], _next_step(rules, is_now)]
    follows = {
        "line": _line(interaction, is_now),
        "score_basis": rank,
        "step_due_at": min(filter(None, due), default=None),
    }
    return changes | follows


_DECIDES = (
    *("workgroup_id", "priority", "queued_at", "skills", "relaxed", "ring", "ring_until", "overflowed"),
    "preferred_until",
)


def next_ring(rules, place, now):
    """What changes when the next ring joins."""
    later = rings.next_place(rules.rings, place)
    return {"ring": later, "ring_until": _until(now, rings.lasts(rules.rings, later))}


def _line(interaction, is_now):
    """Those in one line may be had by the same agents."""
    asked = fingerprint(read(is_now["skills"]))
    forgiven = is_now["relaxed"] if asked else 0
    family = Family.of(interaction.platform)
    return f"{interaction.media_type}/{family}/{is_now['ring']}/{asked}/{forgiven}"


def _next_step(rules, is_now):
    steps = rules.steps[is_now["overflowed"] :]
    return is_now["queued_at"] + timedelta(seconds=steps[0][0]) if steps else None


def _until(now, seconds):
    return None if seconds is None else now + timedelta(seconds=seconds)
