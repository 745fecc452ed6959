"""X's public side, read from and written to the sandbox over real HTTP."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from platforms import times, twitter
from platforms.base import Found, Outcome, PlatformError

from .conftest import OWN, collect, outgoing, readings

KIND = "x_posts"


@pytest.fixture
def write(company):
    """Let a person tweet: returns the id."""

    def write(who, text, at=None, answers=None):
        body = {"author": {"username": who}, "text": text}
        body |= {name: value for name, value in (("at", at), ("in_reply_to", answers)) if value}
        return company.control("x/tweets", body)["id"]

    return write


def read(company, limit=100, cursor=None, **watch):
    watch = company.watch(**({"handles": ("acme",)} | watch))
    return collect(readings(KIND, company.wire(KIND), watch, limit, cursor))


def test_a_mention_is_a_thread_of_its_own_and_a_reply_names_its_parent(company, write):
    first = write("ann", "@acme my bread is stale & old")
    reply = write("ben", "@acme mine too", answers=first)
    posts, _ = read(company)
    assert [(post.external_id, post.thread, post.parent) for post in posts] == [
        (first, first, ""),
        (reply, reply, first),
    ]
    assert posts[0].text == "@acme my bread is stale & old"
    assert (posts[0].author.kind, posts[0].author.handle, posts[0].author.scope) == ("x_id", "ann", "")
    assert posts[0].permalink == f"https://x.com/ann/status/{first}"
    assert posts[0].at == times.snowflake_time(first)


@pytest.mark.parametrize("limit", [1, 5, 7])
def test_with_a_small_limit_everything_comes_oldest_first_over_many_readings(company, write, limit):
    now = time.time()
    wanted = [write(f"guest{n}", f"@acme message {n}", at=now - 1800 + 7 * n) for n in range(23)]
    pages = list(readings(KIND, company.wire(KIND), company.watch(handles=("@Acme",)), limit))
    assert [post.external_id for post in collect(pages)[0]] == wanted
    assert all(len(page.posts) <= max(limit, 5) for page in pages)
    assert len(pages) == (4 if limit == 7 else 5)


def test_what_is_written_during_a_long_reading_comes_after_it(company, write):
    now = time.time()
    wanted = [write("ann", f"@acme message {n}", at=now - 1800 + n) for n in range(12)]
    watch, cursor, seen = company.watch(handles=("acme",)), {}, []
    for n in range(3):
        page = next(readings(KIND, company.wire(KIND), watch, 5, cursor))
        cursor = page.cursor
        seen += [post.external_id for post in page.posts]
        wanted.append(write("ben", f"@acme new {n}"))
    posts, _ = read(company, limit=5, cursor=cursor)
    seen += [post.external_id for post in posts if post.external_id not in seen]
    assert seen == wanted


def test_after_a_crash_in_the_middle_nothing_is_skipped(company, write):
    now = time.time()
    wanted = [write("ann", f"@acme message {n}", at=now - 1800 + n) for n in range(17)]
    pages = readings(KIND, company.wire(KIND), company.watch(handles=("acme",)), 5)
    handed_on = [post.external_id for page in (next(pages), next(pages)) for post in page.posts]
    # The second page's cursor was never stored.
    first = next(readings(KIND, company.wire(KIND), company.watch(handles=("acme",)), 5))
    posts, _ = read(company, limit=5, cursor=first.cursor)
    assert set(handed_on) | {post.external_id for post in posts} == set(wanted)


def test_reading_on_brings_what_is_new_and_what_came_late_within_a_minute(company, write):
    write("ann", "@acme ten minutes ago", at=time.time() - 600)
    _, cursor = read(company)
    assert read(company, cursor=cursor)[0] == []
    second = write("ann", "@acme now")
    _, cursor = read(company, cursor=cursor)
    late = write("ben", "@acme a little earlier", at=time.time() - 30)
    posts, _ = read(company, cursor=cursor)
    assert [post.external_id for post in posts] == [late, second]


def test_keywords_find_words_phrases_and_tags_but_not_what_is_excluded_nor_our_own(company, write):
    found = [
        write("ann", "The SOURDOUGH was great"),
        write("ben", "I love rye bread so much"),
        write("cid", "Try this #bakery"),
    ]
    write("dan", "sourdoughs are many")
    write("eve", "rye, then bread")
    write("fay", "sourdough advert")
    write("acme", "Our sourdough is fresh")
    posts, _ = read(company, handles=(), keywords=("sourdough", '"rye bread"', "#bakery", "-advert"))
    assert [post.external_id for post in posts] == found
    assert not any(post.can_reply for post in posts)


def test_a_tweet_found_in_several_lists_comes_once_and_only_who_engaged_us_can_be_answered(company, write):
    both = write("ann", "@acme and @rival sell sourdough")
    rivals = write("ben", "@rival is better")
    page = next(
        readings(KIND, company.wire(KIND), company.watch(handles=("acme", "rival"), keywords=("sourdough",)), 9)
    )
    assert {post.external_id: post.can_reply for post in page.posts} == {both: True, rivals: False}
    assert len(page.posts) == 2


def test_a_keyword_added_later_begins_when_it_was_added(company, write):
    write("ann", "sourdough last week", at=time.time() - 1800)
    _, cursor = read(company)
    assert read(company, keywords=("sourdough",), cursor=cursor)[0] == []
    new = write("ben", "sourdough now")
    posts, _ = read(company, keywords=("sourdough",), cursor=cursor)
    assert [post.external_id for post in posts] == [new]


def test_what_lies_before_the_seven_days_of_search_is_told_as_a_gap(company, write):
    began = datetime.now(UTC) - timedelta(days=9)
    watch = company.watch(began=began, keywords=("sourdough",))
    page = next(readings(KIND, company.wire(KIND), watch, 100))
    (gap,) = page.gaps
    assert abs(gap.since - began) < timedelta(minutes=2)
    assert gap.until - gap.since > timedelta(days=1, hours=23)
    assert next(readings(KIND, company.wire(KIND), watch, 100, page.cursor)).gaps == ()


def test_more_mentions_than_x_keeps_are_told_as_a_gap_and_the_others_come_in(company, write):
    write("ann", "@acme long ago", at=time.time() - 3000)
    _, cursor = read(company)
    numbers = [write("ann", f"@acme {n}", at=time.time() - 2000 + n) for n in range(810)]
    pages = list(readings(KIND, company.wire(KIND), company.watch(handles=("acme",)), 100, cursor))
    assert [post.external_id for post in collect(pages)[0]] == numbers[-800:]
    (gap,) = [gap for page in pages for gap in page.gaps]
    assert gap.since < times.snowflake_time(numbers[9]) < gap.until == times.snowflake_time(numbers[10])


def test_an_unknown_handle_does_not_hold_up_the_others(company, write):
    first = write("ann", "@acme hello")
    posts, cursor = read(company, handles=("nobody_at_all", "acme"))
    assert [post.external_id for post in posts] == [first]
    assert twitter.lookup(company.wire(KIND), "nobody_at_all") is None
    assert twitter.lookup(company.wire(KIND), "acme").id == OWN
    assert cursor["ids"] == {"nobody_at_all": "", "acme": OWN}


def test_a_list_that_fails_does_not_hold_up_the_others_and_its_error_is_heard(company, write):
    first = write("ann", "@acme hello")
    company.fault("error", "/search/recent", "GET", status=503, body="busy", times=3)
    posts, cursor = read(company, keywords=("sourdough",))
    assert [post.external_id for post in posts] == [first]
    with pytest.raises(PlatformError) as failure:
        read(company, keywords=("sourdough",), cursor=cursor)
    assert failure.value.outcome is Outcome.RETRY


def test_an_empty_page_before_the_end_is_taken_in_stride(company, write):
    wanted = [write("ann", f"@acme {n}", at=time.time() - 900 + n) for n in range(8)]
    company.fault("empty_page", "/mentions", "GET")
    posts, _ = read(company, limit=5)
    assert [post.external_id for post in posts] == wanted


def test_the_budget_and_its_end_are_told(company, write):
    company.control("rate_limits", {"rate_limits": {"x.mentions": {"limit": 2, "seconds": 900}}})
    write("ann", "@acme hello")
    pages = [next(readings(KIND, company.wire(KIND), company.watch(handles=("acme",)), 9)) for _ in range(2)]
    assert [page.rate.used for page in pages] == [50.0, 100.0]
    assert pages[0].rate.wait_until is None and pages[1].rate.wait_until > datetime.now(UTC)
    with pytest.raises(PlatformError) as failure:
        read(company)
    assert failure.value.outcome is Outcome.WAIT
    assert timedelta(minutes=1) < failure.value.retry_at - datetime.now(UTC) < timedelta(minutes=16)


def test_a_reply_appears_under_the_tweet(company, write):
    asked = write("ann", "@acme hello?")
    sent = twitter.send(company.wire(KIND), outgoing("Hello Ann", parent=asked))
    (published,) = company.sent("x")
    assert (published["id"], published["in_reply_to"], published["text"]) == (sent.external_id, asked, "Hello Ann")
    assert read(company)[0][-1].external_id == asked


def test_an_author_who_never_engaged_us_cannot_be_answered(company, write):
    asked = write("ann", "sourdough is great")
    with pytest.raises(PlatformError) as failure:
        twitter.send(company.wire(KIND), outgoing("Hello", parent=asked))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
    assert "mention or quote this account" in failure.value.reason


def test_the_same_text_again_was_already_sent(company, write):
    asked = write("ann", "@acme hello?")
    twitter.send(company.wire(KIND), outgoing("Hello Ann", parent=asked))
    with pytest.raises(PlatformError) as failure:
        twitter.send(company.wire(KIND), outgoing("Hello Ann", parent=asked))
    assert failure.value.outcome is Outcome.ALREADY_SENT


@pytest.mark.parametrize("do", ["error_after", "drop_after"])
def test_a_reply_whose_answer_got_lost_is_found(company, write, do):
    asked = write("ann", "@acme hello?")
    message = outgoing("We are  here: https://acme.example/help", parent=asked)
    company.fault(do, "/2/tweets")
    with pytest.raises(PlatformError) as failure:
        twitter.send(company.wire(KIND), message)
    assert failure.value.outcome is Outcome.UNKNOWN
    (published,) = company.sent("x")
    search = twitter.find_sent(company.wire(KIND), message)
    assert (search.found, search.sent.external_id) == (Found.YES, published["id"])
    assert twitter.find_sent(company.wire(KIND), message, frozenset({published["id"]})).found is Found.NO


@pytest.mark.parametrize("do", ["error", "drop"])
def test_a_reply_that_was_never_published_is_not_found(company, write, do):
    asked, other = write("ann", "@acme hello?"), write("ben", "@acme hi")
    twitter.send(company.wire(KIND), outgoing("We are here", parent=other))
    message = outgoing("We are here", parent=asked)
    company.fault(do, "/2/tweets")
    with pytest.raises(PlatformError):
        twitter.send(company.wire(KIND), message)
    assert twitter.find_sent(company.wire(KIND), message).found is Found.NO


def test_an_id_that_x_finds_too_old_is_named_by_its_time_and_told_as_a_gap(company, write):
    found = write("ann", "sourdough today", at=time.time() - 3600)
    began = datetime.now(UTC) - timedelta(days=6, hours=23, minutes=30)
    message = "'since_id' must be a tweet id created after 2026-01-01T00:00Z. Please use a larger 'since_id'"
    problem = {"title": "Invalid Request", "errors": [{"parameters": {"since_id": ["1"]}, "message": message}]}
    company.fault("error", "/search/recent", "GET", status=400, body=problem)
    page = next(readings(KIND, company.wire(KIND), company.watch(began=began, keywords=("sourdough",)), 100))
    assert [post.external_id for post in page.posts] == [found]
    (gap,) = page.gaps
    assert abs(gap.since - began) < timedelta(minutes=3)
    assert abs(gap.until - (datetime.now(UTC) - timedelta(days=6, hours=23))) < timedelta(minutes=3)
    company.fault("error", "/search/recent", "GET", status=400, body={"title": "Invalid Request", "detail": "query"})
    with pytest.raises(PlatformError) as failure:
        read(company, handles=(), keywords=("sourdough",), cursor=page.cursor)
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_what_was_read_is_counted_each_thing_once(company, write):
    first = write("ann", "@acme hello")
    write("ann", "@acme hello?", answers=first)
    write("ben", "@acme hi")
    page = next(readings(KIND, company.wire(KIND), company.watch(handles=("acme",)), 100))
    # The look-up of the handle is a call and a user, too.
    assert page.reads == {"call": 2, "post": 3, "user": 3}
    assert (
        next(readings(KIND, company.wire(KIND), company.watch(handles=("acme",)), 100, page.cursor)).reads["call"] == 1
    )


def test_an_answer_that_our_staff_wrote_on_x_comes_in_as_our_own_where_it_mentions_a_watched_handle(company, write):
    asked = write("ann", "@acme hello?")
    answer = write("acme", "Unlike @rival we bake at night", answers=asked)
    posts, _ = read(company, handles=("acme", "rival"))
    assert [(post.external_id, post.own, post.parent) for post in posts] == [(asked, False, ""), (answer, True, asked)]


def test_who_answers_us_is_read_although_our_handle_is_not_watched(company, write):
    """He may have been found by a keyword; whoever does not belong to a conversation that is here is not of interest."""
    found = write("ann", "Is the wine duo any good, @acme?")
    answer = write("ann", "@acme thanks!", answers=found)
    rival = write("ben", "@rival is better than @acme")
    posts, _ = read(company, handles=("rival",), keywords=('"wine duo"',))
    only = {post.external_id: post.joins_only for post in posts}
    assert only == {found: False, answer: True, rival: False}
