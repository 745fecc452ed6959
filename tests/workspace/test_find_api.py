"""The search of the desk (R60, R73a): who finds what, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agents.models import Membership
from agents.rights import give
from audit.rights import Right
from interactions.models import Interaction, State
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(alice, page):
    return page(alice)


def found(desk, words, more=""):
    return {group["caption"]: group["found"] for group in desk.get(f"find/?q={words}{more}")["groups"]}


@pytest.fixture
def marta(queue, alice):
    return company.connected(queue, alice, company.said(by="351900000777", name="Marta Kowalczyk"))


def test_an_interaction_is_found_by_name_by_number_and_by_what_the_platform_calls_its_customer(desk, marta):
    for words in ("marta", "kowal marta", str(marta.pk), f"%23{marta.pk}", "%2B351900000777"):
        assert [one["url"] for one in found(desk, words)["Interactions"]] == [f"/#{marta.pk}"], words
    (customer,) = found(desk, "marta")["Customers"]
    assert (customer["words"], customer["url"]) == ("Marta Kowalczyk", f"/#{marta.pk}")
    assert "Interactions" not in found(desk, "marta jones")


def test_a_customer_stands_once_and_leads_to_what_was_last(desk, marta, queue, alice):
    marta.disconnect(alice)
    again = company.connected(queue, alice, company.said(by="351900000777", name="Marta Kowalczyk"))
    assert len(found(desk, "marta")["Interactions"]) == 2
    assert [one["url"] for one in found(desk, "marta")["Customers"]] == [f"/#{again.pk}"]


def test_nothing_out_of_reach_is_found(marta, queue, care, page):
    elsewhere = company.workgroup("Elsewhere")
    bob, carol = company.agent("bob", care), company.agent("carol", elsewhere)
    for stranger in (bob, carol):
        groups = found(page(stranger), "marta")
        assert "Interactions" not in groups and "Customers" not in groups
        assert "Interactions" not in found(page(stranger), str(marta.pk))
        assert "Recent" not in found(page(stranger), "", f"&recent={marta.pk}")
    company.writes(queue, company.said(by="351900000778", name="Marta Waits"))
    assert [one["words"] for one in found(page(bob), "marta")["Interactions"]] == ["Marta Waits"], (
        "it waits where he is"
    )
    Membership.objects.filter(agent=bob).update(supervises=True)
    assert len(found(page(bob), "marta")["Interactions"]) == 2
    assert "Interactions" not in found(page(carol), "marta")


def test_recent_ones_come_in_the_order_asked_for(desk, marta, queue, alice):
    other = company.connected(queue, alice, company.said(by="351900000779", name="Ben Okafor"))
    groups = found(desk, "", f"&recent={other.pk},{marta.pk},999,x")
    assert [one["words"] for one in groups["Recent"]] == ["Ben Okafor", "Marta Kowalczyk"]


def test_colleagues_and_pages_are_found_as_far_as_one_may_open_them(desk, care, alice, page):
    company.agent("robert", care)
    assert [one["words"] for one in found(desk, "rob")["Agents"]] == ["Robert"]
    assert "Agents" not in found(desk, "alice"), "not oneself"
    assert [one["words"] for one in found(desk, "desk")["Pages"]] == ["Agent desk"]
    assert [one["url"] for one in found(desk, "tracker")["Pages"]] == ["/supervision/tracker/"]
    assert "Pages" not in found(desk, "queues")
    give(alice, Right.ACT)
    assert [one["url"] for one in found(page(alice), "queues")["Pages"]] == ["/supervision/queues/"]


def test_what_is_long_ago_is_found_by_its_number_alone(desk, marta):
    Interaction.objects.filter(pk=marta.pk).update(created_at=timezone.now() - timedelta(days=200))
    assert "Interactions" not in found(desk, "marta")
    assert [one["url"] for one in found(desk, str(marta.pk))["Interactions"]] == [f"/#{marta.pk}"]


@pytest.mark.parametrize("words", ["%25", "'", "x" * 500, "%00", "9" * 40, "%E2%80%8B", "a b c d e f g h"])
def test_strange_words_find_nothing_and_break_nothing(desk, marta, words):
    assert "Interactions" not in found(desk, words)


def test_a_search_costs_the_same_few_queries_however_much_it_finds(desk, queue, alice):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.get("find/?q=ann")
        return len(queries)

    company.connected(queue, alice)
    cost()
    few = cost()
    for interaction in company.writes(queue, *[company.said(by=f"35191{n:07}") for n in range(15)]):
        if interaction.state == State.WAITING:
            company.brought_to(State.CONNECTED, interaction, alice)
    assert len(found(desk, "ann")["Interactions"]) == 6
    assert cost() == few <= 9


def test_what_comes_back_to_an_agent_waits_in_his_own_queue(desk, marta, alice, care, page):
    marta.park(alice)
    assert desk.get("desk/")["queues"]["own"] == {"waiting": 0, "longest_since": None}
    company.writes(marta.thread.channel, company.said(by="351900000777", name="Marta Kowalczyk"))
    own = desk.get("desk/")["queues"]["own"]
    assert own["waiting"] == 1 and own["longest_since"]
    assert [row["id"] for row in desk.get("own-queue/")["interactions"]] == [marta.pk]
    bobs = page(company.agent("bob", care))
    assert bobs.get("desk/")["queues"]["own"]["waiting"] == 0
    assert bobs.get("own-queue/")["interactions"] == []
