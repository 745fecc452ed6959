"""When a workgroup is open (R34b): pure arithmetic, also where clocks jump."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.hours import MIDNIGHT, Schedule

LISBON, BERLIN = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Berlin")
WEEK = {day: ((540, 750), (810, 1080)) for day in range(5)}  # 09:00–12:30, 13:30–18:00, Monday to Friday


def at(text, zone=BERLIN):
    """A moment by the clock on the wall."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-27T09:00", True, "2026-11-27T09:00"),  # a Friday
        ("2026-11-27T08:59:59", False, "2026-11-27T09:00"),
        ("2026-11-27T12:30", False, "2026-11-27T13:30"),
        ("2026-11-27T17:59:59", True, "2026-11-27T17:59:59"),
        ("2026-11-27T18:00", False, "2026-11-30T09:00"),
        ("2026-12-24T18:00", False, "2026-12-28T09:00"),  # the 25th is a holiday, then the weekend
    ],
)
def test_open_and_closed_through_a_week(moment, is_open, opens):
    schedule = Schedule(BERLIN, WEEK, frozenset({date(2026, 12, 25)}))
    assert schedule.open_at(at(moment)) is is_open
    assert schedule.next_opening(at(moment)) == at(opens)


def test_the_time_zone_is_that_of_the_workgroup():
    moment = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
    assert Schedule(BERLIN, WEEK).open_at(moment) and not Schedule(LISBON, WEEK).open_at(moment)


def test_a_day_may_end_at_midnight_and_the_next_begin_there():
    schedule = Schedule(BERLIN, {4: ((1200, MIDNIGHT),), 5: ((0, 60),)})
    assert all(schedule.open_at(at(moment)) for moment in ("2026-11-27T23:59:59", "2026-11-28T00:00"))
    assert not schedule.open_at(at("2026-11-28T01:00"))


def test_without_any_hours_it_never_opens():
    assert Schedule(BERLIN, {}).next_opening(at("2026-11-27T12:00")) is None


def test_where_the_clock_jumps_over_the_opening_it_opens_at_the_jumps_end():
    schedule = Schedule(BERLIN, {6: ((150, 600),)})  # 02:30 does not exist on 2026-03-29
    assert schedule.next_opening(at("2026-03-29T01:00")) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-27T08:00", "2026-11-27T19:00", 8),
        ("2026-11-27T12:00", "2026-11-27T14:00", 1),
        ("2026-11-27T17:00", "2026-11-30T10:00", 2),  # over a weekend
        ("2026-11-28T00:00", "2026-11-29T23:00", 0),
        ("2026-11-27T11:00", "2026-11-27T10:00", 0),
        ("2025-12-01T00:00", "2026-12-01T00:00", 8 * (261 - 1)),  # a year, without the holiday
    ],
)
def test_open_time_between_two_moments(since, until, hours):
    schedule = Schedule(BERLIN, WEEK, frozenset({date(2025, 12, 25)}))
    assert schedule.open_between(at(since), at(until)) == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 2), ("2026-10-25", 4), ("2026-10-18", 3)])
def test_open_time_where_the_clock_jumps(day, hours):
    night = Schedule(BERLIN, {6: ((60, 240),)})  # 01:00–04:00, of which the clock skips or repeats an hour
    assert night.open_between(at(f"{day}T00:00"), at(f"{day}T23:00")) == timedelta(hours=hours)


days = st.dictionaries(
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(0, 95), st.integers(1, 96)), max_size=2).map(
        lambda pairs: tuple((a * 15, b * 15) for a, b in pairs if a < b)
    ),
    max_size=3,
)
moments = st.datetimes(datetime(2026, 3, 25), datetime(2026, 11, 3)).map(lambda found: found.replace(tzinfo=UTC))


@settings(max_examples=60)
@given(week=days, moment=moments, zone=st.sampled_from([BERLIN, LISBON, ZoneInfo("Asia/Kathmandu")]))
def test_the_next_opening_is_the_first_open_minute(week, moment, zone):
    moment = moment.replace(second=0, microsecond=0, minute=moment.minute // 5 * 5)
    schedule = Schedule(zone, week)
    ahead = (moment + timedelta(minutes=5) * n for n in range(9 * 288))
    expected = next((one for one in ahead if schedule.open_at(one)), None)
    assert schedule.next_opening(moment) == expected
