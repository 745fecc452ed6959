"""Logging on: one agent a station, a taken one is named, a dead one gives way (R66)."""

from functools import partial

import pytest

from agents.models import Agent, Seat, Station, StationTaken
from tests import company, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return company.agent("alice", seated=False)


@pytest.fixture
def bob():
    return company.agent("bob", seated=False)


@pytest.fixture
def station():
    return Station.objects.create(name="DESK-1")


def test_an_agent_logs_on_without_a_station(alice):
    seat = Seat.take(alice)
    assert (seat.station, seat.is_live) == (None, True)


def test_two_agents_may_be_logged_on_without_a_station(alice, bob):
    Seat.take(alice)
    Seat.take(bob)
    assert Seat.objects.live().count() == 2


def test_a_station_that_somebody_sits_at_is_refused_and_he_is_named(alice, bob, station):
    Seat.take(alice, station)
    with pytest.raises(StationTaken, match="Alice") as refused:
        Seat.take(bob, station)
    assert refused.value.holder == alice
    assert Seat.objects.get().agent == alice


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_several_who_sit_down_at_once_one_does_and_the_others_are_told(station):
    refused, agents = [], [company.agent(f"agent{n}", seated=False) for n in range(4)]

    def sit(agent):
        try:
            Seat.take(agent, station)
        except StationTaken:
            refused.append(agent)

    together.run(*(partial(sit, agent) for agent in agents))
    assert {*agents} - {*refused} == {Seat.objects.get().agent} and len(refused) == 3


def test_who_sits_there_can_be_displaced(alice, bob, station):
    Seat.take(alice, station)
    Seat.take(bob, station, displace=True)
    assert Seat.objects.get().agent == bob


def test_a_station_whose_agent_has_gone_without_a_word_is_free(alice, bob, station):
    company.passes(46, Seat.take(alice, station))
    Seat.take(bob, station)
    assert Seat.objects.get().agent == bob


def test_a_refused_log_on_leaves_the_agent_where_he_was(alice, bob, station):
    Seat.take(alice, station)
    other = Station.objects.create(name="DESK-2")
    Seat.take(bob, other)
    with pytest.raises(StationTaken):
        Seat.take(bob, station)
    assert Seat.objects.get(agent=bob).station == other


def test_logging_on_elsewhere_frees_the_first_station(alice, bob, station):
    Seat.take(alice, station)
    Seat.take(alice, Station.objects.create(name="DESK-2"))
    Seat.take(bob, station)
    assert {str(seat) for seat in Seat.objects.all()} == {"Alice @ DESK-2", "Bob @ DESK-1"}


def test_logging_on_again_at_the_same_station_is_no_conflict(alice, station):
    Seat.take(alice, station)
    Seat.take(alice, station)
    assert Seat.objects.get().station == station


def test_a_seat_lives_for_45_seconds_after_its_page_was_heard_of(alice):
    seat = Seat.take(alice)
    company.passes(44, seat)
    assert seat.is_live and Seat.objects.live().exists()
    company.passes(2, seat)
    assert not seat.is_live and not Seat.objects.live().exists()
    seat.heard()
    assert Seat.objects.live().exists()


def test_a_page_that_beats_late_does_not_bring_back_a_seat_that_was_left(alice):
    seat = Seat.take(alice)
    Seat.objects.get().leave()
    seat.heard()
    assert not Seat.objects.exists()


def test_an_agent_is_named_by_his_name_else_by_his_user_name():
    assert str(Agent(username="alice", first_name="Alice", last_name="Fischer")) == "Alice Fischer"
    assert str(Agent(username="alice")) == "alice"
