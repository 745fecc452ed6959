"""What agents say about themselves, and the time line of it (R46)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from agents.models import Agent, Status
from agents.time_line import last_stretches
from tests import company, factories

pytestmark = pytest.mark.django_db


def status(name):
    return Status.objects.get(name=name)


def test_the_standard_list_is_there_from_the_start():
    assert set(Status.objects.values_list("name", flat=True)) == {
        "Available",
        "Available, No ACD",
        "ACD - Agent Not Answering",
        "At Lunch",
        "At a Training Session",
        "Away From Desk",
        "Do Not Disturb",
        "Follow Up",
        "Gone Home",
        "In a Meeting",
        "On Vacation",
        "Out of the Office",
        "Out of Town",
        "Working at Home",
    }


def test_the_acd_offers_work_in_two_of_them_only():
    takes = Status.objects.filter(takes_acd=True).values_list("name", flat=True)
    assert set(takes) == {"Available", "Working at Home"}


def test_nobody_chooses_not_answering_for_himself():
    assert [s.name for s in Status.objects.filter(selectable=False)] == ["ACD - Agent Not Answering"]


def test_every_change_is_kept_with_its_time_in_order():
    alice = company.agent("alice")
    for name in ("At Lunch", "Available", "Gone Home"):
        alice.set_status(status(name))
    changes = alice.status_changes.order_by("at", "pk")
    assert [change.status.name for change in changes] == ["At Lunch", "Available", "Gone Home"]
    assert alice.status_since == changes.last().at


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_time_line_says_how_long_each_lasted(django_assert_num_queries):
    alice = company.agent("alice")
    with time_machine.travel(NOON, tick=False) as clock:
        for name, seconds in (("At Lunch", 1800), ("Available", 60), ("Do Not Disturb", 5)):
            alice.set_status(status(name))
            clock.shift(seconds)
        with django_assert_num_queries(1):
            found = last_stretches(alice, NOON + timedelta(seconds=1865))
            told = [(one.status.name, one.lasted.total_seconds(), one.goes_on) for one in found]
    assert told == [("Do Not Disturb", 5, True), ("Available", 60, False), ("At Lunch", 1800, False)]


def test_the_console_shows_the_last_twenty_of_that_person(client):
    alice, bob = company.agent("alice"), company.agent("bob")
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(25):
            clock.shift(60)
            alice.set_status(status("At Lunch" if number % 2 else "Do Not Disturb"))
        bob.set_status(status("Gone Home"))
    client.force_login(factories.AgentFactory(roles=["Administrator"]))
    page = client.get(reverse("console:agents_agent_change", args=[alice.pk]))
    assert len(page.context["stretches"]) == 20
    said = page.content.decode().split('data-test="statuses"')[1].split("</section>")[0]
    assert said.count("<li") == 20 and "At Lunch" in said and "Gone Home" not in said
    assert said.count("Do not disturb") == 10 and said.count("1 min") == 19


def test_who_makes_himself_available_goes_to_the_end_of_the_line():
    alice = company.agent("alice")
    company.passes(600, alice)
    before = alice.available_since
    alice.set_status(status("Available"))
    assert alice.available_since > before
    assert Agent.objects.get(pk=alice.pk).available_since == alice.available_since
