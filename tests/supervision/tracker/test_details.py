"""The details of one interaction, after what agents and customers really did."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from acd import routing
from agents.models import Membership
from channels_admin.models import Feed, Gap
from interactions import changes
from interactions.models import State
from platforms.base import Act, Detail, Receipt, Sent
from supervision.facts import more
from tests import company, factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def care(db):
    return company.workgroup("Care")


@pytest.fixture
def channel(care):
    return company.channel(care)


@pytest.fixture
def ann(care):
    return company.agent("ann", care)


@pytest.fixture
def bob(care):
    return company.agent("bob", care)


def open_page(client, interaction):
    answer = client.get(reverse("supervision:details", args=[interaction.pk]))
    assert answer.status_code == 200
    return answer


def timeline(client, interaction):
    return [line.text for line in open_page(client, interaction).context["lines"]]


def test_the_whole_story_in_words(sam, channel, ann, bob):
    one = company.waiting(channel, 1)[0]
    routing.route(one.workgroup_id)
    one.refresh_from_db()
    first, second = (ann, bob) if one.owner_id == ann.pk else (bob, ann)
    one.pick_up(first)
    one.hold(first)
    one.pick_up(first)
    one.transfer_to_agent(second, first, note="Ask about the seal")
    one.decline(second)
    one.pick_up(first)
    one.disconnect(first, wrap_up=factories.WrapUpCodeFactory(name="Solved"))
    answer = open_page(sam, one)
    lines = answer.context["lines"]
    assert [line.text for line in lines] == [
        "Entered the queue of Care",
        f"Offered to {first}",
        f"Picked up by {first}",
        f"Put on hold by {first}",
        f"Picked up by {first}",
        f"Transferred by {first} to {second}",
        f"Declined by {second}",
        f"Picked up by {first}",
        f"Disconnected by {first}",
    ]
    assert lines[1].detail.startswith("Longest available") and "1 other had room" in lines[1].detail
    assert [one["name"] for one in lines[1].candidates] == [str(first), str(second)]
    assert [one["room"] for one in lines[1].candidates] == [
        "0 of 4",
        "0 of 4",
    ] and "0 of 4</td>" in answer.content.decode()
    assert answer.context["participants"][1:] == [(str(first), "agent"), (str(second), "offered")]
    assert [span["turn"] for span in answer.context["spans"]][:4] == [False, True, False, False]
    assert lines[5].detail == "“Ask about the seal”"
    assert lines[8].detail == "Wrap-up: Solved"
    assert [piece["state"] for piece in answer.context["segments"]] == [
        State.WAITING,
        State.ALERTING,
        State.CONNECTED,
        State.HELD,
        State.CONNECTED,
        State.ALERTING,
        State.HELD,
        State.CONNECTED,
    ]
    assert [piece["who"] for piece in answer.context["segments"]][4:7] == [str(first), str(second), str(first)]


def test_why_others_were_not_asked_is_said(sam, channel, ann, bob):
    Membership.objects.filter(agent=bob).update(activated=False)
    one = company.waiting(channel, 1)[0]
    routing.route(one.workgroup_id)
    page = open_page(sam, one).content.decode()
    assert "not activated in the workgroup" in page


def test_every_verb_has_its_sentence(sam, channel, ann, bob, care):
    repairs = company.workgroup("Repairs")
    factories.MembershipFactory(agent=sam.person, workgroup=repairs, supervises=True)
    one = company.connected(channel, ann)
    one.park(ann)
    one.resume("time")
    one.alert(ann, why={"rule": "preferred"})
    one.return_to_queue("not_answered")
    one.pick_up(bob)
    one.transfer_to_agent(ann, bob)
    one.take_back(bob)
    one.release("logged_off")
    one.transfer_to_workgroup(repairs, sam.person)
    one.take_over(sam.person)
    one.disconnect(sam.person)
    said = timeline(sam, one)[3:]
    assert said == [
        f"Parked by {ann}",
        "Back from parking",
        f"Offered to {ann}",
        "Not answered in time: back where it came from",
        f"Picked up by {bob}",
        f"Transferred by {bob} to {ann}",
        f"Taken back by {bob}",
        "Back in the queue, first in line",
        f"Transferred by {sam.person} to Repairs",
        f"Taken over by {sam.person}",
        f"Disconnected by {sam.person}",
    ]
    details = [line.detail for line in open_page(sam, one).context["lines"]][3:]
    assert details[1] == "its time had come" and details[7] == "the agent logged off"
    assert details[2] == "Had this conversation before" and details[4] == "by hand from the queue"


def test_notes_are_told_to_those_alone_who_may_read_them(sam, channel, ann, bob, care):
    one = company.connected(channel, ann)
    one.transfer_to_agent(bob, ann)
    one.decline(bob, reason="I cannot stand him")
    one.coach(sam.person, "Offer the kit")
    told = lambda: [f"{line.text} {line.detail}" for line in open_page(sam, one).context["lines"]][-2:]  # noqa: E731
    assert told() == [f"Declined by {bob} “I cannot stand him”", f"{sam.person} wrote a note "]
    sam.force_login(ann)
    assert told() == [f"Declined by {bob} ", f"{sam.person} wrote a note "], "why is for supervisors and himself"
    sam.force_login(factories.AgentFactory(rights=["agents.tracker"], supervises=[care]))
    assert told()[-1] == f"Declined by {bob} “I cannot stand him”", "a word to the agent alone"


def test_messages_with_the_states_of_their_deliveries(sam, channel, ann):
    one = company.connected(channel, ann, company.said("It leaks"))
    read = company.answers(one, ann, "Where?")
    read.claim()
    read.settle(Sent("wamid.9", timezone.now()), Receipt.READ)
    failed = company.answers(one, ann, "A new seal comes")
    failed.claim()
    failed.fail("131026", "The number cannot be reached.")
    page = re.sub(r"<[^>]+>|\s+", " ", open_page(sam, one).content.decode())
    for words in ("It leaks", "Where?", "Read", "A new seal comes", "Failed", "The number cannot be reached."):
        assert words in page, words
    assert "Reply: failed" in timeline(sam, one)


def test_a_customers_words_are_text(sam, channel, ann):
    one = company.connected(channel, ann, company.said("<b>bold</b>\nnext", name="<i>Ann</i>"))
    page = open_page(sam, one).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;<br>next" in page and "<i>Ann</i>" not in page


def test_previous_and_next_interaction_of_the_conversation(sam, channel, ann):
    first = company.connected(channel, ann, company.said("One"))
    first.disconnect(ann)
    second = company.connected(channel, ann, company.said("Two"))
    second.disconnect(ann)
    third = company.connected(channel, ann, company.said("Three"))
    contexts = [open_page(sam, one).context for one in (first, second, third)]
    assert [(c["before"], c["after"]) for c in contexts] == [(None, second), (first, third), (second, None)]
    texts = [[message.text for message in c["conversation"].messages] for c in contexts]
    assert texts == [["One"], ["One", "Two"], ["One", "Two", "Three"]]


def test_previous_and_next_of_the_list_from_which_one_came(sam, channel, ann, care):
    made = [factories.InteractionFactory(says=f"leak {n}", workgroup=care, ago=timedelta(hours=n)) for n in range(3)]
    other = factories.InteractionFactory(says="dry", workgroup=care, ago=timedelta(minutes=90))
    middle = reverse("supervision:details", args=[made[1].pk])
    for query, beside in (
        ({}, (made[0].pk, other.pk)),
        ({"text": "leak"}, (made[0].pk, made[2].pk)),
        ({"text": "leak", "sort": "started"}, (made[2].pk, made[0].pk)),
        ({"text": "leak", "sort": "-relevance"}, (made[0].pk, made[2].pk)),
        ({"number": made[1].pk}, (None, None)),
    ):
        answer = sam.get(middle, query)
        assert (answer.context["previous"], answer.context["following"]) == beside, query
    page = sam.get(middle, {"text": "leak"}).content.decode()
    assert "<mark>leak</mark>" in page and f'rel="next" href="/supervision/tracker/{made[2].pk}/?text=leak"' in page


def test_the_sheet_shows_the_message_that_was_found(sam, channel, ann):
    texts = [company.said(f"Line {n}", at=timezone.now() - timedelta(minutes=20 - n)) for n in range(15)]
    one = company.connected(channel, ann, *texts)
    page = sam.get(reverse("supervision:sheet", args=[one.pk]), {"text": '"line 4"'}).content.decode()
    assert "<mark>Line 4</mark>" in page and "Line 2" in page and "Line 6" in page and "Line 7" not in page
    page = sam.get(reverse("supervision:sheet", args=[one.pk])).content.decode()
    assert "Line 14" in page and "Line 10" in page and "Line 9" not in page and "<html" not in page


def test_times_and_durations(sam, channel, ann):
    one = company.waiting(channel, 1)[0]
    company.passes(600, one)
    one.alert(ann, why={})
    one.pick_up(ann)
    answer = open_page(sam, one)
    assert answer.context["row"]["duration"].startswith("10:0")
    durations = answer.context["durations"]
    assert re.fullmatch(r"0:\d\d", durations["waited"]) and durations["parked"] == ""


def test_long_conversations_come_in_part_and_whole_on_request(sam, channel, ann, monkeypatch):
    monkeypatch.setattr("supervision.conversation.SHOWN", 3)
    texts = [company.said(f"Line {n}", at=timezone.now() - timedelta(minutes=9 - n)) for n in range(5)]
    one = company.connected(channel, ann, *texts)
    address = reverse("supervision:details", args=[one.pk])
    assert [m.text for m in sam.get(address).context["conversation"].messages] == ["Line 2", "Line 3", "Line 4"]
    assert len(sam.get(address, {"show": "all"}).context["conversation"].messages) == 5


def test_few_queries_however_much_happened(sam, channel, ann, bob, django_assert_max_num_queries):
    def queries(interaction):
        with django_assert_max_num_queries(40) as captured:
            open_page(sam, interaction)
        return len(captured)

    one = company.connected(channel, ann)
    company.answers(one, ann, "First answer")
    few = queries(one)
    for n in range(10):
        company.writes(channel, company.said(f"More {n}"))
        company.answers(one, ann, f"Answer {n}")
        one.hold(ann)
        one.pick_up(ann)
    assert queries(one) <= few


def test_the_pages_carry_no_code_or_style_of_their_own(sam, channel, ann):
    one = company.connected(channel, ann)
    for address in (reverse("supervision:tracker"), reverse("supervision:details", args=[one.pk])):
        page = sam.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=", page)


def test_what_messages_carry_and_what_became_of_them_is_shown(sam, care, channel, ann):
    place = Detail("location", "Brewline Lisbon", {"latitude": 38.7223, "longitude": -9.1393})
    one = company.connected(channel, ann, company.said("Here", details=(place,)))
    message = one.messages.get()
    kept = company.with_file(message)
    changes.revise(message, timezone.now(), "", "Here it is")
    gone = company.writes(channel, company.said("Never mind this"))[-1].messages.order_by("-pk").first()
    changes.done(gone, Act.DELETE, "")
    html = open_page(sam, one).content.decode()
    assert "Brewline Lisbon" in html and "38.7223, -9.1393" in html
    assert f'href="/api/v1/files/{kept.pk}/"' in html
    assert "Here it is" in html and "edited" in html
    assert "Deleted on the platform" in html and "Never mind this" not in html
    assert "A message was edited" not in html  # we did it by hand here: the journal has the deletion alone
    assert "Done on the platform: delete our message" in html


@pytest.mark.parametrize("odd", [None, [], "x", {"phones": "x", "emails": [1]}, {"latitude": True}])
def test_details_of_any_shape_are_shown(odd):
    assert more({"kind": "contact", "data": odd}) == []
    assert more({"kind": "location", "data": odd}) == []


def test_a_gap_is_shown_where_it_lies_with_its_span(sam, channel, ann):
    one = company.connected(channel, ann)
    said = one.messages.get()
    feed = Feed.objects.get(channel=channel, kind=one.thread.kind)
    began = said.platform_at
    Gap.objects.create(feed=feed, peer=one.thread.peer.external_id, since=began, until=began + timedelta(hours=3))
    Gap.objects.create(feed=feed, since=began - timedelta(days=9), until=began - timedelta(days=8))
    answer = open_page(sam, one)
    assert [list(line) for line in answer.context["conversation"].lines] == [["message"], ["gap"]]
    assert answer.content.decode().count("Messages may be missing between") == 1
    assert "(3 h)" in answer.content.decode()
