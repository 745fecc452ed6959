"""The router at one workgroup: what it loads, in which order it gives, and that only one is at it (R40, R53)."""

import pytest
from django.db import transaction
from django.utils import timezone

from acd import routing
from acd.queue import front
from agents.models import AccessLicense, Family, License, Membership, Seat, Station, Status, Workgroup
from channels_admin.models import Platform
from interactions.models import Event, Interaction, NotAllowed, State
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def owners(queue):
    """Who has what, in the order of arrival; None: it waits."""
    rows = Interaction.objects.filter(thread__channel=queue).order_by("pk")
    return [row.owner and row.owner.username for row in rows]


def in_line(workgroup):
    """What the router would look at first, best first."""
    now = timezone.now()
    return front(workgroup.pk, 10, now, now).line


def test_a_newcomer_is_never_flooded_beyond_his_room(care, queue):
    company.waiting(queue, 6)
    company.agent("alice", care)
    routing.route(care.pk)
    assert owners(queue) == ["alice"] * 4 + [None] * 2


def test_a_burst_is_spread_evenly_over_those_who_are_there(care, queue):
    for name in ("alice", "bob", "carol"):
        company.agent(name, care)
    company.waiting(queue, 9)
    routing.route(care.pk)
    assert owners(queue) == ["alice", "bob", "carol"] * 3


def test_what_came_back_from_an_agent_who_left_is_first_in_line(care, queue):
    alice = company.agent("alice", care)
    first, second = company.waiting(queue, 2)
    company.brought_to(State.CONNECTED, second, alice)
    second.release("logged_off")
    assert in_line(care) == [second.pk, first.pk]


def test_the_oldest_is_offered_first(care, queue):
    young, old = company.waiting(queue, 2)
    company.passes(60, old)
    assert in_line(care) == [old.pk, young.pk]


@pytest.mark.parametrize(
    "facts",
    [{"seated": False}, {"status": Status.GONE_HOME}, {"families": [Family.SOCIAL_MEDIA]}],
    ids=["not logged on", "gone home", "licensed for Facebook and X only"],
)
def test_nobody_is_offered_what_he_may_not_have(care, queue, facts):
    company.agent("alice", care, **facts)
    company.writes(queue)
    routing.route(care.pk)
    assert owners(queue) == [None]


def test_a_member_who_is_not_activated_is_offered_nothing(care, queue):
    company.agent("alice", care)
    Membership.objects.update(activated=False)
    company.writes(queue)
    routing.route(care.pk)
    assert owners(queue) == [None]


def test_a_desk_that_has_not_been_heard_of_for_45_seconds_is_offered_nothing(care, queue):
    alice = company.agent("alice", care)
    company.passes(46, alice.seat)
    company.writes(queue)
    routing.route(care.pk)
    assert owners(queue) == [None]


def test_the_stations_license_lets_whoever_sits_there_receive(care, queue):
    alice = company.agent("alice", care, families=[], seated=False)
    station = Station.objects.create(name="DESK-1")
    AccessLicense.objects.create(station=station, family=Family.WHATSAPP)
    Seat.take(alice)
    company.writes(queue)
    routing.route(care.pk)
    assert owners(queue) == [None], "he sits elsewhere"
    Seat.take(alice, station)
    routing.route(care.pk)
    assert owners(queue) == ["alice"]


def test_an_access_license_without_the_acd_option_receives_nothing(care, queue):
    company.agent("alice", care)
    AccessLicense.objects.update(acd_option=False)
    company.writes(queue)
    routing.route(care.pk)
    assert owners(queue) == [None]


def test_without_the_feature_license_of_its_family_nothing_is_offered(care, queue):
    company.agent("alice", care)
    company.writes(queue)
    License.objects.filter(part=License.Part.FEATURE_WHATSAPP).delete()
    routing.route(care.pk)
    assert owners(queue) == [None]


def test_nobody_waits_behind_a_hundred_that_nobody_present_may_take(care, queue):
    posts = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")
    company.writes(posts, *[company.commented(by=str(n)) for n in range(101)])
    company.writes(queue)
    company.agent("alice", care, families=[Family.WHATSAPP])
    routing.route(care.pk)
    assert owners(queue) == ["alice"]
    assert set(owners(posts)) == {None}


def test_the_room_of_an_agent_is_one_over_all_his_workgroups(care, queue):
    repairs = company.workgroup("Repairs")
    company.agent("alice", care, repairs)
    other = company.channel(repairs, address="107")
    company.waiting(queue, 3)
    company.waiting(other, 3)
    routing.route(care.pk)
    routing.route(repairs.pk)
    assert owners(queue) == ["alice"] * 3
    assert owners(other) == ["alice", None, None]


def test_parked_interactions_leave_room_and_held_ones_do_not(care, queue):
    alice = company.agent("alice", care)
    one, two, three, four, fifth = company.waiting(queue, 5)
    company.brought_to(State.PARKED, one, alice)
    for held in (two, three, four):
        company.brought_to(State.HELD, held, alice)
    routing.route(care.pk)
    fifth.refresh_from_db()
    assert fifth.owner == alice
    company.writes(queue, company.said(by="351900000099"))
    routing.route(care.pk)
    assert owners(queue) == ["alice"] * 5 + [None]


def test_the_journal_says_why_he_got_it(care, queue):
    company.agent("alice", care)
    company.agent("bob", care, status=Status.GONE_HOME)
    interaction = company.writes(queue)[0]
    routing.route(care.pk)
    why = Event.objects.get(interaction_id=interaction.pk, kind="alerted").data
    assert why["rule"] == "longest_available"
    assert why["excluded"] == {"status": 1}


def test_a_second_router_leaves_and_its_wish_is_seen_by_the_first(care, queue):
    mine = Workgroup.claim_routing(care.pk, seconds=5)
    company.agent("alice", care)
    company.writes(queue)

    routing.route(care.pk)
    assert owners(queue) == [None], "somebody is at it"
    mine = mine.release_routing()
    assert mine, "the first one is told to go round again"
    assert mine.release_routing() is None
    routing.route(care.pk)
    assert owners(queue) == ["alice"]


def test_a_router_that_died_is_replaced_after_its_lease(care, queue):
    Workgroup.claim_routing(care.pk, seconds=-1)
    company.agent("alice", care)
    company.writes(queue)
    routing.route(care.pk)
    assert owners(queue) == ["alice"]


def test_an_agent_keeps_his_place_in_line_when_somebody_was_quicker_by_hand(care, queue):
    alice, bob = company.agent("alice", care), company.agent("bob", care)
    interaction = company.writes(queue)[0]
    seen_waiting = Interaction.objects.get(pk=interaction.pk)
    interaction.pick_up(alice)
    with transaction.atomic(), pytest.raises(NotAllowed):
        seen_waiting.alert(bob, why={})
    before = bob.available_since
    bob.refresh_from_db()
    assert bob.available_since == before


def test_what_was_handed_on_meanwhile_is_not_offered_to_those_it_waited_for_before(care, queue):
    alice, repairs = company.agent("alice", care), company.workgroup("Repairs")
    interaction = company.writes(queue)[0]
    seen_by_router, seen_by_alice = (Interaction.objects.get(pk=interaction.pk) for _ in range(2))
    interaction.transfer_to_workgroup(repairs, alice)
    with transaction.atomic(), pytest.raises(NotAllowed):
        seen_by_router.alert(alice, why={})
    with pytest.raises(NotAllowed):
        seen_by_alice.pick_up(alice)
    assert owners(queue) == [None]


def test_a_workgroup_that_is_gone_is_no_error():
    routing.route(0)
