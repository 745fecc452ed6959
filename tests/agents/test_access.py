"""Who may receive which platform family: access licenses of agents and stations, and what runs out (R33, R40)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from agents.license_counts import counts
from agents.models import AccessLicense, Family, License, Seat, Station
from agents.room import Access
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _licensed():
    company.licensed()


def may(agent):
    """The families that an agent may receive."""
    access = Access.load([agent.pk])
    return {family for family in Family.values if access.allows(agent.pk, family)}


def test_an_agent_receives_the_families_that_he_is_licensed_for():
    assert may(company.agent("alice", families=[Family.WHATSAPP])) == {Family.WHATSAPP}
    assert may(company.agent("bob")) == set(Family.values)
    assert may(company.agent("carol", families=[])) == set()


def test_a_station_gives_its_license_to_whoever_sits_there_now():
    station = Station.objects.create(name="DESK-1")
    AccessLicense.objects.create(station=station, family=Family.SOCIAL_MEDIA)
    alice = company.agent("alice", families=[], seated=False)
    assert may(alice) == set()
    seat = Seat.take(alice, station)
    assert may(alice) == {Family.SOCIAL_MEDIA}
    company.passes(46, seat)
    assert may(alice) == set(), "his desk has gone"


@pytest.mark.parametrize("part", [License.Part.FEATURE_WHATSAPP, License.Part.ACCESS_WHATSAPP])
def test_a_family_whose_feature_or_access_part_ran_out_is_received_by_nobody(part):
    alice = company.agent("alice")
    License.objects.filter(part=part).update(expires_on=date.today() - timedelta(days=2))
    assert may(alice) == {Family.SOCIAL_MEDIA}


def test_a_license_is_valid_to_the_end_of_its_last_day():
    License.objects.update(expires_on=date(2026, 3, 31))
    assert License.allows(Family.WHATSAPP, date(2026, 3, 31))
    assert not License.allows(Family.WHATSAPP, date(2026, 4, 1))


def test_facebook_and_x_are_one_family_and_whatsapp_another():
    families = [Family.of(platform) for platform in ("facebook", "twitter", "whatsapp")]
    assert families == [Family.SOCIAL_MEDIA, Family.SOCIAL_MEDIA, Family.WHATSAPP]


def test_what_is_assigned_counts_against_what_was_loaded():
    License.objects.filter(part=License.Part.ACCESS_WHATSAPP).update(count=3)
    company.agent("alice")
    AccessLicense.objects.create(station=Station.objects.create(name="DESK-1"), family=Family.WHATSAPP)
    count = next(count for count in counts() if count.family == Family.WHATSAPP)
    assert (count.loaded, count.used, count.free) == (3, 2, 1)


def test_an_access_license_belongs_to_an_agent_or_to_a_station_never_to_both_or_none():
    alice, station = company.agent("alice", families=[]), Station.objects.create(name="DESK-1")
    for owner in ({}, {"agent": alice, "station": station}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessLicense.objects.create(family=Family.WHATSAPP, **owner)
