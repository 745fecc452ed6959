"""The router: loads what waits in a workgroup and who is there, decides, and applies all offers of a pass at once.

Any number of routers may run. A hint counts itself on the workgroup and leaves when somebody is at it already; the one who
is goes round until nothing new was wanted. Two at once would still be right: every offer looks at the agent's room under
his row's lock, and takes the interaction only from waiting.
"""

import contextlib
import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from acd.matching import Candidate, Waiting, match, place
from agents.models import Agent, Family, Membership, Seat, Status, Workgroup
from agents.room import Access, Item, Shares
from interactions.locks import deadlocks_retried
from interactions.models import Interaction, NotAllowed, Refusal, State

log = logging.getLogger(__name__)

LEASE = 5  # seconds after which a router that died is replaced
HEAD = 100  # of each kind of interaction that are looked at in one pass
NOT_SHOWN = timedelta(seconds=3)  # an offer that no page has drawn by then goes back
GONE = timedelta(seconds=60)  # a desk not heard of for so long has left what alerts


def route(workgroup_id):
    """Offer what waits in a workgroup to whoever may have it, until nothing new is wanted."""
    workgroup = Workgroup.objects.filter(pk=workgroup_id).first()
    if workgroup is None or not workgroup.claim_routing(seconds=LEASE):
        return
    while True:
        seen = Workgroup.objects.values_list("wanted", flat=True).get(pk=workgroup_id)
        one_pass(workgroup)
        if workgroup.release_routing(seen=seen):
            return


def route_for(agent_id):
    """An agent may have room: look at his workgroups that have something waiting."""
    mine = Membership.objects.filter(agent=agent_id, activated=True).values("workgroup")
    for workgroup in with_waiting().filter(pk__in=mine).values_list("pk", flat=True):
        route(workgroup)


def with_waiting():
    """Workgroups whose queue is not empty."""
    return Workgroup.objects.filter(pk__in=Interaction.objects.filter(state=State.WAITING).values("workgroup"))


@deadlocks_retried
def one_pass(workgroup):
    """Load, decide, apply; returns how many were offered."""
    waiting = load_waiting(workgroup)
    if not waiting:
        return 0
    with transaction.atomic():
        agents, candidates = load_candidates(workgroup)
        shares, now = Shares.load(), timezone.now()
        decision = match(waiting, candidates, shares, now)
        return sum(_apply(offer, agents, now + place(n)) for n, offer in enumerate(decision.offers, 1))


def _apply(offer, agents, now):
    interaction = Interaction.objects.select_related("workgroup").get(pk=offer.interaction)
    with contextlib.suppress(NotAllowed):  # somebody picked it up by hand, or it was moved on
        interaction.alert(agents[offer.agent], why=offer.why, now=now)
        return True
    return False


def load_waiting(workgroup):
    """The head of the queue, enough of every kind: nobody waits behind what nobody present may take."""
    queue = Interaction.objects.waiting().filter(workgroup=workgroup)
    kinds = queue.order_by().values_list("media_type", "platform").distinct()
    rows = []
    for media_type, platform in kinds:
        rows += queue.filter(media_type=media_type, platform=platform)[:HEAD]
    rows.sort(key=lambda row: (not row.first_in_line, row.queued_at, row.pk))
    refused = _refusals(rows)
    return [
        Waiting(
            row.pk,
            Item(row.media_type, workgroup.pk),
            Family.of(row.platform),
            row.preferred_id,
            refused.get(row.pk, frozenset()),
        )
        for row in rows
    ]


def _refusals(rows):
    refused = {}
    fresh = Refusal.objects.filter(interaction__in=[row.pk for row in rows], until__gt=timezone.now())
    for interaction, agent in fresh.values_list("interaction", "agent"):
        refused[interaction] = refused.get(interaction, frozenset()) | {agent}
    return refused


def load_candidates(workgroup, lock=True):
    """All members with what the rules ask. Those who might be given something are locked first, in the order of their ids,
    and what they have is counted under the lock: no other router can give them more meanwhile."""
    members = dict(Membership.objects.filter(workgroup=workgroup).values_list("agent", "activated"))
    seated = set(Seat.objects.live().filter(agent__in=members).values_list("agent", flat=True))
    rows = Agent.objects.filter(pk__in=members).order_by("pk")
    if lock:
        ready = rows.filter(pk__in=seated, status__takes_acd=True)
        list(ready.select_for_update(no_key=True).values_list("pk", flat=True))
    agents = {agent.pk: agent for agent in rows.select_related("status")}
    loads, access = Interaction.objects.loads(members), Access.load(members)
    candidates = [
        Candidate(
            id=agent.pk,
            activated=members[agent.pk],
            logged_on=agent.is_active and agent.pk in seated,
            takes_acd=bool(agent.status and agent.status.takes_acd),
            families=frozenset(family for family in Family.values if access.allows(agent.pk, family)),
            available_since=agent.available_since,
            items=tuple(loads[agent.pk]),
        )
        for agent in agents.values()
    ]
    return agents, candidates


def offers_due():
    """Take back what was offered to somebody who does not react: too late, never drawn, or his desk is gone."""
    now = timezone.now()
    alerting = Interaction.objects.filter(state=State.ALERTING).select_related("owner", "returns_to__seat", "workgroup")
    for interaction in alerting.filter(offer_expires_at__lte=now)[:200]:
        _not_answered(interaction)
    unseen = alerting.filter(acknowledged_at=None, state_since__lte=now - NOT_SHOWN, offer_expires_at__gt=now)
    gone = alerting.exclude(owner__in=Seat.objects.filter(seen_at__gt=now - GONE).values("agent"))
    for interaction in [*unseen[:200], *gone[:200]]:
        with contextlib.suppress(NotAllowed):
            interaction.return_to_queue("not_shown")


def _not_answered(interaction):
    """Back to the queue; who let an offer pass that he had on his screen is set to the workgroup's no-answer status."""
    agent, drawn = interaction.owner, interaction.acknowledged_at is not None
    with contextlib.suppress(NotAllowed), transaction.atomic():
        if drawn:  # before the queue has it back, or the router would offer it to him again
            agent.set_status(interaction.workgroup.no_answer_status or no_answer())
        interaction.return_to_queue("not_answered" if drawn else "not_shown")


def no_answer():
    """The status for agents who do not answer, where the workgroup names none."""
    return Status.objects.get(name=Status.NOT_ANSWERING)
