"""Many workgroups: the list's cost, what is done to several at once, and copies."""

import pytest
from django.urls import reverse

from agents.duplicating import COPIED, duplicate
from agents.models import Membership, OverflowStep, RequiredSkill, Ring, ServiceLevel, Workgroup, WrapUpCode
from audit.models import Change
from interactions.models.survey import SurveyRule
from tests import company, factories
from tests.channels_admin.forms_filled import page_of

pytestmark = pytest.mark.django_db
LIST = page_of(Workgroup, "changelist")


def act(client, model, action, *things):
    """Tick these in the list and press the button."""
    given = {"action": action, "index": "0", "select_across": "0", "_selected_action": [one.pk for one in things]}
    return client.post(page_of(model, "changelist"), given)


def test_a_list_of_two_hundred_workgroups_costs_what_one_of_two_costs(admin, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(30) as queries:
            assert admin.get(LIST).status_code == 200
        return len(queries)

    agent = factories.AgentFactory()
    for _n in range(2):
        factories.MembershipFactory(agent=agent)
    cost()
    few = cost()
    groups = Workgroup.objects.bulk_create(Workgroup(name=f"Team {n:03}") for n in range(198))
    Membership.objects.bulk_create(Membership(agent=agent, workgroup=group) for group in groups)
    assert "200" in admin.get(LIST).content.decode()
    assert cost() == few


def test_all_members_of_several_are_activated_at_once_and_supervisors_left_alone(admin):
    groups = [factories.WorkgroupFactory(name=name) for name in ("Care", "Night", "Repairs")]
    ann = factories.AgentFactory(first_name="Ann", workgroups=groups)
    factories.AgentFactory(supervises=groups[:1])
    act(admin, Workgroup, "deactivate_members", *groups[:2])
    assert list(ann.memberships.order_by("workgroup__name").values_list("activated", flat=True)) == [False, False, True]
    assert sorted(Change.objects.values_list("name", flat=True)) == ["Care", "Night"]
    assert Change.objects.get(name="Night").after == {
        "memberships": [{"agent": "Ann", "activated": False, "supervises": False}]
    }
    act(admin, Workgroup, "activate_members", *groups)
    assert set(ann.memberships.values_list("activated", flat=True)) == {True}
    assert not Membership.objects.get(supervises=True).activated


def test_wrap_up_codes_are_withdrawn_and_offered_together(admin):
    codes = [factories.WrapUpCodeFactory(name=name) for name in ("Praise", "Solved", "Spam")]
    act(admin, WrapUpCode, "withdraw", *codes[:2])
    assert list(WrapUpCode.objects.filter(pk__in=[c.pk for c in codes], active=True)) == [codes[2]]
    act(admin, WrapUpCode, "offer", *codes)
    assert WrapUpCode.objects.filter(pk__in=[c.pk for c in codes], active=True).count() == 3
    changes = Change.objects.order_by("pk").values_list("name", "before", "after")
    assert list(changes)[0] == ("Praise", {"active": True}, {"active": False})
    assert len(changes) == 4, "what was so already is no change"


@pytest.fixture
def busy():
    """Care with something of everything."""
    care, ann = company.workgroup("Care", wrap_up_seconds=None, agent_cost_weight=-3), factories.AgentFactory()
    factories.MembershipFactory(agent=ann, workgroup=care)
    ServiceLevel.objects.create(workgroup=care, media_type="chat", seconds=20)
    RequiredSkill.objects.create(workgroup=care, skill=factories.SkillFactory())
    OverflowStep.objects.create(workgroup=care, seconds=9, action="workgroup", to_workgroup=company.workgroup("Night"))
    Ring.objects.create(workgroup=care, place=1).agents.set([ann])
    return care


def test_a_copy_has_all_that_the_first_one_has_and_a_name_of_its_own(admin, busy):
    answer = admin.post(reverse("console:workgroup_duplicate", args=[busy.pk]))
    copy = Workgroup.objects.get(name="Care (copy)")
    assert answer.url == page_of(Workgroup, "change", copy.pk)
    assert copy.agent_cost_weight == -3
    for rows in (*COPIED, "rings"):
        assert getattr(copy, rows).count() == getattr(busy, rows).count(), rows
    assert copy.memberships.get().agent == copy.rings.get().agents.get() == busy.memberships.get().agent
    assert copy.overflow_steps.get().to_workgroup.name == "Night"
    change = Change.objects.get()
    assert (change.verb, change.name, change.after["rings"][0]["ring"]) == ("created", "Care (copy)", 1)
    assert duplicate(busy).name == "Care (copy 2)"


def test_whatever_belongs_to_a_workgroup_is_copied_with_it():
    relations = [
        field for field in Workgroup._meta.related_objects if getattr(field.on_delete, "__name__", "") == "CASCADE"
    ]
    assert {field.get_accessor_name() for field in relations if not field.one_to_one} == {*COPIED, "rings"}


def test_what_a_workgroup_has_one_of_is_copied_too(busy):
    SurveyRule.objects.create(workgroup=busy, text="Were you satisfied?")
    assert duplicate(busy).survey_rule.text == "Were you satisfied?" and SurveyRule.objects.count() == 2


def test_only_who_has_the_right_makes_copies(alice, busy):
    assert alice.post(reverse("console:workgroup_duplicate", args=[busy.pk])).status_code == 403
    assert not Workgroup.objects.filter(name__contains="copy").exists()
