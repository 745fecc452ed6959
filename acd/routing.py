"""The router: loads what waits in a workgroup and who is there, decides, and applies all offers of a pass at once.

Any number of routers may run. A hint counts itself on the workgroup and leaves when somebody is at it already; the one who
is goes round until nothing new was wanted. Two at once would still be right: every offer looks at the agent's room under
his row's lock, and takes the interaction only from waiting.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from acd.loading import load
from acd.matching import match
from acd.ranking import rank_anew
from agents.models import Agent, QueueType, Workgroup
from interactions.locks import deadlocks_retried
from interactions.models import Interaction, State
from rows.prepared import Prepared

LEASE = 5  # seconds after which a router that died is replaced
PASSES = 5  # in a row, when what was decided could not be applied, or more waits than one pass looks at


def route(workgroup_id):
    """Offer what waits in a workgroup to whoever may have it, until nothing new is wanted."""
    workgroup = Workgroup.claim_routing(workgroup_id, seconds=LEASE)
    while workgroup:
        for _turn in range(PASSES):
            if one_pass(workgroup):
                break
        workgroup = workgroup.release_routing()


def with_waiting():
    """The workgroups (ids) whose queue is not empty."""
    waiting = Interaction.objects.filter(workgroup=OuterRef("pk"), state=State.WAITING)
    return list(Workgroup.objects.filter(Exists(waiting)).values_list("pk", flat=True))


def one_pass(workgroup):
    """Load, decide, apply. False: it is worth another pass."""
    rank_anew(workgroup)
    if workgroup.queue_type == QueueType.CUSTOM:
        return True
    now = timezone.now()
    loaded = load(workgroup, now)
    if not loaded.waiting:
        return True
    offers = match(loaded.waiting, loaded.candidates, loaded.rules, now).offers
    if not offers:
        return True
    made = _apply(workgroup, offers, loaded)
    return loaded.whole and made == len(offers)


@deadlocks_retried
def _apply(workgroup, offers, loaded):
    """Make the offers, all in one transaction; returns how many were made.

    The chosen agents are locked, in the order of their ids, and what they have is counted anew under the lock: no other
    router and no verb can give them more meanwhile.
    """
    items = {one.id: one.item for one in loaded.waiting}
    with transaction.atomic():
        fitting = _fitting(offers, items, loaded.rules)
        made = Interaction.alert_all([(o.interaction, o.agent, o.why) for o in fitting], workgroup)
        if made and workgroup.queue_type == QueueType.ROUND_ROBIN:
            workgroup.last_given = fitting[-1].agent
            Workgroup.objects.filter(pk=workgroup.pk).update(last_given=workgroup.last_given)
    return len(made)


def _fitting(offers, items, rules):
    """Those offers for whose agents there is still room, now that their rows are held."""
    chosen = {offer.agent for offer in offers}
    here, loads, fitting = _locked(chosen), Interaction.objects.loads(chosen), []
    for offer in offers:
        has, item = loads[offer.agent], items[offer.interaction]
        if offer.agent in here and rules.shares.fits(offer.agent, has, item, exempts_held=rules.exempts_held):
            has.append(item)
            fitting.append(offer)
    return fitting


_held = Prepared(
    lambda ids: (
        Agent.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=ids, status__takes_acd=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
)


def _locked(ids):
    """Hold the rows of these agents; those who take nothing any more are left out."""
    return set(_held(list(ids)))
