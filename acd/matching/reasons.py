"""Why it was offered to him, for the journal: ids, numbers and enums only (R52)."""

from collections import Counter

from agents.models import QueueType

NEXT_BEST = 3  # candidates named in the reason beside the one who got it
NAMED = 10  # of those whom one rule kept out; the others are counted


def why(one, best, verdicts, at):
    """The reason for giving `one` to the first of the `best`; `at` is the pass as it was just before."""
    chosen, *others = best
    suits = at.agents.skill(chosen, one.needs)
    return {
        "rule": _rule(one, chosen, at),
        "seconds": _available(at, chosen),
        "next": [[agent, _available(at, agent)] for agent in others],
        "excluded": dict(Counter(rule for rule in verdicts.values() if rule)),
        "out": _named(verdicts),
        "able": sum(not rule for rule in verdicts.values()),
        "scores": [_scored(agent, one, at) for agent in best],
        "room": [_room(agent, one, at) for agent in best],
        "interaction": _waited(one, suits, at),
    }


def _rule(one, chosen, at):
    if chosen == one.preferred:
        return "preferred"
    if at.rules.queue_type == QueueType.ROUND_ROBIN:
        return "round_robin"
    return "longest_available" if at.agents.only_time and not one.needs else "best_score"


def _available(at, agent):
    return max(0, int(at.agents.seconds(agent)))


def _scored(agent, one, at):
    """[agent, score, skill]"""
    return [agent, round(at.agents.score(agent, one.needs), 2), round(at.agents.skill(agent, one.needs), 2)]


def _room(agent, one, at):
    """[agent, how many he has, how many he could have]"""
    items = at.items[agent]
    left = at.rules.shares.room_for(agent, items, one.item, exempts_held=at.rules.exempts_held)
    return [agent, len(items), len(items) + left]


def _named(verdicts):
    out = {}
    for agent, rule in verdicts.items():
        if rule and len(out.setdefault(rule, [])) < NAMED:
            out[rule].append(agent)
    return out


def _waited(one, suits, at):
    said = {
        "score": round(at.queue.score(one, suits), 2),
        "priority": one.priority,
        "queue": max(0, int(at.queue.in_queue(one))),
        "system": max(0, int((at.now - one.entered_at).total_seconds())),
    }
    extra = {"window": at.queue.urgent(one), "first": one.first_in_line, "relaxed": one.relaxed}
    return said | {name: value for name, value in extra.items() if value}
