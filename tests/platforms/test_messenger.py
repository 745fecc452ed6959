"""Private messages of a page, read from and written to the sandbox over real HTTP."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from platforms import messenger
from platforms.base import Found, Outcome, PlatformError

from .conftest import PAGE, collect, outgoing, readings

KIND = "messenger"


@pytest.fixture
def write(company):
    """Let a person write to the page: returns (message id, the person's id at the page)."""

    def write(who, text, at=None):
        body = {"page": PAGE, "from": {"id": f"psid-{who}", "name": who}, "text": text, **({"at": at} if at else {})}
        answer = company.control("messenger/messages", body)
        return answer["id"], answer["from"]

    return write


def read(company, limit=100, cursor=None):
    return collect(readings(KIND, company.wire(KIND), company.watch(), limit, cursor))


def test_what_customers_and_the_company_write_comes_in_with_the_customer_as_peer(company, write):
    number, ann = write("Ann", "Are you open?")
    messenger.send(company.wire(KIND), outgoing("Until six", to=ann))
    (asked, answered), _ = read(company)
    assert (asked.external_id, asked.text, asked.own, asked.private) == (number, "Are you open?", False, True)
    assert (asked.peer.id, asked.peer.name, asked.peer.scope, asked.thread) == (ann, "Ann", PAGE, "")
    assert (answered.text, answered.own, answered.peer.id, answered.author.id) == ("Until six", True, ann, PAGE)


def test_what_may_be_tapped_comes_back_as_words_with_the_choice(company, write):
    _, ann = write("Ann", "Thank you")
    messenger.send(company.wire(KIND), outgoing("How was it, 1 to 5?", to=ann, choices=("1", "2", "3", "4", "5")))
    tapped = company.control("messenger/taps", {"page": PAGE, "from": {"id": ann, "name": "Ann"}, "title": "4"})
    assert read(company)[0][-1].external_id == tapped["id"] and read(company)[0][-1].text == "4"


@pytest.mark.parametrize("limit", [1, 4])
def test_with_a_small_limit_everything_comes_oldest_first_over_many_readings(company, write, limit):
    now = time.time()
    wanted = [write(f"Guest{n % 3}", f"message {n}", at=now - 1500 + 60 * n)[0] for n in range(12)]
    pages = list(readings(KIND, company.wire(KIND), company.watch(), limit))
    assert [post.external_id for post in collect(pages)[0]] == wanted
    assert len(pages) > 1


def test_many_conversations_are_read_page_by_page(company, write):
    wanted = {write(f"Guest{n}", "Hello")[0] for n in range(30)}
    posts, _ = read(company)
    assert {post.external_id for post in posts} == wanted


def test_reading_on_brings_only_what_is_new_or_overlaps(company, write):
    old, _ = write("Ann", "First", at=time.time() - 1800)
    _, cursor = read(company)
    new, _ = write("Ann", "Second")
    posts, _ = read(company, cursor=cursor)
    assert [post.external_id for post in posts] == [old, new]
    posts, _ = read(company, cursor=read(company, cursor=cursor)[1])
    assert [post.external_id for post in posts] == [new]


def test_more_than_twenty_messages_since_the_last_reading_are_told_as_a_gap(company, write):
    write("Ann", "First", at=time.time() - 3000)
    _, cursor = read(company)
    for n in range(25):
        _, ann = write("Ann", f"message {n}", at=time.time() - 2000 + n)
    (page,) = readings(KIND, company.wire(KIND), company.watch(), 100, cursor)
    assert len(page.posts) == 20
    (gap,) = page.gaps
    assert gap.peer == ann
    assert gap.since < gap.until == page.posts[0].at


def test_the_mark_goes_out_and_a_late_answer_carries_the_human_agent_tag(company, write):
    _, ann = write("Ann", "Hello?", at=time.time() - 30 * 3600)
    asked_at = datetime.now(UTC) - timedelta(hours=30)
    with pytest.raises(PlatformError) as failure:
        messenger.send(company.wire(KIND), outgoing("Sorry", to=ann))
    assert (failure.value.outcome, failure.value.code) == (Outcome.MESSAGE_FAILED, "10/2018278")
    sent = messenger.send(company.wire(KIND), outgoing("Sorry", to=ann, mark="mark-7", last_inbound=asked_at))
    (published,) = company.sent("messenger")
    assert (published["id"], published["to"], published["mark"]) == (sent.external_id, ann, "mark-7")


@pytest.mark.parametrize("do", ["error_after", "drop_after"])
def test_a_message_whose_answer_got_lost_is_found(company, write, do):
    _, ann = write("Ann", "Hello?")
    message = outgoing("We are  here", to=ann)
    company.fault(do, "/messages")
    with pytest.raises(PlatformError) as failure:
        messenger.send(company.wire(KIND), message)
    assert failure.value.outcome is Outcome.UNKNOWN
    (published,) = company.sent("messenger")
    search = messenger.find_sent(company.wire(KIND), message)
    assert (search.found, search.sent.external_id) == (Found.YES, published["id"])
    assert messenger.find_sent(company.wire(KIND), message, frozenset({published["id"]})).found is Found.NO


@pytest.mark.parametrize("do", ["error", "drop"])
def test_a_message_that_was_never_sent_is_not_found(company, write, do):
    _, ann = write("Ann", "We are here")
    _, ben = write("Ben", "Hello?")
    messenger.send(company.wire(KIND), outgoing("We are here", to=ben))
    message = outgoing("We are here", to=ann)
    company.fault(do, "/messages")
    with pytest.raises(PlatformError):
        messenger.send(company.wire(KIND), message)
    assert messenger.find_sent(company.wire(KIND), message).found is Found.NO


def test_when_twenty_newer_messages_hide_the_place_nobody_can_tell(company, write):
    for n in range(21):
        _, ann = write("Ann", f"message {n}")
    assert messenger.find_sent(company.wire(KIND), outgoing("We are here", to=ann)).found is Found.CANNOT_TELL
