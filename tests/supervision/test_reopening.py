"""A supervisor reopens from the page of what has ended (R61)."""

import pytest
from django.test import Client
from django.urls import reverse

from agents.models import AccountCode, Role
from interactions.models import Interaction, State
from tests import company, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(care):
    made = Client()
    made.force_login(factories.AgentFactory(supervises=[care], roles=[Role.SUPERVISOR]))
    return made


def page_of(browser, interaction):
    return browser.get(reverse("supervision:details", args=[interaction.pk])).content.decode()


def test_it_waits_again_for_the_last_agent_and_both_pages_say_so(browser, queue, alice):
    one = company.connected(queue, alice)
    assert 'data-test="reopen"' not in page_of(browser, one)
    one.disconnect(alice, account_code=AccountCode.objects.create(code="4711", name="Home"))
    page = page_of(browser, one)
    assert 'data-test="reopen"' in page and "4711 Home" in page
    answer = browser.post(reverse("supervision:reopen", args=[one.pk]), follow=True)
    fresh = Interaction.objects.open().get()
    assert (fresh.state, fresh.preferred) == (State.WAITING, alice)
    assert f"Interaction {one.pk} goes on here" in answer.content.decode()
    assert "back in the queue of Care" in page_of(browser, fresh)
    assert f"reopened it as interaction {fresh.pk}" in page_of(browser, one)
    assert f"in interaction {fresh.pk}" in page_of(browser, one), "and why it cannot be reopened again"
    again = browser.post(reverse("supervision:reopen", args=[one.pk]), follow=True)
    assert f"in interaction {fresh.pk}" in again.content.decode()
    assert Interaction.objects.count() == 2


def test_what_lacks_a_code_says_so(browser, queue, care, alice):
    type(care).objects.update(asks_wrap_up=True)
    one = company.connected(queue, alice)
    one.disconnect(alice, later=True)
    assert 'data-test="lacks-wrap-up"' in page_of(browser, one)
    one.code(alice, wrap_up=factories.WrapUpCodeFactory(name="Solved"))
    page = page_of(browser, one)
    assert 'data-test="lacks-wrap-up"' not in page and "Wrap-up: Solved" in page
