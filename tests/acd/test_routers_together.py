"""Four routers at once on PostgreSQL: nobody over capacity, nothing offered twice, nothing left while somebody is free."""

import pytest

from agents.models import Status
from interactions.models import Event, Interaction, State
from tests import company, crowd

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.mark.parametrize("job", ["tests.jobs:route_until", "tests.jobs:one_pass_until"])
def test_four_routers_give_each_interaction_to_one_agent_with_room(job):
    left, right = company.workgroup("Left"), company.workgroup("Right", most=2)
    agents = [company.agent(f"agent{n}", *([left, right] if n % 2 else [left])) for n in range(20)]
    company.agent("away", left, status=Status.GONE_HOME)
    for place, group in (("1", left), ("2", right)):
        company.waiting(company.channel(group, address=place), 100)

    crowd.run(*[(job, 6)] * 4)

    given = Interaction.objects.filter(state=State.ALERTING)
    loads = Interaction.objects.loads([agent.pk for agent in agents])
    assert all(len(items) <= 4 for items in loads.values())
    assert all(sum(item.workgroup == right.pk for item in items) <= 2 for items in loads.values() if items)
    assert given.count() == 80, "20 agents with room for four each are full, and nobody waits while one is not"
    assert set(given.values_list("owner", flat=True)) == {agent.pk for agent in agents}
    offers = Event.objects.filter(kind="alerted")
    assert offers.count() == 80 == offers.values("interaction_id").distinct().count()
