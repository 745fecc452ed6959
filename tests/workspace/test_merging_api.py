"""Merging customers by the API: who may, and within what he may see."""

import pytest

from agents.rights import give
from audit.rights import Right
from interactions import likely
from interactions.models import Customer
from tests import company, factories
from tests.factories_rules import AttributeFactory

pytestmark = pytest.mark.django_db
OTHER = "351900000002"


@pytest.fixture
def ann(queue, alice):
    """Ann, with a conversation in Alice's hands, who may merge."""
    give(alice, [Right.MERGE])
    return company.connected(queue, alice)


@pytest.fixture
def anna(queue, ann):
    """The same person under another number, who waits."""
    return company.writes(queue, company.said(by=OTHER, name="Anna"))[-1]


def test_likely_ones_are_suggested_and_found_within_reach_only(ann, anna, alice, page):
    Customer.objects.filter(pk=anna.customer_id).update(name="Ann")
    factories.CustomerFactory(name="Ann")  # nothing of his is Alice's to see
    desk = page(alice)
    assert [one["id"] for one in desk.get(f"interactions/{ann.pk}/likely/")["customers"]] == [anna.customer_id]
    for words in ("Anna", OTHER[:6], f"+{OTHER}"):
        found = desk.get(f"interactions/{ann.pk}/likely/?q={words}")["customers"]
        assert anna.customer_id in [one["id"] for one in found]
    assert likely.found(alice, ann.customer, "nobody of this name") == []


def test_a_merge_is_shown_before_made_and_undone(ann, anna, alice, page):
    both = AttributeFactory()
    both.values.create(customer=ann.customer, text="here")
    both.values.create(customer=anna.customer, text="there")
    Customer.objects.filter(pk=ann.customer_id).update(account_number="A1")
    Customer.objects.filter(pk=anna.customer_id).update(account_number="A2")
    desk, path = page(alice), f"interactions/{ann.pk}/merge/{anna.customer_id}/"
    shown = desk.get(path)
    assert [(one["stays"], one["goes"]) for one in shown["differing"]] == [
        ("Ann", "Anna"),
        ("A1", "A2"),
        ("here", "there"),
    ]
    (made,) = desk.post(path)["merges"]
    assert (made["name"], made["why_not"]) == ("Anna", "")
    assert desk.call("POST", path).status_code == 404  # there is no such customer any more
    assert desk.post(f"interactions/{ann.pk}/merges/{made['id']}/undo/")["merges"] == []
    give(alice, [])
    assert "Merge customers" in desk.post(path, status=403)["detail"]
