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

from acd.matching import Candidate, Waiting, match
from agents.models import Agent, Family, Membership, Seat, Status, Workgroup
from agents.models.agent import SEAT_LIVES
from agents.room import Access, Item, Shares
from interactions.locks import deadlocks_retried
from interactions.models import Interaction, NotAllowed, Refusal, State
from rows.prepared import Prepared

log = logging.getLogger(__name__)

LEASE = 5  # seconds after which a router that died is replaced
PASSES = 5  # in a row, when what was decided could not be applied
HEAD = 100  # of each kind of interaction that are looked at in one pass
NOT_SHOWN = timedelta(seconds=3)  # an offer that no page has drawn by then goes back
GONE = timedelta(seconds=60)  # a desk not heard of for so long has left what alerts


def route(workgroup_id):
    """Offer what waits in a workgroup to whoever may have it, until nothing new is wanted."""
    workgroup = Workgroup.claim_routing(workgroup_id, seconds=LEASE)
    while workgroup:
        for _turn in range(PASSES):
            if one_pass(workgroup):
                break
        if workgroup.release_routing():
            return


def route_for(agent_id):
    """An agent may have room: look at his workgroups that have something waiting."""
    mine = Membership.objects.filter(agent=agent_id, activated=True).values("workgroup")
    for workgroup in with_waiting().filter(pk__in=mine).values_list("pk", flat=True):
        route(workgroup)


def with_waiting():
    """Workgroups whose queue is not empty."""
    return Workgroup.objects.filter(pk__in=Interaction.objects.filter(state=State.WAITING).values("workgroup"))


def one_pass(workgroup):
    """Load, decide, apply. False: somebody chosen had less room by then, so it is worth another pass."""
    waiting = load_waiting(workgroup)
    if not waiting:
        return True
    candidates, shares = load_candidates(workgroup), Shares.load()
    offers = match(waiting, candidates, shares, timezone.now()).offers
    items = {one.id: one.item for one in waiting}
    return not offers or _apply(offers, items, shares) == len(offers)


@deadlocks_retried
def _apply(offers, items, shares):
    """Make the offers, all in one transaction; returns how many were made.

    The chosen agents are locked, in the order of their ids, and what they have is counted anew under the lock: no other
    router and no verb can give them more meanwhile.
    """
    with transaction.atomic():
        chosen = {offer.agent for offer in offers}
        agents, loads = _locked(chosen), Interaction.objects.loads(chosen)
        queued = Interaction.objects.select_related("workgroup").in_bulk(items)
        made = 0
        for offer in offers:
            agent, item = agents.get(offer.agent), items[offer.interaction]
            if (
                agent
                and shares.fits(agent.pk, loads[agent.pk], item)
                and _alert(queued[offer.interaction], agent, offer)
            ):
                loads[agent.pk].append(item)
                made += 1
        return made


def _locked(ids):
    """Hold the rows of these agents; those who take nothing any more are left out."""
    rows = Agent.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids, status__takes_acd=True)
    return {agent.pk: agent for agent in rows.order_by("pk")}


def _alert(interaction, agent, offer):
    with contextlib.suppress(NotAllowed):  # somebody picked it up by hand, or it was moved on
        interaction.alert(agent, why=offer.why)
        return True
    return False


_kinds = Prepared(
    lambda workgroup: (
        Interaction.objects.waiting()
        .filter(workgroup=workgroup)
        .order_by()
        .values_list("media_type", "platform")
        .distinct()
    )
)
_head = Prepared(
    lambda workgroup, media_type, platform: Interaction.objects.waiting().filter(
        workgroup=workgroup, media_type=media_type, platform=platform
    )[:HEAD]
)
_refused = Prepared(
    lambda workgroup: Refusal.objects.filter(
        interaction__workgroup=workgroup, interaction__state=State.WAITING
    ).values_list("interaction", "agent", "until")
)


def load_waiting(workgroup):
    """The head of the queue, enough of every kind: nobody waits behind what nobody present may take."""
    rows = [row for kind in _kinds(workgroup.pk) for row in _head(workgroup.pk, *kind)]
    rows.sort(key=lambda row: (not row.first_in_line, row.queued_at, row.pk))
    refused = _refusals(workgroup)
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


def _refusals(workgroup):
    refused, now = {}, timezone.now()
    for interaction, agent, until in _refused(workgroup.pk):
        if until > now:
            refused[interaction] = refused.get(interaction, frozenset()) | {agent}
    return refused


FACTS = (
    "agent",
    "activated",
    "agent__is_active",
    "agent__status__takes_acd",
    "agent__available_since",
    "agent__seat__seen_at",
    "agent__seat__station",
)


_members = Prepared(lambda workgroup: Membership.objects.filter(workgroup=workgroup).values_list(*FACTS))


def load_candidates(workgroup):
    """All members of a workgroup with what the rules ask of them."""
    rows = _members(workgroup.pk)
    since = timezone.now() - SEAT_LIVES
    stations = {agent: station for agent, *_, seen, station in rows if station and seen > since}
    access, loads = Access.of(stations), Interaction.objects.loads([row[0] for row in rows])
    return [
        Candidate(
            id=agent,
            activated=activated,
            logged_on=bool(active and seen and seen > since),
            takes_acd=bool(takes_acd),
            families=frozenset(family for family in Family.values if access.allows(agent, family)),
            available_since=available_since,
            items=tuple(loads[agent]),
        )
        for agent, activated, active, takes_acd, available_since, seen, _station in rows
    ]


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
