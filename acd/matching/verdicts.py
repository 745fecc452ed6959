"""May this agent have that interaction? Every rule, in the order in which it is named as the reason (R40, R41, R48, R50)."""

from agents.rings import circle

# Those that have nothing to do with the one interaction come first.
AGENT_RULES = ("not_activated", "not_logged_on", "status")


def verdict(candidate, one, items, rules, within):
    """The first rule that keeps this candidate from it, or an empty string. `within` is the ring's circle; None: everybody."""
    holds = {
        "not_activated": candidate.activated,
        "not_logged_on": candidate.logged_on,
        "status": candidate.takes_acd,
        "license": one.family in candidate.families,
        "declined": candidate.id not in one.refused_by,
        "ring": within is None or candidate.id in within,
        "skill": all(need.met_by(candidate.levels, one.relaxed) for need in one.needs),
    }
    broken = next((rule for rule, right in holds.items() if not right), "")
    return broken or ("" if has_room(candidate, one, items, rules) else "room")


def has_room(candidate, one, items, rules):
    """Within 100 % and the number of its type (R41)?"""
    return rules.shares.fits(candidate.id, items, one.item, exempts_held=rules.exempts_held)


def judge(one, candidates, items, rules, now):
    """{agent: rule that keeps him out, or blank} for every candidate; `items` is what each has by now."""
    within = circle(rules.rings, one.ring)
    found = {c.id: verdict(c, one, items[c.id], rules, within) for c in candidates}
    return kept_for_the_last(found, one, now)


def kept_for_the_last(found, one, now):
    """The agent who last had the customer is only full: nobody else has it for a while. Anything else: no wait (R50)."""
    waits = one.preferred_until is not None and now < one.preferred_until
    if waits and found.get(one.preferred) == "room":
        return {agent: rule or "affinity" for agent, rule in found.items()}
    return found
