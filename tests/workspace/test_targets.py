"""To whom one can transfer, and what one is told of them before (R54)."""

import pytest

from agents.models import AccessLicense, Seat, Skill, SkillLevel, Station, Status
from interactions.models import Interaction
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


@pytest.fixture
def targets(page, alice, interaction):
    """What Alice finds."""
    desk = page(alice)
    return lambda asked="": desk.get(f"targets/?for={interaction.pk}&q={asked}")


def test_colleagues_come_with_status_load_and_the_skills_that_matter(targets, care, interaction):
    grinders, german = Skill.objects.create(name="Grinders"), Skill.objects.create(name="German")
    bob = company.agent("bob", care)
    SkillLevel.objects.create(agent=bob, skill=grinders, proficiency=80)
    SkillLevel.objects.create(agent=bob, skill=german, proficiency=10)
    SkillLevel.objects.create(workgroup=care, skill=grinders, proficiency=5)
    Interaction.objects.filter(pk=interaction.pk).update(skills=[[grinders.pk, 1, None, 1, 0]])
    (found,) = targets()["agents"]
    assert (found["name"], found["status"], found["logged_on"], found["refused"]) == ("Bob", "Available", True, "")
    assert found["skills"] == [{"name": "Grinders", "level": 80}], "his own level, and only what is asked for"
    assert (found["load"], found["status_since"] is not None) == ({"now": 0, "percent": 0}, True)


def test_who_cannot_take_it_is_there_with_the_reason(targets, care):
    company.agent("bob", care, seated=False)
    AccessLicense.objects.filter(agent=company.agent("carol", care)).delete()
    company.agent("dan", care, status=Status.objects.filter(do_not_disturb=True)[0].name)
    found = {agent["name"]: agent for agent in targets()["agents"]}
    assert found["Bob"]["refused"] == "not logged on"
    assert found["Carol"]["refused"] == "no access license for this platform"
    assert (found["Dan"]["refused"], found["Dan"]["do_not_disturb"]) == ("", True)


def test_workgroups_come_with_their_live_queue_and_whether_they_are_open(targets, care, queue):
    company.writes(queue, company.said(by="351900000009"))
    (found,) = targets("care")["workgroups"]
    assert (found["waiting"], found["longest_since"] is not None, found["available"]) == (1, True, 1)
    assert (found["open"], found["opens_at"]) == (True, None)
    type(care).objects.update(keeps_hours=True)
    (found,) = targets("care")["workgroups"]
    assert found["open"] is False, "hours are kept, and no day has any"


def test_stations_say_who_sits_there(targets, page, alice, care, interaction):
    first, second, own = (Station.objects.create(name=f"DESK-{n}") for n in range(3))
    Seat.objects.filter(agent=company.agent("bob", care)).update(station=first)
    Seat.objects.filter(agent=alice).update(station=own)
    found = [(s["name"], s["taken_by"], s["refused"]) for s in targets("desk")["stations"]]
    assert found == [("DESK-0", "Bob", ""), ("DESK-1", None, "nobody is logged on here")]
    assert targets("bob")["stations"][0]["name"] == "DESK-0", "found by who sits there, too"
    refused = page(alice).post(f"interactions/{interaction.pk}/transfer/", {"station": second.pk}, 400)
    assert refused["code"] == "not_logged_on"
    row = page(alice).post(f"interactions/{interaction.pk}/transfer/", {"station": first.pk})["interaction"]
    assert (row["owner"]["name"], row["returns_to"]["name"], row["state"]) == ("Bob", "Alice", "alerting")


def test_all_words_must_fit_and_many_colleagues_cost_no_query_each(targets, care, django_assert_max_num_queries):
    for number in range(10):
        company.agent(f"bob{number}", care)
    targets()
    with django_assert_max_num_queries(20):
        assert len(targets()["agents"]) == 10
    assert [agent["name"] for agent in targets("bob 7")["agents"]] == ["Bob7"]
    assert targets("bob nobody")["agents"] == []


def test_what_one_may_not_see_is_not_asked_about(page, care, interaction):
    elsewhere = company.agent("eve", company.workgroup("Elsewhere"))
    assert page(elsewhere).call("GET", f"targets/?for={interaction.pk}").status_code == 404
