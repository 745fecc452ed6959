"""Direct messages of an X account, read from and written to the sandbox over real HTTP."""

import time

import pytest

from platforms import twitter_direct
from platforms.base import Found, Outcome, PlatformError

from .conftest import OWN, collect, outgoing, readings

KIND = "x_direct"


@pytest.fixture
def write(company):
    """Let a person write to the account: returns the id."""

    def write(who, text, at=None):
        body = {"from": {"username": who}, "to": "acme", "text": text, **({"at": at} if at else {})}
        return company.control("x/messages", body)["id"]

    return write


def read(company, limit=100, cursor=None):
    return collect(readings(KIND, company.wire(KIND), company.watch(), limit, cursor))


def test_what_customers_and_the_company_write_comes_in_with_the_customer_as_peer(company, write):
    number = write("ann", "Are you open?")
    (asked,), _ = read(company)
    assert (asked.external_id, asked.text, asked.own, asked.private) == (number, "Are you open?", False, True)
    assert (asked.peer.kind, asked.peer.handle, asked.thread) == ("x_id", "ann", "")
    twitter_direct.send(company.wire(KIND), outgoing("Until six", to=asked.peer.id))
    (_, answered), _ = read(company)
    assert (answered.text, answered.own, answered.peer.id, answered.author.id) == (
        "Until six",
        True,
        asked.peer.id,
        OWN,
    )


@pytest.mark.parametrize("limit", [1, 4])
def test_with_a_small_limit_everything_comes_over_many_readings(company, write, limit):
    now = time.time()
    wanted = [write(f"guest{n % 3}", f"message {n}", at=now - 1800 + 60 * n) for n in range(10)]
    pages = list(readings(KIND, company.wire(KIND), company.watch(), limit))
    assert sorted(post.external_id for post in collect(pages)[0]) == wanted
    assert all(len(page.posts) <= limit for page in pages)
    for page in pages:
        assert [post.at for post in page.posts] == sorted(post.at for post in page.posts)


def test_after_a_crash_in_the_middle_nothing_is_skipped(company, write):
    wanted = [write("ann", f"message {n}", at=time.time() - 1800 + 60 * n) for n in range(10)]
    first = next(readings(KIND, company.wire(KIND), company.watch(), 3))
    write("ann", "written meanwhile")
    posts, cursor = read(company, limit=3, cursor=first.cursor)
    handed_on = {post.external_id for post in [*first.posts, *posts]}
    assert handed_on >= set(wanted)
    assert [post.text for post in read(company, cursor=cursor)[0]][-1] == "written meanwhile"


def test_reading_on_stops_at_what_was_seen(company, write):
    for n in range(6):
        write("ann", f"message {n}", at=time.time() - 1800 + 120 * n)
    _, cursor = read(company)
    new = write("ann", "new")
    pages = list(readings(KIND, company.wire(KIND), company.watch(), 2, cursor))
    assert len(pages) == 2
    assert pages[0].posts[-1].external_id == new


def test_a_token_that_died_begins_the_round_anew(company, write):
    wanted = {write("ann", f"message {n}", at=time.time() - 1800 + 60 * n) for n in range(5)}
    first = next(readings(KIND, company.wire(KIND), company.watch(), 2))
    posts, cursor = read(company, limit=2, cursor={**first.cursor, "token": "dead"})
    assert posts == []
    assert {post.external_id for post in read(company, limit=2, cursor=cursor)[0]} == wanted


def test_fifteen_readings_are_all_there_is(company, write):
    company.control("rate_limits", {"rate_limits": "documented"})
    rates = [next(readings(KIND, company.wire(KIND), company.watch(), 100)).rate for _ in range(15)]
    assert rates[-2].wait_until is None and rates[-1].wait_until is not None
    with pytest.raises(PlatformError) as failure:
        read(company)
    assert (failure.value.outcome, failure.value.code) == (Outcome.WAIT, "429")


def customer(company):
    return read(company)[0][0].peer.id


@pytest.mark.parametrize("do", ["error_after", "drop_after"])
def test_a_message_whose_answer_got_lost_is_found(company, write, do):
    write("ann", "Hello?")
    message = outgoing("We are  here", to=customer(company))
    company.fault(do, "/messages")
    with pytest.raises(PlatformError) as failure:
        twitter_direct.send(company.wire(KIND), message)
    assert failure.value.outcome is Outcome.UNKNOWN
    (published,) = company.sent("x_dm")
    search = twitter_direct.find_sent(company.wire(KIND), message)
    assert (search.found, search.sent.external_id) == (Found.YES, published["id"])
    assert twitter_direct.find_sent(company.wire(KIND), message, frozenset({published["id"]})).found is Found.NO


@pytest.mark.parametrize("do", ["error", "drop"])
def test_a_message_that_was_never_sent_is_not_found(company, write, do):
    write("ann", "We are here")
    message = outgoing("We are here", to=customer(company))
    company.fault(do, "/messages")
    with pytest.raises(PlatformError):
        twitter_direct.send(company.wire(KIND), message)
    assert twitter_direct.find_sent(company.wire(KIND), message).found is Found.NO


def test_a_post_that_is_sent_along_is_shown_with_its_words(company, write):
    tweet = company.control("x/tweets", {"author": {"username": "ben"}, "text": "Rye is dead"})["id"]
    said = {"from": {"username": "ann"}, "to": "acme", "text": "Is that so?", "quotes": tweet}
    company.control("x/messages", said)
    ((asked,), _) = read(company)
    (detail,) = asked.details
    assert (asked.kind, detail.kind, detail.text, detail.data["id"]) == ("message", "share", "Rye is dead", tweet)


def test_who_joins_or_leaves_a_group_says_nothing_and_what_is_said_there_cannot_be_answered(company):
    group = company.control("x/groups", {"members": ["ann", "acme", "ben"]})["id"]
    company.control("x/groups/leave", {"group": group, "user": "ben"})
    company.control("x/messages", {"from": {"username": "ann"}, "group": group, "text": "Hello all"})
    ((said,), _) = read(company)
    assert (said.kind, said.text) == ("unsupported", "Group message: Hello all")


def test_what_was_read_is_counted(company, write):
    write("ann", "Hello?")
    write("ann", "Anybody?")
    page = next(readings(KIND, company.wire(KIND), company.watch(), 100))
    assert page.reads == {"call": 1, "dm_event": 2, "user": 1}
    assert page.rate.limit == 15 and page.rate.resets_at is not None


def test_who_takes_no_messages_of_ours_is_said_in_words(company, write):
    write("ann", "Hello?")
    to = customer(company)
    company.control("x/users", {"username": "ann", "closed": True, "blocks": ["acme"]})
    with pytest.raises(PlatformError) as failure:
        twitter_direct.send(company.wire(KIND), outgoing("Hello", to=to))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
    assert "do not allow messages" in failure.value.reason
