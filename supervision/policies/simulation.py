"""What a policy would have done, before it is switched on: tried on history, with a limit on how long that may take."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from agents.models import Agent, Membership
from interactions.models import Event, Interaction, State
from supervision.policies import initiation
from supervision.policies.actions import ARCHIVE, KEEP, ONCE, STOP, said
from supervision.policies.criteria import recordings_that_fit
from supervision.policies.models import Policy
from supervision.recordings.models import Recording

DAYS = 30
SECONDS = 3.0
BATCH = 200


@dataclass(slots=True)
class Tried:
    """How many of those looked at the policy would have decided about; `all_of_them`: time was enough for the whole span.

    `each` are a retention policy's actions in words, with how many each; `people` are those to whom a security policy opens.
    """

    would: int = 0
    looked: int = 0
    all_of_them: bool = True
    each: list = field(default_factory=list)
    people: int = 0


def tried(policy):
    """Try a policy, saved or not, switched on or not."""
    return _TRIES[policy.kind](policy)


def _initiation(policy):
    """On the interactions that ended in the last days, newest first, among the policies that are switched on."""
    asked, found, began = _in_its_place(policy), Tried(), time.monotonic()
    last = timezone.now()
    since = last - timedelta(days=DAYS)
    while batch := _ended(since, last):
        found.looked += len(batch)
        found.would += _decided(batch, asked, policy)
        last = batch[-1].disconnected_at
        if time.monotonic() - began > SECONDS:
            found.all_of_them = len(batch) < BATCH
            break
    return found


def _in_its_place(policy):
    """The policies that would be asked if it were switched on."""
    others = [one for one in initiation.asked() if one.pk != policy.pk]
    return sorted([*others, policy], key=lambda one: (one.place, one.pk or 0))


def _ended(since, before):
    rows = Interaction.objects.filter(state=State.DISCONNECTED, disconnected_at__gte=since, disconnected_at__lt=before)
    return list(rows.select_related("thread").order_by("-disconnected_at", "-pk")[:BATCH])


def _decided(batch, asked, policy):
    """Of how many of these it would decide about a part, to record it or not."""
    ids = [one.pk for one in batch]
    months = {one.month for one in batch}
    journal = {}
    for event in Event.objects.filter(month__in=months, interaction_id__in=ids).order_by("interaction_id", "number"):
        journal.setdefault(event.interaction_id, []).append(event)
    spoken = initiation.spoken(ids, asked)
    return sum(
        any(chosen is policy for _part, chosen in initiation.decided(one, journal.get(one.pk, []), asked, spoken))
        for one in batch
    )


def _retention(policy):
    """On the recordings that there are: to how many would it do what, were it asked now in its place."""
    there, now = Recording.objects.filter(purged_at=None, archived_at=None), timezone.now()
    fit = there.filter(recordings_that_fit(policy.criteria)).exclude(_taken_before(policy, now))
    found = Tried(looked=there.count())
    for action in policy.does.get("actions", []):
        if action["do"] == STOP:
            break
        if action["do"] == KEEP:
            fit = fit.filter(_older(action["value"], now))
        elif action["do"] in ONCE:
            found.each.append((said(action), fit.count()))
    found.would = max((number for _action, number in found.each), default=0)
    return found


def _taken_before(policy, now):
    """What policies before it stop, or put into the archive: it is not asked about that."""
    taken = Q(pk__in=[])
    for other in Policy.objects.asked(Policy.Kind.RETENTION).filter(place__lt=policy.place).exclude(pk=policy.pk):
        old = Q()
        for action in other.does.get("actions", []):
            if action["do"] == KEEP:
                old &= _older(action["value"], now)
            elif action["do"] in (STOP, ARCHIVE):
                taken |= recordings_that_fit(other.criteria) & old or ~Q(pk=None)
                break
    return taken


def _older(days, now):
    return Q(ended_at__lte=now - timedelta(days=days))


def _security(policy):
    """On the recordings that there are: how many it opens, and to how many people."""
    people, fit = _people(policy), Recording.objects.filter(recordings_that_fit(policy.criteria))
    if policy.criteria.get("supervised"):
        supervising = Membership.objects.filter(supervises=True, agent__in=people.values("pk"))
        people = people.filter(pk__in=supervising.values("agent"))
        fit = fit.filter(workgroup__in=supervising.values("workgroup"))
    return Tried(fit.count(), Recording.objects.count(), people=people.count())


def _people(policy):
    """Whom it names; nobody, everybody."""
    roles, agents = policy.does.get("roles", []), policy.does.get("agents", [])
    everybody = Agent.objects.filter(is_active=True)
    if not roles and not agents:
        return everybody
    return everybody.filter(Q(pk__in=agents) | Q(pk__in=Agent.objects.filter(groups__in=roles).values("pk")))


_TRIES = {Policy.Kind.INITIATION: _initiation, Policy.Kind.RETENTION: _retention, Policy.Kind.SECURITY: _security}
