"""The utilization tables of people and workgroups (R35): all eight types, what is inherited and from where."""

import re

import pytest

from agents.models import Agent, MediaType, Utilization, Workgroup
from audit.models import Change
from tests import company, factories
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db
CHAT = list(MediaType).index(MediaType.CHAT)  # its place, where nothing has a row yet


@pytest.fixture
def teams():
    """Two workgroups that say different things, and somebody in both."""
    care, repairs = company.workgroup("Care", percent=25, most=4), Workgroup.objects.create(name="Repairs")
    return care, repairs, factories.AgentFactory(workgroups=[care, repairs])


def table(client, thing):
    """{type: what stands under Inherited}, in the order of the page."""
    page = client.get(page_of(type(thing), "change", thing.pk)).content.decode()
    rows = re.findall(r'<tr class="row share.*?</tr>', page, re.DOTALL)
    names = [re.search(r"<span>(.*?)</span>", row)[1] for row in rows]
    cells = [re.search(r'<td class="from".*?</td>', row, re.DOTALL)[0] for row in rows]
    return {name: " ".join(re.sub(r"<.*?>", " ", cell).split()) for name, cell in zip(names, cells, strict=True)}


def test_all_types_stand_in_the_table_with_what_they_inherit(admin, teams):
    care, repairs, bob = teams
    found = table(admin, bob)
    assert list(found) == [str(kind.label) for kind in MediaType]
    assert found["Social Conversation"] == "25 % / 4 Care 100 % / 1 Repairs (default)"
    assert found["Call"] == "100 % / 1 Care (default) 100 % / 1 Repairs (default)"
    assert table(admin, repairs)["Chat"] == "100 % / 1 default"
    assert table(admin, care)["Social Conversation"] == "Set here, in place of 100 % / 1 default"


def test_a_row_is_filled_in_and_emptied_again(admin, teams):
    _care, _repairs, bob = teams
    address = page_of(Agent, "change", bob.pk)
    fill(admin, address, **{f"utilizations-{CHAT}-percent": "30", f"utilizations-{CHAT}-max_assign": "3"})
    row = Utilization.objects.get(agent=bob)
    assert (row.media_type, row.percent, row.max_assign) == (MediaType.CHAT, 30, 3)
    assert table(admin, bob)["Chat"].startswith("Set here, in place of 100 % / 1 Care (default)")
    fill(admin, address, **{"utilizations-0-percent": "", "utilizations-0-max_assign": ""})
    assert not Utilization.objects.filter(agent=bob).exists()
    assert [bool(change.after.get("utilizations")) for change in Change.objects.all()] == [False, True]


def test_a_workgroups_row_is_reset_to_the_default(admin, teams):
    care, *_rest = teams
    address = page_of(Workgroup, "change", care.pk)
    fill(admin, address, **{"utilizations-0-percent": "", "utilizations-0-max_assign": ""})
    assert care.utilizations.count() == 1


def test_half_a_row_and_impossible_numbers_are_refused_in_words(admin, teams):
    _care, _repairs, bob = teams
    address = page_of(Agent, "change", bob.pk)
    said = faults(fill(admin, address, **{"utilizations-0-percent": "30"}))
    assert said == ["Fill in both numbers, or leave both blank to inherit."]
    too_much = {"utilizations-0-percent": "130", "utilizations-0-max_assign": "1"}
    assert any("100" in text for text in faults(fill(admin, address, **too_much)))


def test_a_person_has_skills_of_his_own(admin, teams):
    _care, _repairs, bob = teams
    german = factories.SkillFactory(name="German")
    given = {"skill_levels-0-skill": str(german.pk), "skill_levels-0-proficiency": "70", "skill_levels-0-desire": "20"}
    fill(admin, page_of(Agent, "change", bob.pk), **given, **{"skill_levels-TOTAL_FORMS": "1"})
    level = bob.skill_levels.get()
    assert (level.skill, level.proficiency, level.desire) == (german, 70, 20)
    assert Change.objects.get().after == {"skill_levels": [{"skill": "German", "proficiency": 70, "desire": 20}]}
    wrong = {"skill_levels-0-proficiency": "101", "skill_levels-0-desire": "101"}
    assert len(faults(fill(admin, page_of(Agent, "change", bob.pk), **wrong))) == 2
