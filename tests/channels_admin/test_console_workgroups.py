"""A workgroup's page in the console: what can be set, what is refused in which words, and what the audit log says."""

import pytest
from django.forms import Select
from django.test.html import parse_html
from django.utils.safestring import SafeString

from agents.models import (
    OverflowStep,
    RequiredSkill,
    Ring,
    ServiceLevel,
    Skill,
    SkillLevel,
    Status,
    Workgroup,
)
from audit.models import Change
from audit.selects import LongSelect
from tests import factories
from tests.channels_admin.forms_filled import faults, fill, page_of, rows

pytestmark = pytest.mark.django_db
ADD = page_of(Workgroup, "add")


@pytest.fixture
def care(db):
    return factories.WorkgroupFactory(name="Care")


@pytest.fixture
def people(care):
    """Ann, Bob and Cid, members of Care."""
    return [factories.AgentFactory(username=name, workgroups=[care]) for name in ("ann", "bob", "cid")]


@pytest.fixture
def spanish(db):
    return Skill.objects.create(name="Spanish")


@pytest.fixture
def edit(admin, care):
    """Fill in the page of Care."""
    return lambda **changes: fill(admin, page_of(Workgroup, "change", care.pk), **changes)


def entered(*given):
    """Rows of rings: (seconds, people) each, in their order."""
    return rows(
        "rings",
        *(
            {"seconds": str(seconds), "agents": [str(one.pk) for one in members], "ORDER": str(place)}
            for place, (seconds, members) in enumerate(given, 1)
        ),
    )


def rings(workgroup):
    found = workgroup.rings.prefetch_related("agents")
    return [(ring.place, ring.seconds, sorted(agent.username for agent in ring.agents.all())) for ring in found]


def test_a_workgroup_is_made_from_nothing_with_all_that_belongs_to_it(admin, spanish):
    ann, bob, night = factories.AgentFactory(username="ann"), factories.AgentFactory(username="bob"), _night()
    answer = fill(
        admin,
        ADD,
        name="Care",
        **rows("memberships", *({"agent": str(one.pk), "activated": "on"} for one in (ann, bob))),
        **rows("service_levels", {"media_type": "social_direct_message", "seconds": "120"}),
        **rows(
            "required_skills",
            {"skill": str(spanish.pk), "min_proficiency": "40", "proficiency_weight": "1", "desire_weight": "1"},
        ),
        **rows("skill_levels", {"skill": str(spanish.pk), "proficiency": "50", "desire": "10"}),
        **entered((30, [ann]), (60, [bob])),
        **rows(
            "overflow_steps",
            {"seconds": "60", "action": "relax", "amount": "20", "to_workgroup": str(night.pk)},
            {"seconds": "300", "action": "workgroup", "amount": "7", "to_workgroup": str(night.pk)},
        ),
    )
    assert answer.status_code == 302
    care = Workgroup.objects.get(name="Care")
    assert rings(care) == [(1, 30, ["ann"]), (2, 60, ["bob"])]
    assert ServiceLevel.targets(care.pk)["social_direct_message"] == 120
    assert RequiredSkill.objects.get().min_proficiency == 40 and SkillLevel.objects.get().proficiency == 50
    assert list(care.overflow_steps.values_list("seconds", "action", "amount", "to_workgroup")) == [
        (60, "relax", 20, None),
        (300, "workgroup", None, night.pk),
    ]


def _night():
    return factories.WorkgroupFactory(name="Night")


# --- what is refused --------------------------------------------------------------------------------------------


def test_wrap_up_is_refused_beyond_two_hours_and_without_a_status(edit, care):
    follow_up = str(Status.objects.get(name="Follow Up").pk)
    assert faults(edit(wrap_up_seconds="30")) == ["Choose the status for the wrap-up time, or leave both blank."]
    assert faults(edit(wrap_up_status=follow_up, wrap_up_seconds="7201")) == [
        "At most 7200 seconds, which is two hours."
    ]
    assert edit(wrap_up_status=follow_up, wrap_up_seconds="7200").status_code == 302
    care.refresh_from_db()
    assert care.wrap_up_seconds == 7200


@pytest.mark.parametrize("weights", [("0", "0"), ("2", "-2")])
def test_weights_that_add_up_to_zero_are_refused_where_they_stand(edit, spanish, weights):
    one = {"skill": str(spanish.pk), "proficiency_weight": weights[0], "desire_weight": weights[1]}
    assert faults(edit(**rows("required_skills", one))) == [
        "The weights of proficiency and desire add up to zero. Give one of them another value."
    ]


@pytest.mark.parametrize("queue_type", ["none", "group_ring", "sequential"])
def test_a_queue_type_is_refused_while_channels_send_there_and_they_are_named(edit, care, queue_type):
    factories.ChannelFactory(name="Espresso talk", conversation_workgroup=care)
    said = "Espresso talk send their interactions here, which needs ACD, Custom or Round Robin."
    assert faults(edit(queue_type=queue_type)) == [said]
    assert edit(queue_type="round_robin").status_code == 302


def test_an_overflow_says_by_how_much_or_where_to(edit):
    steps = [{"seconds": "60", "action": "relax"}, {"seconds": "60", "action": "workgroup"}]
    assert faults(edit(**rows("overflow_steps", *steps))) == [
        "By how many points? Give a number from 1 to 100.",
        "Choose the workgroup that takes over.",
    ]


def test_an_overflow_cannot_go_to_itself_or_where_no_social_channel_may(edit, care):
    office = factories.WorkgroupFactory(name="Office", queue_type="none")
    for place in (care, office):
        said = faults(
            edit(**rows("overflow_steps", {"seconds": "60", "action": "workgroup", "to_workgroup": str(place.pk)}))
        )
        assert any("not one of the available choices" in text for text in said)
    assert not OverflowStep.objects.exists()


def test_the_same_skill_twice_is_refused_in_words(edit, spanish):
    twice = [{"skill": str(spanish.pk), "proficiency": "5", "desire": "0"}] * 2
    said = faults(edit(**rows("skill_levels", *twice)))
    assert "The same skill stands in two rows, a duplicate. Take one of them away." in said


# --- rings --------------------------------------------------------------------------------------------------------


def test_rings_change_places_and_keep_their_people(edit, care, people):
    ann, bob, cid = people
    edit(**entered((10, [ann]), (20, [bob]), (30, [cid])))
    edit(**{"rings-0-ORDER": "3", "rings-1-ORDER": "1", "rings-2-ORDER": "2"})
    assert rings(care) == [(1, 20, ["bob"]), (2, 30, ["cid"]), (3, 10, ["ann"])]
    edit(**{"rings-0-DELETE": "on"})
    assert rings(care) == [(1, 30, ["cid"]), (2, 10, ["ann"])]


def test_new_rings_come_in_the_order_that_the_rows_say(edit, care, people):
    ann, bob, cid = people
    given = entered((10, [ann]), (20, [bob]), (30, [cid]))
    edit(**given | {"rings-0-ORDER": "2", "rings-1-ORDER": "1", "rings-2-DELETE": "on"})
    assert rings(care) == [(1, 20, ["bob"]), (2, 10, ["ann"])]


def test_a_ring_takes_members_only_also_those_who_have_just_been_added(edit, care, people):
    dan = factories.AgentFactory(username="dan", first_name="Dan")
    said = faults(edit(**entered((10, [dan]))))
    assert said == ["Dan: no member of this workgroup. Add them under Members first."]
    edit(**entered((10, [dan])), **rows("memberships", {"agent": str(dan.pk), "activated": "on"}, start=3))
    assert rings(care) == [(1, 10, ["dan"])]
    said = faults(edit(**{"memberships-3-DELETE": "on"}))
    assert said == ["Dan: no member of this workgroup. Add them under Members first."]


def test_there_are_five_rings_at_most(edit, people):
    assert faults(edit(**entered(*[(10, people)] * 6))) == ["There are five rings at most. Take some away."]


def test_rings_that_stay_as_they_are_are_not_written_again(edit, care, people):
    edit(**entered((10, people)))
    before = Ring.objects.get().pk
    edit(name="Better care")
    assert Ring.objects.get().pk == before


# --- audit and cost -------------------------------------------------------------------------------------------------


def test_the_audit_log_says_who_was_in_which_ring(edit, care, people):
    ann, bob, _cid = people
    edit(**entered((10, [ann])))
    edit(agent_cost_weight="-2", **{"rings-0-agents": [str(ann.pk), str(bob.pk)]})
    change = Change.objects.first()
    assert change.before == {
        "agent_cost_weight": 0,
        "rings": [{"ring": 1, "seconds": 10, "members": ["Ann"]}],
    }
    assert change.after == {
        "agent_cost_weight": -2,
        "rings": [{"ring": 1, "seconds": 10, "members": ["Ann", "Bob"]}],
    }


def test_a_page_of_many_members_costs_what_one_of_few_costs(
    admin, care, people, spanish, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(40) as queries:
            assert admin.get(page_of(Workgroup, "change", care.pk)).status_code == 200
        return len(queries)

    def more(number):
        for place in range(1, number + 1):
            Ring.objects.update_or_create(workgroup=care, place=place)[0].agents.set(people)
            skill = Skill.objects.create(name=f"Skill {number} {place}")
            RequiredSkill.objects.create(workgroup=care, skill=skill)
            SkillLevel.objects.create(workgroup=care, skill=skill)
            OverflowStep.objects.create(workgroup=care, seconds=place, action="workgroup", to_workgroup=_another())
            factories.AgentFactory(workgroups=[care])

    more(1)
    cost()
    few = cost()
    more(5)
    assert cost() == few


def _another():
    return factories.WorkgroupFactory()


def test_the_many_options_of_a_select_are_written_at_once_and_as_django_would(admin, care):
    page = admin.get(page_of(Workgroup, "change", care.pk))
    assert page.content.count(b"<option") > 500, "every time zone is there to be chosen"
    assert [one.name for one in page.templates if one.name and one.name.endswith("select_option.html")] == []
    choices = [("", "None <x>"), ("Places", [(1, "a & b"), ("2", 'q"')]), (None, "n"), ("3", SafeString("<b>"))]
    for value in ("", 1, "2", None, "else"):
        ours, theirs = (
            kind({"class": "k", "disabled": True}, choices=choices).render("n", value, {"id": "x"})
            for kind in (LongSelect, Select)
        )
        assert parse_html(ours) == parse_html(theirs)
