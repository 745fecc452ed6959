"""Reading that breaks off in the middle: nothing is skipped, nothing comes twice, and what is out of reach is noted."""

import time

import pytest

from channels_admin.models import Channel, Gap
from interactions.models import Message
from tests.interactions.faulty import TOKEN, Line

pytestmark = [pytest.mark.django_db]

# How many are written at once, so that the platform gives them in several pages, and the call that reads them.
MANY = {"facebook_posts": 8, "messenger": 27, "x_posts": 12, "x_direct": 8}
LISTS = {
    "facebook_posts": "/comments$",
    "messenger": "/conversations$",
    "x_posts": "/mentions$",
    "x_direct": "^/2/dm_events$",
}
GRAPH, X = ("facebook_posts", "messenger"), ("x_posts", "x_direct")
TROUBLE = {
    "cut": {"do": "drop"},
    "down": {"do": "error", "status": 503},
    "half an answer": {"do": "error", "status": 200, "body": '{"data": [{"id'},
    "another shape": {"do": "error", "status": 200, "body": "[]"},
}
LIMIT = {
    **dict.fromkeys(GRAPH, {"code": 4}),
    **dict.fromkeys(X, {"status": 429, "body": {"title": "Too Many Requests"}}),
}


@pytest.fixture
def line(request, platform):
    made = Line(platform, request.param)
    Channel.objects.filter(pk=made.channel.pk).update(post_limit=3)
    made.channel.refresh_from_db()
    return made


def write(line, number, text):
    """One more customer writes."""
    person = {"id": f"p{number}", "name": f"Customer {number}"}
    user = {"username": f"customer{number}"}
    body = {
        "facebook_posts": ("facebook/comments", {"object": line.begun.get("id"), "author": person, "message": text}),
        "messenger": ("messenger/messages", {"page": "110", "from": person, "text": text}),
        "x_posts": ("x/tweets", {"author": user, "text": f"@acme {text}"}),
        "x_direct": ("x/messages", {"from": user, "to": "acme", "text": text}),
    }
    line.platform.control(*body[line.kind])


def breaks_at(line, place, fault):
    """The reading's call number `place` (0 is the first) fails so; those before it go well."""
    for _call in range(place):
        line.fails("slow", method="GET", path=LISTS[line.kind], seconds=0)
    line.fails(method="GET", path=LISTS[line.kind], **fault)


def texts(wanted):
    """How often each of these texts came in."""
    said = [message.text.removeprefix("@acme ") for message in Message.objects.filter(outbound=False)]
    return {text: said.count(text) for text in wanted}


def read(line):
    line.channel.refresh_from_db()
    line.take_in()


@pytest.mark.parametrize("line", MANY, indirect=True)
def test_wherever_a_reading_breaks_off_the_next_one_brings_the_rest_once(line):
    troubles = [*TROUBLE.items(), ("a limit of calls", LIMIT[line.kind])]
    if line.kind == "messenger":  # whose pages are large, and read slowly
        troubles = troubles[::4]
    for place, (what, fault) in enumerate(troubles, 1):
        wanted = [f"{what} {n}" for n in range(MANY[line.kind])]
        for number, text in enumerate(wanted):
            write(line, number, text)
        breaks_at(line, place % 3 if line.kind != "messenger" else place % 2, fault)
        read(line)
        line.heals()
        assert line.account.suspended_at is None, what
        read(line)
        assert texts(wanted) == dict.fromkeys(wanted, 1), what
        assert line.feed.last_error == "", what
    assert not Gap.objects.exists()


@pytest.mark.parametrize("line", MANY, indirect=True)
def test_a_token_that_dies_in_the_middle_stops_the_account_and_reading_goes_on_from_there(line):
    wanted = [f"Said {n}" for n in range(MANY[line.kind])]
    for number, text in enumerate(wanted):
        write(line, number, text)
    dead = (
        {"code": 190, "subcode": 463, "status": 401} if line.kind in GRAPH else {"status": 401, "body": {"title": "No"}}
    )
    breaks_at(line, 1, dead)
    read(line)
    account = line.account
    assert account.suspended_at and account.suspended_for and line.feed.last_error
    line.heals()
    write(line, 28, "While it was stopped")
    account.resume()
    for _round in range(2):  # X direct messages: a round that was begun ends with what was there when it began
        read(line)
    wanted.append("While it was stopped")
    assert texts(wanted) == dict.fromkeys(wanted, 1)


@pytest.mark.parametrize("line", GRAPH, indirect=True)
@pytest.mark.parametrize("bent", ["empty_page", "real_next", "dead_cursors"])
def test_pages_that_are_empty_lead_elsewhere_or_die_lose_nothing(line, bent):
    wanted = [f"{bent} {n}" for n in range(MANY[line.kind])]
    for number, text in enumerate(wanted):
        write(line, number, text)
    for _turn in range(2):
        line.fails(bent, method="GET", path=LISTS[line.kind])
    for _turn in range(4):
        read(line)
    line.heals()
    read(line)
    assert texts(wanted) == dict.fromkeys(wanted, 1)


@pytest.mark.parametrize("line", ["x_direct"], indirect=True)
def test_page_tokens_of_x_that_die_begin_the_round_anew(line):
    wanted = [f"Said {n}" for n in range(MANY[line.kind])]
    for number, text in enumerate(wanted):
        write(line, number, text)
    line.platform.control("x/behavior", {"dying_tokens": 2})
    for _turn in range(4):
        read(line)
    line.platform.control("x/behavior", {"dying_tokens": 0})
    assert texts(wanted) == dict.fromkeys(wanted, 1) and line.feed.last_error == ""


@pytest.mark.parametrize("line", ["messenger"], indirect=True)
def test_more_than_the_platform_shows_of_one_conversation_is_noted_as_a_gap_with_its_customer(line):
    later = time.time() + 10  # than what was read before, whose time is in whole seconds
    for number in range(25):
        said = {
            "page": "110",
            "from": {"id": "p1", "name": "Customer 1"},
            "text": f"Said {number}",
            "at": later + number,
        }
        line.platform.control("messenger/messages", said)
    line.platform.control("tokens/expire", {"token": TOKEN})
    read(line)
    assert line.account.suspended_at and not Gap.objects.exists()
    line.platform.control("tokens/restore", {"token": TOKEN})
    line.account.resume()
    for _turn in range(2):
        read(line)
    shown = [f"Said {number}" for number in range(5, 25)]
    assert texts(shown) == dict.fromkeys(shown, 1) and texts(["Said 4"]) == {"Said 4": 0}
    assert Gap.objects.count() == 1


@pytest.mark.parametrize("line", X, indirect=True)
def test_x_says_how_long_to_stay_away_and_that_is_kept(line):
    limit = {"x_posts": "x.mentions", "x_direct": "x.dm_events"}[line.kind]
    line.platform.control("rate_limits", {"rate_limits": {limit: {"limit": 2, "seconds": 900}}})
    wanted = [f"Said {n}" for n in range(MANY[line.kind])]
    for number, text in enumerate(wanted):
        write(line, number, text)
    for _turn in range(2):
        read(line)
    feed = line.feed
    assert feed.why == "wait" and (feed.next_poll_at - feed.last_poll_at).total_seconds() > 300
    line.platform.control("rate_limits", {"rate_limits": "off"})
    read(line)
    assert texts(wanted) == dict.fromkeys(wanted, 1)
