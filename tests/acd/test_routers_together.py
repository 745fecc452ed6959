"""Four routers at once on PostgreSQL: nobody over capacity, nothing offered twice, nothing left while somebody is free."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agents.models import RequiredSkill, Ring, Seat, Skill, SkillLevel, Status
from interactions.models import Event, Interaction, State
from tests import company, crowd

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_their_desks():
    """However long all this takes, nobody's desk ages out meanwhile."""
    Seat.objects.update(seen_at=timezone.now() + timedelta(hours=1))


@pytest.mark.parametrize("job", ["tests.jobs:route_until", "tests.jobs:one_pass_until"])
def test_four_routers_give_each_interaction_to_one_agent_with_room(job):
    left, right = company.workgroup("Left"), company.workgroup("Right", most=2)
    agents = [company.agent(f"agent{n}", *([left, right] if n % 2 else [left])) for n in range(20)]
    company.agent("away", left, status=Status.GONE_HOME)
    for place, group in (("1", left), ("2", right)):
        company.waiting(company.channel(group, address=place), 100)

    at_their_desks()
    crowd.run(*[(job, 6)] * 4)

    given = Interaction.objects.filter(state=State.ALERTING)
    loads = Interaction.objects.loads([agent.pk for agent in agents])
    assert all(len(items) <= 4 for items in loads.values())
    assert all(sum(item.workgroup == right.pk for item in items) <= 2 for items in loads.values() if items)
    assert given.count() == 80, "20 agents with room for four each are full, and nobody waits while one is not"
    assert set(given.values_list("owner", flat=True)) == {agent.pk for agent in agents}
    offers = Event.objects.filter(kind="alerted")
    assert offers.count() == 80 == offers.values("interaction_id").distinct().count()


def test_four_routers_and_ticks_respect_skills_and_rings_at_once():
    """Two lines with different skills, a ring that opens while they work: nobody gets what is not his."""
    care, spanish = company.workgroup("Care"), Skill.objects.create(name="Spanish")
    RequiredSkill.objects.create(workgroup=care, skill=spanish, min_proficiency=50)
    speakers = [company.agent(f"speaker{n}", care) for n in range(8)]
    inner, later = speakers[:4], speakers[4:]
    SkillLevel.objects.bulk_create(SkillLevel(agent=one, skill=spanish, proficiency=60) for one in speakers)
    mute = [company.agent(f"mute{n}", care) for n in range(8)]
    Ring.objects.create(workgroup=care, place=1, seconds=3).agents.set([*inner, *mute])
    Ring.objects.create(workgroup=care, place=2, seconds=600).agents.set(later)
    company.waiting(company.channel(care), 60)

    at_their_desks()
    crowd.run(*[("tests.jobs:route_until", 6)] * 3, ("tests.jobs:steps_until", 6))

    given = Interaction.objects.filter(state=State.ALERTING)
    assert set(given.values_list("owner", flat=True)) == {one.pk for one in speakers}
    loads = Interaction.objects.loads([one.pk for one in speakers])
    assert {len(items) for items in loads.values()} == {4}
    offers, rings = Event.objects.filter(kind="alerted"), Event.objects.filter(kind="ring")
    assert offers.count() == 32 == offers.values("interaction_id").distinct().count()
    assert rings.count() == rings.values("interaction_id").distinct().count() >= 16, "each moved on once"
    early = set(offers.exclude(interaction_id__in=rings.values("interaction_id")).values_list("data__agent", flat=True))
    assert early <= {one.pk for one in inner}, "before the second ring joined, only the first was asked"
