"""What a pass decides upon: the workgroup's rules, its members and what they have, the first ones of what waits."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from acd import queue
from acd.matching import Candidate, Rules, Waiting
from agents.models import Family, MediaType, Membership, SkillLevel
from agents.models.agent import SEAT_LIVES
from agents.needs import read, together
from agents.queue_rules import queue_rules
from agents.room import Access, Item, Shares, settled
from interactions.models import Interaction, Refusal
from rows.among import Many
from rows.prepared import Prepared

MOST_DECLINES = 100  # that a pass reads of its members
SOCIAL = (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE)


@dataclass(slots=True)
class Loaded:
    """Everything for one decision. `whole`: no line was cut short."""

    rules: Rules
    candidates: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    whole: bool = True


def load(workgroup, now):
    """What a pass over this workgroup needs; nothing waits in it where nobody has room."""
    shares, access = settled(workgroup.stamp)
    loaded = Loaded(rules_of(workgroup, shares))
    loaded.candidates = load_candidates(workgroup, now, access)
    there = [c for c in loaded.candidates if c.activated and c.logged_on and c.takes_acd]
    slots = _slots(there, workgroup.pk, loaded.rules)
    roomy = {agent for agent, count in slots.items() if count}
    if roomy:
        declined, all_of_it = _declined([c.id for c in loaded.candidates], now)
        skipped = sum(agent in roomy for _pk, agent, _until in declined) if all_of_it else MOST_DECLINES
        wanted = sum(slots.values()) + skipped
        ids = front(workgroup, now, most=min(wanted, queue.MOST), there=set(slots), roomy=roomy)
        loaded.waiting = read_waiting(ids, workgroup.pk, now, declined if all_of_it else None)
        loaded.whole = wanted <= queue.MOST
        if any(one.needs for one in loaded.waiting):
            loaded.candidates = with_levels(loaded.candidates)
    return loaded


def rules_of(workgroup, shares=None):
    """What the workgroup says, for the decision."""
    return Rules(
        shares or Shares.load(),
        queue_type=workgroup.queue_type,
        agent=workgroup.agent_weights,
        interaction=workgroup.interaction_weights,
        rings=queue_rules(workgroup.pk).rings,
        window=timedelta(minutes=workgroup.window_minutes),
        exempts_held=workgroup.exempts_held,
        last_given=workgroup.last_given,
    )


def _slots(candidates, workgroup, rules):
    """{agent: for how many more he has room at most, as far as a pass cares}. Most have the same as others have."""
    known, found = {}, {}
    for one in candidates:
        like = (one.items, one.id if rules.shares.has_own(one.id) else None)
        if like not in known:
            known[like] = max(_fill(one, Item(media_type, workgroup), rules) for media_type in SOCIAL)
        found[one.id] = known[like]
    return found


def _fill(candidate, item, rules):
    items, count = list(candidate.items), 0
    while count < queue.MOST and rules.shares.fits(candidate.id, items, item, exempts_held=rules.exempts_held):
        items.append(item)
        count += 1
    return count


_refusals = Prepared(
    lambda ids: Refusal.objects.filter(interaction__id__in=ids).values_list("interaction", "agent", "until")
)

_declines = Prepared(
    lambda agents: (
        Refusal.objects.filter(agent__id__among=agents)
        .order_by("-until")
        .values_list("interaction", "agent", "until")[:MOST_DECLINES]
    )
)


def _declined(agents, now):
    """What these agents must not be given, as far as it can be read at once, and whether that is all of it."""
    found = _declines(Many(agents))
    active = [row for row in found if row[2] > now]
    return active, len(active) < MOST_DECLINES


_facts = Prepared(
    lambda ids: (
        Interaction.objects.filter(pk__in=ids)
        .order_by()
        .values_list(
            *(
                "pk",
                "media_type",
                "platform",
                "queued_at",
                "created_at",
                "priority",
                "first_in_line",
                "skills",
                "relaxed",
            ),
            *("ring", "window_closes_at", "preferred", "preferred_until"),
        )
    )
)


def front(workgroup, now, *, most=queue.MOST, there=(), roomy=()):
    """The ids of the first ones of each line, of those that an agent has first, and of those that must be answered soon.

    `there` are the agents (ids) who take anything now, `roomy` those of them who have room.
    """
    found = queue.front(workgroup.pk, most, now, now + timedelta(minutes=workgroup.window_minutes))
    if any(agent not in there or (until and until <= now) for _pk, agent, until in found.preferring):
        queue.free(workgroup.pk, there, now)  # he cannot anyway, or his time is over: they join the others at once
    if len(found.preferring) == queue.MOST:
        return found.ids | set(queue.preferring(workgroup.pk, roomy))
    return found.ids


def read_waiting(ids, workgroup, now, declined=None):
    """These interactions, as they wait in this workgroup; `declined` is what its members declined, if that was read before."""
    refused = {}
    for interaction, agent, until in _refusals(list(ids)) if declined is None else declined:
        if until > now:
            refused.setdefault(interaction, set()).add(agent)
    found = [_waiting(row, workgroup, frozenset(refused.get(row[0], ()))) for row in _facts(list(ids))]
    return sorted(found, key=lambda one: one.id)


def _waiting(row, workgroup, refused):
    pk, media_type, platform, queued_at, entered_at, priority, first, skills, relaxed, ring, closes, *preferred = row
    return Waiting(
        pk,
        Item(media_type, workgroup),
        Family.of(platform),
        queued_at,
        entered_at,
        priority,
        first,
        read(skills),
        relaxed,
        ring,
        closes,
        *preferred,
        refused,
    )


FACTS = (
    "agent",
    "activated",
    "agent__is_active",
    "agent__status__takes_acd",
    "agent__available_since",
    "agent__seat__seen_at",
    "agent__seat__station",
    "agent__cost",
    "agent__attribute1",
    "agent__attribute2",
    "agent__attribute3",
)


_members = Prepared(lambda workgroup: Membership.objects.filter(workgroup=workgroup).values_list(*FACTS))


def load_candidates(workgroup, now, access=None):
    """All members of a workgroup with what the rules ask of them; their skills come later, where they are asked for."""
    rows = _members(workgroup.pk)
    since = now - SEAT_LIVES
    stations = {row[0]: row[6] for row in rows if row[6] and row[5] > since}
    access = access.at(stations) if access else Access.of(stations)
    loads = Interaction.objects.loads([row[0] for row in rows])
    return [
        Candidate(
            id=agent,
            activated=activated,
            logged_on=bool(active and seen and seen > since),
            takes_acd=bool(takes_acd),
            families=frozenset(family for family in Family.values if access.allows(agent, family)),
            available_since=available_since,
            items=tuple(loads[agent]),
            cost=cost,
            attributes=tuple(attributes),
        )
        for agent, activated, active, takes_acd, available_since, seen, _station, cost, *attributes in rows
    ]


_own_levels = Prepared(
    lambda agents: SkillLevel.objects.filter(agent__id__in=agents).values_list(
        "agent", "skill", "proficiency", "desire"
    )
)
_shared_levels = Prepared(
    lambda agents: SkillLevel.objects.filter(workgroup__memberships__agent__id__in=agents).values_list(
        "workgroup__memberships__agent", "skill", "proficiency", "desire"
    )
)


def with_levels(candidates):
    """The candidates with their skills."""
    levels = skill_levels([candidate.id for candidate in candidates])
    return [replace(candidate, levels=levels.get(candidate.id, {})) for candidate in candidates]


def skill_levels(agents):
    """{agent: {skill: (proficiency, desire)}}, own levels and those of all their workgroups together (R43)."""
    own = [(agent, True, *level) for agent, *level in _own_levels(agents)]
    return together([*own, *((agent, False, *level) for agent, *level in _shared_levels(agents))])
