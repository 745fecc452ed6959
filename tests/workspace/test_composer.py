"""What the composer is told of a conversation: whether one may write, why not, and what waits (R14, R18)."""

import pytest
from django.utils import timezone

from agents.models import AccessLicense, License
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


def test_where_nothing_new_begins_one_may_still_answer_and_is_told(page, alice, interaction):
    """R15, R33."""
    License.objects.filter(part=License.FEATURES[interaction.family]).delete()
    composer = told(page, alice, interaction)
    assert composer["open"] and composer["waits"].startswith("The license for this platform has ended")
    Channel.objects.update(enabled_at=None, disabled_at=timezone.now())
    composer = told(page, alice, interaction)
    assert composer["open"] and "is disabled: nothing new begins there" in composer["waits"]


def test_who_may_not_pick_it_up_is_told_before_he_tries(page, alice, queue):
    (waiting,) = company.waiting(queue, 1)
    assert told(page, alice, waiting)["not_for_me"] == ""
    AccessLicense.objects.filter(agent=alice).delete()
    assert "no access license" in told(page, alice, waiting)["not_for_me"]
    assert page(alice).call("POST", f"interactions/{waiting.pk}/pick-up/").status_code == 400
