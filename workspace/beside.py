"""What changes beside an interaction: its customer's other open ones. Their news come to its desk too (R68a)."""

from django.db.models import F, Q

from interactions.models import Interaction
from interactions.models.states import OPEN, OWNED


def beside(agents):
    """{agent id: {interaction id: what its customer's other open ones are like}}, in one query; without others: nothing."""
    mine = Q(owner__in=agents, state__in=OWNED)
    joined = Interaction.objects.filter(mine, customer__interactions__state__in=OPEN).order_by()
    rows = joined.annotate(other=F("customer__interactions")).exclude(other=F("pk"))
    rows = rows.values_list("owner", "pk", "other", "customer__interactions__state", "customer__interactions__owner")
    found = {}
    for agent, pk, *other in rows:
        found.setdefault(agent, {}).setdefault(pk, set()).add(tuple(other))
    return found


def changed(before, now):
    """The interactions beside which something is not as it was."""
    return {pk for pk in before.keys() | now.keys() if before.get(pk) != now.get(pk)}
