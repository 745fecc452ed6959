"""Why the ACD gave something to somebody, or to nobody, in words (R52)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# Which rule kept agents out, as it follows a number: "3 not logged on".
RULES = {
    "not_activated": gettext_lazy("not activated in the workgroup"),
    "not_logged_on": gettext_lazy("not logged on"),
    "status": gettext_lazy("status takes no ACD"),
    "license": gettext_lazy("no access license"),
    "declined": gettext_lazy("declined it"),
    "ring": gettext_lazy("not in the ring yet"),
    "skill": gettext_lazy("too little skill"),
    "room": gettext_lazy("no room"),
    "affinity": gettext_lazy("while it waits for the last agent"),
    "custom": gettext_lazy("left to handlers and people"),
}
# What an overflow did, by its step.
STEPS = {
    "relax": gettext_lazy("less skill is asked: {points} points fewer"),
    "ring": gettext_lazy("offered more widely"),
    "workgroup": gettext_lazy("handed on to {group}"),
    "priority": gettext_lazy("priority raised by {points}"),
}


def rule_words(rule):
    """A rule as a text."""
    return str(RULES.get(rule, rule.replace("_", " ")))


def why_words(why):
    """The reason of an offer as a sentence."""
    rule, others = why.get("rule"), why.get("next", [])
    if rule == "preferred":
        return _("Had this conversation before")
    if rule == "round_robin":
        return _("Next in turn")
    if rule == "best_score" and why.get("scores"):
        score = _number(why["scores"][0][1])
        return (
            _("Best score: %(score)s") % {"score": score}
            if others
            else _("The only one: score %(score)s") % {"score": score}
        )
    minutes, seconds = divmod(why.get("seconds", 0), 60)
    if minutes:
        return ngettext("Longest available: %(n)s minute", "Longest available: %(n)s minutes", minutes) % {"n": minutes}
    return _("Longest available: %(n)s s") % {"n": seconds}


def _number(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


def score_words(scored):
    """[agent, score, skill] of the journal, without the agent."""
    _agent, score, skill = scored
    if skill:
        return _("score %(score)s, of it skill %(skill)s") % {"score": _number(score), "skill": _number(skill)}
    return _("score %(score)s") % {"score": _number(score)}


def ranked_words(waited):
    """Why it was its turn, from the journal's `interaction`; blank where that is not known."""
    if not waited:
        return ""
    parts = [_("priority %(n)s") % {"n": waited["priority"]}, _("%(n)s s in the queue") % {"n": waited["queue"]}]
    if waited.get("window"):
        parts.insert(0, _("its reply window closes soon"))
    if waited.get("first"):
        parts.insert(0, _("first in line"))
    if waited.get("relaxed"):
        parts.append(_("%(n)s points of skill forgiven") % {"n": waited["relaxed"]})
    return ", ".join(parts)
