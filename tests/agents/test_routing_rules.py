"""What administrators may set for routing, and what is refused in words and by the database (R42, R43, R45, R47, R48)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from agents.models import OverflowStep, QueueType, RequiredSkill, Ring, Skill, SkillLevel, Status, Workgroup
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow_up():
    return Status.objects.get(name="Follow Up")


@pytest.fixture
def spanish():
    return Skill.objects.create(name="Spanish")


@pytest.mark.parametrize("seconds", [None, 1, 7200])
def test_wrap_up_lasts_up_to_two_hours(seconds, follow_up):
    Workgroup(name="Care", wrap_up_status=follow_up, wrap_up_seconds=seconds).full_clean()


def test_a_longer_wrap_up_is_refused(follow_up):
    with pytest.raises(ValidationError, match="At most 7200 seconds"):
        Workgroup(name="Care", wrap_up_status=follow_up, wrap_up_seconds=7201).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Workgroup.objects.create(name="Care", wrap_up_status=follow_up, wrap_up_seconds=7201)


def test_wrap_up_seconds_without_a_status_are_refused():
    with pytest.raises(ValidationError, match="Choose the status for the wrap-up time"):
        Workgroup(name="Care", wrap_up_seconds=30).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Workgroup.objects.create(name="Care", wrap_up_seconds=30)


def test_weights_are_those_of_the_product_until_somebody_changes_them():
    care = Workgroup.objects.create(name="Care")
    assert [getattr(care, name) for name in Workgroup.AGENT_WEIGHTS] == [1, 0, 1, 0, 0, 0]
    assert [getattr(care, name) for name in Workgroup.INTERACTION_WEIGHTS] == [1, 1, 1, 0]
    assert (care.affinity_seconds, care.window_minutes, care.exempts_held) == (60, 60, False)


@pytest.mark.parametrize("weights", [(0, 0), (1, -1), (-5, 5)])
def test_weights_of_a_required_skill_that_add_up_to_zero_are_refused(weights, spanish, care):
    proficiency, desire = weights
    row = RequiredSkill(workgroup=care, skill=spanish, proficiency_weight=proficiency, desire_weight=desire)
    with pytest.raises(ValidationError, match="add up to zero"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_skill_is_known_a_little_and_not_especially_liked_until_somebody_says_more(spanish, care):
    level = SkillLevel.objects.create(workgroup=care, skill=spanish)
    assert (level.proficiency, level.desire) == (1, 0)


@pytest.mark.parametrize("facts", [{"proficiency": 0}, {"proficiency": 101}, {"desire": 101}])
def test_levels_out_of_range_are_refused(facts, spanish, care):
    with pytest.raises(ValidationError):
        SkillLevel(workgroup=care, skill=spanish, **facts).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillLevel.objects.create(workgroup=care, skill=spanish, **facts)


def test_a_level_belongs_to_an_agent_or_to_a_workgroup(spanish, care):
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillLevel.objects.create(workgroup=care, agent=company.agent("alice"), skill=spanish)


def test_there_are_five_rings_at_most(care):
    for place in range(1, 6):
        Ring.objects.create(workgroup=care, place=place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ring.objects.create(workgroup=care, place=6)


@pytest.mark.parametrize("queue_type", ["none", "group_ring", "sequential"])
def test_a_workgroup_that_a_channel_names_keeps_a_queue_for_social_channels(queue_type, care, queue):
    care.queue_type = queue_type
    with pytest.raises(ValidationError, match="whatsapp 106 send their interactions here"):
        care.full_clean()


@pytest.mark.parametrize("queue_type", QueueType.values)
def test_a_workgroup_that_no_channel_names_may_have_any_queue(queue_type):
    workgroup = Workgroup.objects.create(name="Office")
    workgroup.queue_type = queue_type
    workgroup.full_clean()
    assert workgroup.takes_social is (queue_type in ("acd", "custom", "round_robin"))


def test_a_workgroup_to_which_another_overflows_keeps_its_queue(care):
    night = company.workgroup("Night")
    OverflowStep.objects.create(workgroup=care, seconds=60, action="workgroup", to_workgroup=night)
    night.queue_type = "none"
    with pytest.raises(ValidationError, match="Care send their interactions here"):
        night.full_clean()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"action": "relax"}, "By how many points"),
        ({"action": "priority"}, "By how many points"),
        ({"action": "workgroup"}, "Choose the workgroup that takes over"),
    ],
)
def test_an_overflow_step_says_by_how_much_or_where_to(facts, said, care):
    step = OverflowStep(workgroup=care, seconds=60, **facts)
    with pytest.raises(ValidationError, match=said):
        step.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()


def test_an_overflow_goes_to_another_workgroup_with_a_queue(care):
    office = Workgroup.objects.create(name="Office", queue_type="none")
    with pytest.raises(ValidationError, match="It waits here already"):
        OverflowStep(workgroup=care, seconds=60, action="workgroup", to_workgroup=care).full_clean()
    with pytest.raises(ValidationError, match="Office has no ACD queue"):
        OverflowStep(workgroup=care, seconds=60, action="workgroup", to_workgroup=office).full_clean()
