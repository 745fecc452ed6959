"""The list of skills: how many have each, by themselves or by a workgroup, and where it is asked for."""

from functools import partial

import pytest
from django.test import Client

from agents.models import RequiredSkill, Skill, SkillLevel
from tests import company, factories, together
from tests.channels_admin.forms_filled import fill, page_of

pytestmark = pytest.mark.django_db


def cells(admin, name):
    """The list's row of this skill, without its markup."""
    rows = admin.get(page_of(Skill, "changelist")).context["cl"].result_list
    page = admin.get(page_of(Skill, "changelist")).context["cl"].model_admin
    one = next(row for row in rows if row.name == name)
    return [str(getattr(page, column)(one)) for column in ("agents", "by_workgroup", "required")]


def test_the_list_counts_everybody_once_who_has_a_skill_and_may_sign_in(admin):
    spanish, care = Skill.objects.create(name="Spanish"), factories.WorkgroupFactory(name="Care")
    SkillLevel.objects.create(workgroup=care, skill=spanish)
    both, _own = factories.AgentFactory(workgroups=[care]), factories.AgentFactory()
    for agent in (both, _own):
        SkillLevel.objects.create(agent=agent, skill=spanish)
    factories.AgentFactory(workgroups=[care], is_active=False)
    RequiredSkill.objects.create(workgroup=care, skill=spanish)
    Skill.objects.create(name="Welsh")
    assert cells(admin, "Spanish") == ["2", "Care", "Care"]
    assert cells(admin, "Welsh") == ["–", "–", "–"]


def test_a_skill_that_is_asked_for_stays(admin):
    spanish = Skill.objects.create(name="Spanish")
    RequiredSkill.objects.create(workgroup=factories.WorkgroupFactory(), skill=spanish)
    admin.post(page_of(Skill, "delete", spanish.pk), {"post": "yes"})
    assert Skill.objects.exists()
    RequiredSkill.objects.all().delete()
    admin.post(page_of(Skill, "delete", spanish.pk), {"post": "yes"})
    assert not Skill.objects.exists()


def test_two_skills_of_one_name_are_refused(admin):
    fill(admin, page_of(Skill, "add"), name="Spanish")
    fill(admin, page_of(Skill, "add"), name="Spanish")
    assert Skill.objects.count() == 1


def test_many_skills_cost_what_one_costs(admin, django_assert_max_num_queries):
    def more(number):
        for _n in range(number):
            skill, care = Skill.objects.create(name=f"Skill {Skill.objects.count()}"), factories.WorkgroupFactory()
            SkillLevel.objects.create(workgroup=care, skill=skill)
            RequiredSkill.objects.create(workgroup=care, skill=skill)

    def cost():
        with django_assert_max_num_queries(30) as queries:
            admin.get(page_of(Skill, "changelist"))
        return len(queries)

    more(1)
    cost()
    few = cost()
    more(20)
    assert cost() == few


def test_a_skill_that_something_waiting_asks_for_stays_until_that_has_ended(admin):
    spanish, care = Skill.objects.create(name="Spanish"), company.workgroup()
    interaction = company.writes(company.channel(care))[0]
    interaction.require([[spanish.pk, 60]])
    page = admin.post(page_of(Skill, "delete", spanish.pk), {"post": "yes"})
    assert Skill.objects.exists()
    assert "1 open interaction" in page.content.decode()
    interaction.disconnect(None)
    admin.post(page_of(Skill, "delete", spanish.pk), {"post": "yes"})
    assert not Skill.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_several_enter_at_once_is_there_once_and_the_others_are_told():
    boss, answers = factories.AgentFactory(is_superuser=True), []
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(boss)
    posts = (partial(client.post, page_of(Skill, "add"), {"name": "Spanish"}) for client in clients)
    together.run(*(lambda post=post: answers.append(post()) for post in posts))
    assert Skill.objects.count() == 1
    assert [answer.url for answer in answers if answer.status_code == 302].count(page_of(Skill, "changelist")) == 1
    told = [answer.content.decode() if answer.status_code == 200 else answer.url for answer in answers]
    assert all(
        "already exists" in words or words in (page_of(Skill, "add"), page_of(Skill, "changelist")) for words in told
    )
