"""The floor: what is in hand, who asks for help, and the ways to come (R72)."""

import re

import pytest
from django.urls import reverse

from interactions.models import Interaction, Joining, Note
from tests import company, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(client, care):
    """Who supervises it and may act."""
    client.person = factories.AgentFactory(username="sam", rights=["interactions.act"], supervises=[care])
    client.force_login(client.person)
    return client


@pytest.fixture
def floor(sam):
    """Its page, with filters."""
    return lambda **asked: sam.get(reverse("supervision:floor"), asked).content.decode()


def numbers(page):
    """Whom it shows, in order."""
    return [int(pk) for pk in re.findall(r'/#(\d+)" data-test="monitor"', page)]


def act(client, one, do, **more):
    return client.post(reverse("supervision:floor"), {"pk": one.pk, "do": do, **more})


def test_who_asks_for_help_comes_first_and_others_stay_out(floor, queue, care, alice):
    bob = company.agent("bob", care)
    first = company.connected(queue, alice, company.said(by="351900000001"))
    second = company.connected(queue, bob, company.said(by="351900000002"))
    company.writes(queue, company.said(by="351900000003"))
    elsewhere = company.channel(company.workgroup("Elsewhere"), platform="facebook", address="110")
    company.connected(elsewhere, company.agent("eve", elsewhere.direct_workgroup), company.said(by="902"))
    assert numbers(floor()) == [first.pk, second.pk]
    second.ask_help(bob, "Please")
    page = floor()
    assert numbers(page) == [second.pk, first.pk] and page.count('data-test="asks"') == 1
    first.hold(alice)
    assert (numbers(floor(state="held")), numbers(floor(agent=bob.pk))) == ([first.pk], [second.pk])
    assert numbers(floor(workgroup="held", state="7")) == [second.pk, first.pk], "what makes no sense filters nothing"


def test_one_looks_coaches_joins_and_takes_over_from_there(sam, floor, queue, alice):
    one = company.connected(queue, alice)
    act(sam, one, "coach", text="Offer the kit")
    assert [(note.text, note.only_for) for note in Note.objects.all()] == [("Offer the kit", alice)]
    answer = act(sam, one, "join")
    assert answer["Location"] == f"/#{one.pk}" and Joining.objects.get(left_at=None).person == sam.person
    assert f"with {sam.person}" in floor()
    act(sam, one, "take_over")
    assert Interaction.objects.get().owner == sam.person
    assert numbers(floor()) == [], "what he has himself is on his desk"
    refused = sam.post(reverse("supervision:floor"), {"pk": one.pk, "do": "join"}, follow=True)
    assert "You have this interaction yourself." in refused.content.decode()


def test_strangers_find_nothing_and_the_page_notices_what_changes(sam, queue, care, alice, client):
    one = company.connected(queue, alice)
    version = lambda: sam.get(reverse("supervision:floor-version")).json()["version"]  # noqa: E731
    before = version()
    assert version() == before
    one.hold(alice)
    held = version()
    one.disconnect(alice)
    assert len({before, held, version()}) == 3
    client.force_login(factories.AgentFactory(rights=["interactions.act"], supervises=[company.workgroup("Elsewhere")]))
    assert act(client, one, "join").status_code == 404


def test_many_cost_no_query_each(floor, queue, care, alice, django_assert_max_num_queries):
    agents = [company.agent(f"bob{number}", care) for number in range(4)]
    floor()
    for agent, one in zip(agents * 3, company.waiting(queue, 12), strict=True):
        company.brought_to("connected", one, agent)
    with django_assert_max_num_queries(16):
        assert len(numbers(floor())) == 12
