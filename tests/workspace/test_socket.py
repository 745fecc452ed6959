"""The desk's websocket on a real server: what happens is seen at once, nothing twice, nothing missed, nothing foreign."""

import json
import time

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from acd import routing
from agents.models import Seat, Status
from interactions import blocking
from interactions.models import Block, State
from tests import company
from tests.dead_lines import no_layer
from tests.servers import wait_until
from workspace.fanout import fanout

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice(care):
    return person("alice", care)


def person(name, *workgroups):
    """Somebody who can sign in."""
    made = company.agent(name, *workgroups)
    made.set_password("demo")
    made.save()
    return made


def numbers(desk, interaction):
    """The numbers of the events that a page was told of an interaction."""
    return [event["number"] for event in desk.events if event["interaction"] == interaction.pk]


def test_an_offer_is_seen_at_once_and_its_drawing_is_acknowledged(alice, queue, opened):
    desk = opened(alice)
    interaction = company.writes(queue, company.said("It leaks"))[0]
    routing.route(interaction.workgroup_id)
    row = desk.until_row(state="alerting", patience=1.5)
    assert (row["last_text"], row["mine"]) == ("It leaks", True)
    wait_until(lambda: type(interaction).objects.get(pk=interaction.pk).acknowledged_at, what="the acknowledgment")


def test_a_customers_next_message_is_seen_at_once_with_its_words(alice, queue, opened):
    interaction = company.connected(queue, alice)
    desk = opened(alice)
    desk.until_row(state="connected")
    company.writes(queue, company.said("One more thing"))
    desk.until_text("One more thing", patience=1.5)
    assert numbers(desk, interaction)[-1] == 4


def test_what_the_platform_says_to_a_block_is_shown_without_a_reload(alice, care, opened):
    channel = company.channel(None, public=care, platform="facebook", address="110")
    interaction = company.connected(channel, alice, company.commented())
    desk, silent = opened(alice), []
    desk.until_row(state="connected")
    Block.objects.block(interaction.customer, alice)
    take, desk._take_events = desk._take_events, lambda at, frame: (silent.append(not frame["events"]), take(at, frame))
    blocking.settle_due()
    desk.until(lambda _desk: True in silent, "that the customer is to be looked at again", patience=1.5)
    assert Block.objects.get().platform.startswith("Here only")


def test_every_event_comes_once_and_in_order_however_fast_they_come(alice, queue, opened):
    interaction = company.connected(queue, alice)
    desk = opened(alice)
    for number in range(20):
        company.writes(queue, company.said(f"{number}"))
    desk.until_text("19")
    assert numbers(desk, interaction) == list(range(1, 24))


def test_a_page_that_comes_back_is_told_what_it_missed_and_no_more(alice, queue, opened):
    interaction = company.connected(queue, alice)
    desk = opened(alice)
    desk.until_row(state="connected")
    desk.socket.close()
    company.writes(queue, company.said("While you were away"))
    told = len(desk.events)
    desk.connect()
    desk.until_text("While you were away")
    assert [event["number"] for event in desk.events[told:]] == [4]
    assert numbers(desk, interaction) == [1, 2, 3, 4]


def test_two_pages_of_one_agent_stay_in_step(alice, queue, opened):
    interaction = company.connected(queue, alice)
    left, right = opened(alice), opened(alice)
    left.until_row(state="connected")
    left.verb(interaction.pk, "hold")
    right.until_row(state="held", patience=1.5)


def test_what_is_given_away_leaves_the_page_of_who_had_it(alice, queue, opened):
    repairs = company.workgroup("Repairs")
    interaction = company.connected(queue, alice)
    desk = opened(alice)
    desk.until_row(state="connected")
    interaction.transfer_to_workgroup(repairs, alice)
    desk.until(lambda desk: interaction.pk not in desk.rows, "that it is gone", patience=1.5)


def test_a_transfer_is_seen_on_both_desks(alice, care, queue, opened):
    bob = person("bob", care)
    interaction = company.connected(queue, alice)
    giver, taker = opened(alice), opened(bob)
    giver.until_row(state="connected")
    interaction.transfer_to_agent(bob, alice, note="Leaks")
    assert taker.until_row(state="alerting", patience=1.5)["note"] == "Leaks"
    assert giver.until_row(state="alerting")["returns_to"]["name"] == "Alice"
    taker.verb(interaction.pk, "pick-up")
    giver.until(lambda desk: interaction.pk not in desk.rows, "that it is gone", patience=1.5)


def test_the_queue_counts_without_a_reload(alice, queue, opened):
    desk = opened(alice)
    company.writes(queue)
    desk.until(lambda desk: desk.queues["workgroups"][0]["waiting"] == 1, "one waiting", patience=1.5)


def test_a_status_set_elsewhere_is_seen_here(alice, opened):
    desk = opened(alice)
    alice.set_status(Status.objects.get(name="At Lunch"))
    desk.until(lambda desk: desk.me and desk.me["status"]["name"] == "At Lunch", "the status", patience=1.5)


def test_a_page_that_comes_late_is_told_of_its_agent_what_the_others_know_already(alice, opened):
    """What it read before it came may be older."""
    early, lunch = opened(alice), lambda desk: desk.me and desk.me["status"]["name"] == "At Lunch"
    alice.set_status(Status.objects.get(name="At Lunch"))
    early.until(lunch)
    opened(alice).until(lunch, "the status", patience=1.5)


def test_a_beat_keeps_the_seat(alice, opened):
    desk = opened(alice)
    company.passes(40, alice.seat)
    desk._say({"type": "beat"})
    wait_until(lambda: time.time() - Seat.objects.get().seen_at.timestamp() < 5, what="the renewed seat")


def test_a_lost_hint_costs_a_few_seconds_and_no_event(alice, queue, opened):
    interaction = company.connected(queue, alice)
    desk = opened(alice)
    desk.until_row(state="connected")
    with no_layer():
        company.writes(queue, company.said("Nobody was told"))
        desk.until_text("Nobody was told", patience=4)
    assert numbers(desk, interaction) == [1, 2, 3, 4]


def test_asking_for_what_is_not_ones_own_brings_nothing_but_that_it_is_gone(alice, queue, care, opened):
    waiting = company.writes(queue, company.said("Bob's secret"))[0]
    foreign = company.brought_to(State.ALERTING, waiting, company.agent("bob", care))
    desk = opened(alice)
    desk._say({"type": "ack", "interaction": foreign.pk, "number": 2})
    desk._say({"type": "hello", "known": {str(foreign.pk): 0}})
    desk.rows[foreign.pk] = {}
    desk.until(lambda desk: foreign.pk not in desk.rows, "that it is gone")
    foreign.refresh_from_db()
    assert (desk.events, foreign.acknowledged_at) == ([], None)


def test_news_of_colleagues_interactions_never_reaches_a_page(alice, queue, care, opened):
    bob = company.agent("bob", care)
    mine = company.connected(queue, alice)
    bobs = company.connected(queue, bob, company.said("Bob's secret", by="351900000002"))
    desk = opened(alice)
    desk.until_row(state="connected")
    company.writes(queue, company.said("Bob's next secret", by="351900000002"))
    company.writes(queue, company.said("For Alice"))
    desk.until_text("For Alice")
    time.sleep(2.2)  # the pulse has looked as well
    desk.until(lambda desk: desk.news.empty(), "all news")
    assert set(desk.rows) == {mine.pk}
    assert "secret" not in json.dumps(desk.events) and numbers(desk, bobs) == []


@pytest.mark.parametrize("said", [{"type": "nonsense"}, {}, {"type": "ack"}, {"type": "hello"}], ids=str)
def test_a_page_that_says_something_strange_is_still_served(said, alice, queue, opened):
    desk = opened(alice)
    desk._say(said)
    interaction = company.writes(queue)[0]
    company.brought_to(State.ALERTING, interaction, alice)
    desk.until_row(state="alerting")


def test_a_page_whose_talk_ended_in_an_error_is_not_told_anything_any_more(alice, queue, opened):
    broken, other = opened(alice), opened(alice)
    (desk,) = fanout.desks.values()
    broken._say({"type": "hello", "known": {"not a number": 1}})
    wait_until(lambda: len(desk.pages) == 1, what="the end of the broken page")
    interaction = company.writes(queue)[0]
    company.brought_to(State.ALERTING, interaction, alice)
    other.until_row(state="alerting")


def test_nobody_listens_without_being_signed_in_or_from_another_site(web, alice):
    address = web.base.replace("http", "ws") + "/ws/desk/"
    with pytest.raises(InvalidStatus):
        connect(address, additional_headers={"Origin": web.base})
    with pytest.raises(InvalidStatus):
        connect(address, additional_headers={"Origin": "https://evil.example"})


def test_the_pages_of_somebody_who_is_put_out_are_closed(alice, opened):
    desk = opened(alice)
    alice.put_out()
    desk.until(lambda desk: desk.socket.protocol.close_code == 4401, "the end of the page")


def test_what_one_window_types_the_others_of_its_author_show(alice, care, queue, opened):
    interaction = company.connected(queue, alice)
    here, there, stranger = opened(alice), opened(alice), opened(person("bob", care))
    given = {"tab": "reply", "text": "One moment", "base": 0}
    here.do("PUT", f"interactions/{interaction.pk}/drafts/", given)
    there.until(
        lambda desk: [frame for frame in desk.drafts if frame["drafts"][0]["text"] == "One moment"], "the draft"
    )
    assert stranger.drafts == []
