"""A workgroup's settings: how long an offer lasts (R44), and one router at a time."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from agents.models import Workgroup
from tests import company

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("given", "lasts"), [(None, 15), (0, 15), (7, 7), (15, 15), (300, 300)])
def test_an_offer_time_out_of_nothing_is_15_seconds_and_seven_is_the_least(given, lasts):
    workgroup = Workgroup(name="Care", offer_timeout=given)
    workgroup.full_clean()
    workgroup.save()
    assert Workgroup.objects.get().offer_timeout == lasts


@pytest.mark.parametrize("given", [1, 3, 6])
def test_an_offer_of_less_than_seven_seconds_is_refused_in_words(given):
    with pytest.raises(ValidationError, match="at least 7 seconds"):
        Workgroup(name="Care", offer_timeout=given).full_clean()


def test_the_database_refuses_a_shorter_offer_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        Workgroup.objects.create(name="Care", offer_timeout=3)


@pytest.mark.both
def test_one_router_at_a_time_and_a_wish_meanwhile_is_not_lost():
    care = company.workgroup()
    mine = Workgroup.claim_routing(care.pk, seconds=5)
    assert mine == care
    assert Workgroup.claim_routing(care.pk, seconds=5) is None
    mine = mine.release_routing()
    assert mine
    assert mine.release_routing() is None
    assert Workgroup.claim_routing(care.pk, seconds=5)


@pytest.mark.both
def test_a_workgroup_that_is_gone_needs_no_router():
    assert Workgroup.claim_routing(1, seconds=5) is None
