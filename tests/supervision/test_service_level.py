"""The service level (R49): what one stay in a queue is, and what its figures count."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents import queue_rules, service_clock
from agents.models import Membership, OpeningHours, OverflowStep, Seat, ServiceLevel, Workgroup
from interactions.models import Interaction, Stay
from supervision import service_level
from tests import company

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DIRECT, PUBLIC = "social_direct_message", "social_conversation"


@pytest.fixture
def clock():
    """Time stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def firm(clock):
    """Alice and Bob in Care, Sam who supervises it, and another workgroup."""
    care, repairs = company.workgroup(), company.workgroup("Repairs")
    people = {name: company.agent(name, care) for name in ("alice", "bob", "sam")}
    Membership.objects.filter(agent=people["sam"]).update(supervises=True)
    return SimpleNamespace(care=care, repairs=repairs, queue=company.channel(care), **people)


def today(workgroup, media_type=DIRECT):
    """What the page says of today."""
    rows = service_level.live(workgroup)
    return next(row for row in rows if row["media_type"] == media_type)


def ends(workgroup):
    return list(Stay.objects.filter(workgroup=workgroup).order_by("pk").values_list("end", "waited_ms"))


def test_without_anybody_who_left_the_queue_nothing_is_attained(firm):
    company.writes(firm.queue)
    row = today(firm.care)
    assert (row["target"], row["today"]["attained"], row["last_30_min"]["attained"]) == (60, None, None)
    assert row["in_queue"] == {"number": 1, "longest_seconds": 0}


@pytest.mark.parametrize(("seconds", "attained"), [(0, 100.0), (60, 100.0), (61, 0.0)])
def test_picked_up_within_sixty_seconds_is_in_time(firm, clock, seconds, attained):
    [interaction] = company.writes(firm.queue)
    clock.shift(seconds)
    interaction.pick_up(firm.alice)
    assert today(firm.care)["today"] == {
        "picked_up": 1,
        "within": 1 if attained else 0,
        "unanswered": 0,
        "handed_on": 0,
        "attained": attained,
    }


def test_each_type_has_a_target_of_its_own(firm, clock):
    ServiceLevel.objects.create(workgroup=firm.care, media_type=DIRECT, seconds=300)
    [interaction] = company.writes(firm.queue)
    clock.shift(299)
    interaction.pick_up(firm.alice)
    assert (today(firm.care)["target"], today(firm.care)["today"]["attained"]) == (300, 100.0)
    assert today(firm.care, PUBLIC)["target"] == 60


def test_an_offer_that_nobody_takes_goes_on_with_the_same_stay(firm, clock):
    [interaction] = company.writes(firm.queue)
    clock.shift(20)
    interaction.alert(firm.alice, why={})
    clock.shift(20)
    interaction.decline(firm.alice)
    clock.shift(20)
    interaction.alert(firm.bob, why={})
    clock.shift(5)
    interaction.pick_up(firm.bob)
    stay = Stay.objects.get()
    assert (stay.waited_ms, stay.end, stay.agent) == (65_000, "picked_up", firm.bob)
    assert (stay.began_at, stay.left_at) == (NOON, NOON + timedelta(seconds=65))


def test_what_ends_in_the_queue_was_left_unanswered(firm, clock):
    waits, rings = company.writes(firm.queue, company.said(by="351900000001"), company.said(by="351900000002"))
    rings.alert(firm.alice, why={})
    clock.shift(10)
    waits.disconnect(None)
    rings.disconnect(firm.sam)
    assert ends(firm.care) == [("unanswered", 10_000)] * 2
    assert today(firm.care)["today"]["attained"] == 0.0


def test_what_is_handed_on_from_the_queue_counts_where_it_goes(firm, clock):
    [interaction] = company.writes(firm.queue)
    clock.shift(50)
    interaction.transfer_to_workgroup(firm.repairs, firm.alice)
    clock.shift(30)
    interaction.pick_up(company.agent("rob", firm.repairs))
    assert (ends(firm.care), ends(firm.repairs)) == ([("handed_on", 50_000)], [("picked_up", 30_000)])
    assert today(firm.care)["today"]["attained"] is None
    assert today(firm.repairs)["today"]["attained"] == 100.0


def test_what_overflows_to_another_workgroup_is_handed_on(firm, clock):
    OverflowStep.objects.create(workgroup=firm.care, seconds=100, action="workgroup", to_workgroup=firm.repairs)
    queue_rules.forget()
    [interaction] = company.writes(firm.queue)
    clock.shift(101)
    Interaction.steps_due()
    clock.shift(5)
    Interaction.objects.get(pk=interaction.pk).pick_up(company.agent("rob", firm.repairs))
    assert (ends(firm.care), ends(firm.repairs)) == ([("handed_on", 101_000)], [("picked_up", 5000)])


def test_what_comes_back_to_the_queue_begins_a_new_stay(firm, clock):
    [interaction] = company.writes(firm.queue)
    for verb in (lambda: interaction.release("gone"), lambda: interaction.park(firm.alice)):
        clock.shift(7)
        interaction.pick_up(firm.alice)
        clock.shift(1000)
        verb()
    clock.shift(1000)
    interaction.resume("time")
    clock.shift(9)
    interaction.pick_up(firm.bob)
    assert [waited for _end, waited in ends(firm.care)] == [7000, 7000, 9000]


def test_a_transfer_to_an_agent_is_no_stay_until_it_falls_into_the_queue(firm, clock):
    [interaction] = company.writes(firm.queue)
    interaction.pick_up(firm.alice)
    interaction.transfer_to_agent(firm.bob, firm.alice)
    clock.shift(30)
    assert today(firm.care)["in_queue"]["number"] == 0
    Seat.objects.filter(agent=firm.alice).delete()
    Interaction.objects.get(pk=interaction.pk).decline(firm.bob)
    clock.shift(4)
    Interaction.objects.get(pk=interaction.pk).pick_up(firm.sam)
    assert ends(firm.care) == [("picked_up", 0), ("picked_up", 4000)]


@pytest.mark.both
def test_what_the_row_says_counts_and_not_what_the_caller_saw(firm, clock):
    [interaction] = company.writes(firm.queue)
    seen = Interaction.objects.get(pk=interaction.pk)
    clock.shift(10)
    interaction.pick_up(firm.alice)
    clock.shift(500)
    interaction.release("gone")
    clock.shift(3)
    seen.pick_up(firm.bob)
    assert ends(firm.care) == [("picked_up", 10_000), ("picked_up", 3000)]


def test_the_verbs_that_keep_an_interaction_out_of_a_queue_cost_no_statement_more(firm):
    [interaction] = company.writes(firm.queue)
    with CaptureQueriesContext(connection) as queries:
        interaction.alert(firm.alice, why={})
        interaction.decline(firm.alice)
        interaction.alert(firm.bob, why={})
        interaction.pick_up(firm.bob)
        interaction.hold(firm.bob)
        interaction.pick_up(firm.bob)
        interaction.disconnect(firm.bob)
    written = [query["sql"] for query in queries if "interactions_stay" in query["sql"]]
    assert len(written) == 1 and written[0].startswith("INSERT")


def test_today_begins_at_midnight_where_the_workgroup_is(firm, clock):
    firm.care.time_zone = "Asia/Tokyo"  # noon in UTC is 21:00 there; three hours later a new day begins
    firm.care.save()
    for _customer in range(2):
        interaction = company.writes(firm.queue, company.said(by=f"35190000001{_customer}"))[-1]
        interaction.pick_up(firm.alice)
        clock.shift(timedelta(hours=3, minutes=10))
    clock.shift(-timedelta(hours=3))
    row = today(firm.care)
    assert (row["today"]["picked_up"], row["last_30_min"]["picked_up"]) == (1, 1)


def test_the_first_reply_of_an_agent_is_timed_from_the_arrival_and_stays(firm, clock):
    [interaction] = company.writes(firm.queue)
    clock.shift(30)
    interaction.pick_up(firm.alice)
    assert today(firm.care)["first_reply"] == {"number": 0, "mean_seconds": None}
    clock.shift(60)
    company.answers(interaction, firm.alice)
    clock.shift(60)
    company.answers(interaction, firm.alice, "And another thing")
    interaction.transfer_to_workgroup(firm.repairs, firm.alice)
    assert today(firm.care)["first_reply"] == {"number": 1, "mean_seconds": 90.0}
    assert today(firm.repairs)["first_reply"]["number"] == 0


# --- history -----------------------------------------------------------------------------------------------------


@pytest.mark.both
@pytest.mark.parametrize(
    ("interval", "zone", "count", "place"),
    [
        ("half_hour", "UTC", 48, 24),
        ("hour", "UTC", 24, 12),
        ("hour", "Asia/Kathmandu", 24, 17),
        ("half_hour", "Asia/Kathmandu", 48, 35),
        ("day", "UTC", 1, 0),
    ],
)
def test_history_shows_every_interval_also_those_in_which_nothing_happened(firm, interval, zone, count, place):
    firm.care.time_zone = zone
    firm.care.save()
    [interaction] = company.writes(firm.queue)
    interaction.pick_up(firm.alice)
    found = service_level.history(firm.care, interval, date(2026, 3, 2), date(2026, 3, 2))
    assert len(found) == count
    assert [at for at, row in enumerate(found) if row["picked_up"]] == [place]
    assert {row["attained"] for at, row in enumerate(found) if at != place} <= {None}


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_the_clocks_change_has_its_own_number_of_hours(firm, day, hours):
    firm.care.time_zone = "Europe/Lisbon"
    found = service_level.history(firm.care, "hour", day, day)
    assert len(found) == hours == len({row["since"] for row in found})


# ---- only open time counts --------------------------------------------------------------------------------------------


@pytest.fixture
def closing(firm):
    """Care is open until 12:05 and again tomorrow from 9:00, and counts only that."""
    rows = [(0, 540, 725), (1, 540, 1080)]
    OpeningHours.objects.bulk_create(
        OpeningHours(workgroup=firm.care, weekday=day, opens=opens, closes=closes) for day, opens, closes in rows
    )
    Workgroup.objects.filter(pk=firm.care.pk).update(keeps_hours=True, counts_open_time=True)
    service_clock.forget()
    return firm


def test_while_it_is_closed_the_clock_stands_still(closing, clock):
    [interaction] = company.writes(closing.queue)
    clock.move_to(datetime(2026, 3, 3, 9, 0, 30, tzinfo=UTC))
    assert today(closing.care)["in_queue"] == {"number": 1, "longest_seconds": 330}
    interaction.pick_up(closing.alice)
    assert ends(closing.care) == [("picked_up", 330_000)]
    stay = Stay.objects.get()
    assert stay.left_at - stay.began_at == timedelta(hours=21, seconds=30), "the moments stay as they were"


@pytest.mark.parametrize("off", [{"keeps_hours": False}, {"counts_open_time": False}])
def test_without_business_hours_or_the_choice_all_time_counts(closing, clock, off):
    Workgroup.objects.filter(pk=closing.care.pk).update(**off)
    service_clock.forget()
    [interaction] = company.writes(closing.queue)
    clock.shift(600)
    interaction.pick_up(closing.alice)
    assert ends(closing.care) == [("picked_up", 600_000)]


def test_the_hours_cost_a_pick_up_no_query_once_they_are_known(closing):
    first, second = company.writes(closing.queue, company.said(), company.said(by="351900000002"))
    first.pick_up(closing.alice)
    with CaptureQueriesContext(connection) as seen:
        second.pick_up(closing.alice)
    assert not [one["sql"] for one in seen.captured_queries if "openinghours" in one["sql"]]
