"""What has ended, over the API: its codes, and going on with it (R61, R68)."""

import pytest

from agents.models import AccountCode, Membership, Workgroup, WrapUpCode
from agents.rights import give
from audit.rights import Right
from interactions.models import Interaction, State
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(queue, alice):
    return company.brought_to(State.DISCONNECTED, company.writes(queue)[0], alice)


def test_reopening_answers_with_the_new_interaction_and_the_old_one_says_what_became_of_it(page, ended, alice):
    desk = page(alice)
    assert [row["id"] for row in desk.get("desk/")["closed"]] == [ended.pk]
    assert desk.get(f"interactions/{ended.pk}/")["reopen"] == {"allowed": True, "code": None, "why": ""}
    fresh = desk.post(f"interactions/{ended.pk}/reopen/")["interaction"]
    assert (fresh["state"], fresh["mine"], fresh["id"] != ended.pk) == ("connected", True, True)
    now = desk.get(f"interactions/{ended.pk}/")["reopen"]
    assert (now["allowed"], now["code"], str(fresh["id"]) in now["why"]) == (False, "goes_on", True)
    assert desk.post(f"interactions/{ended.pk}/reopen/", status=400)["code"] == "goes_on"
    assert [row["id"] for row in desk.get("desk/")["interactions"]] == [fresh["id"]]


def test_a_supervisor_needs_the_right_for_what_another_had(page, ended, care):
    boss = company.agent("boss")
    Membership.objects.create(agent=boss, workgroup=care, supervises=True)
    page(boss).post(f"interactions/{ended.pk}/reopen/", status=403)
    give(boss, [Right.ACT])
    assert page(boss).post(f"interactions/{ended.pk}/reopen/")["interaction"]["owner"]["id"] == boss.pk


def test_codes_at_the_end_later_and_refused_where_one_is_asked_for(page, queue, alice, care):
    Workgroup.objects.update(asks_wrap_up=True)
    solved, account = WrapUpCode.objects.create(name="Solved"), AccountCode.objects.create(code="4711", name="Home")
    desk, one = page(alice), company.connected(queue, alice)
    found = desk.get("desk/")
    assert (found["asking"], found["account_codes"][0]["name"]) == ([care.pk], "4711 Home")
    assert desk.post(f"interactions/{one.pk}/disconnect/", {"wrap_up": None}, 400)["code"] == "wrap_up"
    row = desk.post(f"interactions/{one.pk}/disconnect/", {"later": True, "account_code": account.pk})["interaction"]
    assert (row["state"], row["wrap_up"], row["account_code"]["id"]) == ("disconnected", None, account.pk)
    row = desk.post(f"interactions/{one.pk}/codes/", {"wrap_up": solved.pk})["interaction"]
    assert (row["wrap_up"]["name"], row["account_code"]["id"]) == ("Solved", account.pk), "what is not said stays"


def test_the_closed_ones_of_the_day_cost_no_query_each(page, queue, alice, django_assert_max_num_queries):
    desk = page(alice)
    for one in company.waiting(queue, 8):
        company.brought_to(State.DISCONNECTED, one, alice)
    desk.get("desk/")
    with django_assert_max_num_queries(24):
        assert len(desk.get("desk/")["closed"]) == 8
    assert Interaction.objects.open().count() == 0
