"""Help as desks show it: who asks whom, who writes along, and what a supervisor watches."""

from agents.models import Agent, Membership, Workgroup
from audit.rights import Right
from interactions.models import HelpRequest, Interaction, Joining
from interactions.names import named_by
from interactions.serializers import iso, named, person
from rows.prepared import Prepared

_supervised = Prepared(lambda agent: Membership.objects.filter(agent=agent, supervises=True).order_by())
CUSTOMER = ("interaction__thread__peer", "interaction__customer")


def wanted_of(agent):
    """What his desk shows beside his own work: who asks him (his id) for help, and where he writes along."""
    if not _supervised(agent):  # hardly anybody is a supervisor, and this is asked often
        return {"requests": [], "joined": []}
    asked = HelpRequest.objects.open_for(agent).select_related("agent", *CUSTOMER)
    along = Joining.objects.filter(person=agent, left_at=None).select_related(*CUSTOMER)
    return {"requests": [_request(one) for one in asked], "joined": [_along(one) for one in along]}


def _request(one):
    interaction = one.interaction
    return {
        "id": one.pk,
        "interaction": interaction.pk,
        "platform": interaction.platform,
        "customer": person(interaction.thread.peer, interaction.customer),
        "workgroup": named_by(Workgroup, interaction.workgroup_id),
        "agent": named(one.agent),
        "text": one.text,
        "at": iso(one.asked_at),
        "seen": one.seen_by_id is not None,
    }


def _along(one):
    interaction = one.interaction
    customer = person(interaction.thread.peer, interaction.customer)
    return {"interaction": interaction.pk, "customer": customer, "agent": named_by(Agent, interaction.owner_id)}


def help_of(interaction):
    """The newest request about it and who writes along: what its page shows."""
    newest = interaction.help_requests.order_by("-pk").first()
    along = interaction.joinings.filter(left_at=None).exclude(person=interaction.owner_id).select_related("person")
    return {"request": newest and _told(newest), "joined": [named(one.person) for one in along.order_by("pk")]}


def _told(request):
    return {
        "id": request.pk,
        "state": request.state,
        "agent": named_by(Agent, request.agent_id),
        "text": request.text,
        "at": iso(request.asked_at),
        "seen_by": named_by(Agent, request.seen_by_id),
        "answered_by": named_by(Agent, request.answered_by_id),
    }


def acts_in(agent):
    """Ids of the workgroups whose interactions he may coach, join and take over."""
    if not agent.has_perm(Right.ACT):
        return []
    return list(agent.memberships.filter(supervises=True).values_list("workgroup", flat=True))


def asked_of(agents):
    """{supervisor id: (newest request, how many)} of those among these that are asked for help: what the pulse compares."""
    rows = (
        HelpRequest.objects.open_for(*agents)
        .order_by()
        .values_list("interaction__workgroup__memberships__agent", "pk", "seen_by")
    )
    found = {}
    supervising = {"interaction__workgroup__memberships__supervises": True}
    for agent, *request in rows.filter(interaction__workgroup__memberships__agent__in=agents, **supervising):
        found.setdefault(agent, []).append(tuple(request))
    return {agent: tuple(sorted(requests)) for agent, requests in found.items()}


def numbers_of(interactions):
    """{interaction id: last number} of what is watched."""
    rows = Interaction.objects.filter(pk__in=interactions).values_list("pk", "last_event") if interactions else ()
    return dict(rows)
