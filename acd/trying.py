"""Who would get the next interaction, and who after him: the decision tried on the people who are there, nothing offered."""

from dataclasses import replace

from django.utils.translation import gettext as _

from acd import loading
from acd.matching import Waiting, judge, match
from agents.models import Agent, Family
from agents.needs import read
from agents.queue_rules import queue_rules
from agents.rings import EVERYONE, lasts, next_place
from agents.room import Item
from audit.local_times import lasting
from interactions.names import name_of
from interactions.reasons import rule_words, score_words, why_words

MOST = 20  # places that are worked out


def line(workgroup, media_type, platform, now, present=None):
    """The order as it is now; with `present` (ids) as if just these were activated, logged on and available."""
    rules = loading.rules_of(workgroup)
    candidates = loading.with_levels(loading.load_candidates(workgroup, now))
    there = _there(candidates) if present is None else set(present)
    candidates = [_as_if(one, one.id in there) for one in candidates] if present is not None else candidates
    needs = read(queue_rules(workgroup.pk).needs)
    one = Waiting(0, Item(media_type, workgroup.pk), Family.of(platform), now, now, needs=needs)
    found, left = _by_rings(one, candidates, rules, now)
    verdicts = judge(one, left, {c.id: c.items for c in left}, rules, now)
    out = {agent: rule or "custom" for agent, rule in verdicts.items()} if len(found) < MOST else {}
    return {
        "line": found,
        "out": [{"agent": _named(agent), "rule": rule, "text": rule_words(rule)} for agent, rule in out.items()],
        "members": [_named(one.id) | {"present": one.id in there} for one in candidates],
    }


def _there(candidates):
    return {one.id for one in candidates if one.activated and one.logged_on and one.takes_acd}


def _as_if(candidate, there):
    return replace(candidate, activated=True, logged_on=there, takes_acd=True)


def _by_rings(one, candidates, rules, now):
    """Ring after ring: who gets it, from how many seconds on; and who is left."""
    found, after, place = [], 0, next_place(rules.rings)
    while len(found) < MOST:
        for offer in _taken(replace(one, ring=place), candidates, rules, now, MOST - len(found)):
            found.append(_told(offer, after))
            candidates = [c for c in candidates if c.id != offer.agent]
            rules = replace(rules, last_given=offer.agent)
        if place == EVERYONE:
            break
        after, place = after + (lasts(rules.rings, place) or 0), next_place(rules.rings, place)
    return found, candidates


def _taken(one, candidates, rules, now, most):
    """The offers that would be made one after the other, were each agent taken away by his."""
    for _number in range(most):
        offers = match([one], candidates, rules, now).offers
        if not offers:
            return
        yield offers[0]
        candidates = [c for c in candidates if c.id != offers[0].agent]
        rules = replace(rules, last_given=offers[0].agent)


def _told(offer, after):
    return {
        "agent": _named(offer.agent),
        "after_seconds": after,
        "rule": offer.why["rule"],
        "text": _words(offer.why),
        "available": lasting(offer.why["seconds"]),
    }


def _words(why):
    """What counted: the score, the time available, or the turn."""
    if why["rule"] == "best_score":
        return score_words(why["scores"][0])
    if why["rule"] == "longest_available":
        return _("available for %(time)s") % {"time": lasting(why["seconds"])}
    return why_words(why)


def _named(agent):
    return {"id": agent, "name": name_of(Agent, agent)}
