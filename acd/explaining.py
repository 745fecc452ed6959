"""Why is this waiting, and why this agent? Worked out now, or read from the journal, and said in words (R52)."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acd import loading
from acd.matching import judge
from agents.models import Agent, QueueType, Skill
from agents.needs import Need
from agents.rings import EVERYONE
from interactions.models import Event, Interaction, State
from interactions.names import name_of
from interactions.reasons import ranked_words, rule_words, score_words, why_words
from interactions.serializers import iso

NAMED = 5  # agents named for one rule; the others are counted
MOST_BEFORE = 1000  # places in a queue that are counted


def why_waiting(interaction):
    """Everything that keeps it in the queue at this moment."""
    now, workgroup = timezone.now(), interaction.workgroup
    rules = loading.rules_of(workgroup)
    candidates = loading.with_levels(loading.load_candidates(workgroup, now))
    found = loading.read_waiting([interaction.pk], workgroup.pk, now)
    verdicts = judge(found[0], candidates, {c.id: c.items for c in candidates}, rules, now) if found else {}
    out = defaultdict(list)
    for agent, rule in sorted(verdicts.items()):
        out[rule].append(agent)
    able = out.pop("", [])
    before = _before(interaction, now)
    said = [_sentence(workgroup, verdicts, able, before), *_conditions(interaction)]
    excluded = [_excluded(rule, out[rule]) for rule in sorted(out, key=lambda rule: (-len(out[rule]), rule))]
    return {
        "place": before + 1,
        "able": len(able),
        "excluded": excluded,
        "lines": [*said, *(one["text"] for one in excluded)],
        "changes_at": iso(interaction.step_due_at),
    }


def _sentence(workgroup, verdicts, able, before):
    if workgroup.queue_type == QueueType.CUSTOM:
        return _("The ACD offers nothing from this queue: handlers and people give.")
    if not verdicts:
        return _("Nobody is a member of this workgroup.")
    if not able:
        return _("Nobody may have it now.")
    if before:
        words = ngettext("%(n)s comes before it in the queue.", "%(n)s come before it in the queue.", before)
        return words % {"n": before}
    return _("It is about to be offered.")


def _before(interaction, now):
    """How many have a better rank, without regard to skills: those whose window closes soon stand before all others."""
    until, closes = now + timedelta(minutes=interaction.workgroup.window_minutes), interaction.window_closes_at
    if closes and now < closes <= until:
        better = Q(window_closes_at__gt=now, window_closes_at__lt=closes)
    else:
        better = Q(window_closes_at__gt=now, window_closes_at__lte=until) | _better_score(interaction)
    rows = Interaction.objects.filter(better, workgroup=interaction.workgroup_id, state=State.WAITING)
    return rows.exclude(pk=interaction.pk).order_by()[:MOST_BEFORE].count()


def _better_score(interaction):
    first, basis = interaction.first_in_line, interaction.score_basis
    better = Q(score_basis__gt=basis) | Q(score_basis=basis, queued_at__lt=interaction.queued_at)
    return Q(better, first_in_line=True) if first else Q(first_in_line=True) | better


def _conditions(interaction):
    """What it asks for, whom it waits for, who had it."""
    lines = [_needed(Need(*row), interaction.relaxed) for row in interaction.skills]
    if interaction.preferred_until and interaction.preferred_id:
        who = name_of(Agent, interaction.preferred_id)
        lines.append(_("It waits a moment for %(agent)s, who last had this customer.") % {"agent": who})
    if interaction.ring < EVERYONE:
        lines.append(_("It is offered to ring %(n)s so far.") % {"n": interaction.ring})
    if interaction.last_attempted_id:
        lines.append(_("Last attempted: %(agent)s") % {"agent": name_of(Agent, interaction.last_attempted_id)})
    return lines


def _needed(need, relaxed):
    skill = Skill.objects.filter(pk=need.skill).first()
    least, gladly = (max(0, (number or 0) - relaxed) for number in (need.proficiency, need.desire))
    words = _("Asks for %(skill)s, at least %(n)s.") if least else _("Asks for %(skill)s.")
    if gladly:
        words = _("Asks for %(skill)s, proficiency at least %(n)s, desire at least %(m)s.")
    return words % {"skill": skill or "–", "n": least, "m": gladly}


def _excluded(rule, agents, count=None):
    """Whom this rule keeps out; `count` is how many, where not all are named."""
    count = count or len(agents)
    named = [_named(agent) for agent in agents[:NAMED]]
    names, more = ", ".join(one["name"] or "–" for one in named), count - len(named)
    listed = f": {names}" if names else ""
    text = f"{count} {rule_words(rule)}{listed}"
    if names and more:
        text = _("%(words)s and %(n)s more") % {"words": text, "n": more}
    return {"rule": rule, "count": count, "agents": named, "text": text}


def why_agents(interaction):
    """Every offer of its life so far, the newest first, with who was preferred to whom."""
    rows = Event.objects.filter(month=interaction.month, interaction_id=interaction.pk, kind="alerted")
    return [_offer(event) for event in rows.order_by("-number")]


def _offer(event):
    why, out = event.data, event.data.get("out", {})
    excluded = [_excluded(rule, out.get(rule, []), count) for rule, count in why.get("excluded", {}).items()]
    scores = [_scored(row) for row in why.get("scores", [])]
    turn = ranked_words(why.get("interaction"))
    lines = [why_words(why), turn and _("Its turn: %(words)s") % {"words": turn}]
    lines += [f"{one['agent']['name']}: {one['text']}" for one in scores]
    return {
        "at": iso(event.at),
        "agent": _named(why.get("agent")),
        "rule": why.get("rule"),
        "scores": scores,
        "excluded": excluded,
        "lines": [*filter(None, lines), *(one["text"] for one in excluded)],
    }


def _scored(row):
    agent, score, skill = row
    return {"agent": _named(agent), "score": score, "skill": skill, "text": score_words(row)}


def _named(agent):
    return {"id": agent, "name": name_of(Agent, agent) if agent else None}
