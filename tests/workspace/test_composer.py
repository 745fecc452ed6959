"""What the composer is told of a conversation: whether one may write, why not, and what waits (R14, R18)."""

import pytest
from django.utils import timezone

from channels_admin.models import Account, BlockedDestination, Channel
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


def told(page, alice, interaction):
    """The composer as a page gets it."""
    return page(alice).get(f"interactions/{interaction.pk}/")["composer"]


def test_where_one_may_write_nothing_stands_in_the_way(page, alice, interaction):
    composer = told(page, alice, interaction)
    assert (composer["open"], composer["reason"], composer["waits"]) == (True, "", "")


def test_where_the_customer_is_out_of_reach_it_is_said_before_one_types(page, alice, interaction):
    BlockedDestination.objects.create(prefix="+3519", label="Portugal")
    composer = told(page, alice, interaction)
    assert not composer["open"] and "Portugal" in composer["reason"]


def test_where_the_account_is_the_trouble_one_may_write_and_it_waits(page, alice, interaction):
    Account.objects.update(suspended_at=timezone.now(), suspended_for="The token has ended.")
    composer = told(page, alice, interaction)
    assert composer["open"] and composer["waits"].endswith("connected the account again. The token has ended.")
    Account.objects.update(suspended_at=None)
    Channel.objects.update(held_since=timezone.now())
    assert "display name" in told(page, alice, interaction)["waits"]
