"""What agents say about themselves, and the time line of it (R46)."""

import pytest

from agents.models import Agent, Status
from tests import company

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


def test_who_makes_himself_available_goes_to_the_end_of_the_line():
    alice = company.agent("alice")
    company.passes(600, alice)
    before = alice.available_since
    alice.set_status(status("Available"))
    assert alice.available_since > before
    assert Agent.objects.get(pk=alice.pk).available_since == alice.available_since
