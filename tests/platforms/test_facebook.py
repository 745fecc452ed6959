"""The public side of a page, read from and written to the sandbox over real HTTP."""

import time

import pytest

from platforms import facebook
from platforms.base import Found, Outcome, PlatformError

from .conftest import PAGE, collect, outgoing, readings

KIND = "facebook_posts"


@pytest.fixture
def write(company):
    """Let people write on the page: returns the id."""

    def write(where, who, text, at=None):
        edge = "posts" if where == PAGE else "comments"
        target = {"page": where} if where == PAGE else {"object": where}
        author = {"id": PAGE, "name": "ACME Bread"} if who == PAGE else {"id": f"id-{who}", "name": who}
        made = {"at": at} if at else {}
        return company.control(f"facebook/{edge}", {**target, "author": author, "message": text, **made})["id"]

    return write


def read(company, limit=100, cursor=None, **watch):
    return collect(readings(KIND, company.wire(KIND), company.watch(**watch), limit, cursor))


def test_a_visitors_post_and_all_its_comments_are_one_thread(company, write):
    post = write(PAGE, "Ann", "My bread is stale")
    comment = write(post, "Ben", "Mine too")
    reply = write(comment, "Ann", "Really?")
    posts, _ = read(company)
    assert [(each.external_id, each.thread, each.parent) for each in posts] == [
        (post, post, ""),
        (comment, post, post),
        (reply, post, comment),
    ]
    assert [each.text for each in posts] == ["My bread is stale", "Mine too", "Really?"]
    assert (posts[0].author.name, posts[0].author.kind, posts[0].author.scope) == ("Ann", "page_scoped", PAGE)
    assert not posts[0].private and posts[0].permalink.startswith("http")


def test_under_the_companys_own_post_each_top_level_comment_is_a_thread(company, write):
    post = write(PAGE, PAGE, "New: rye bread")
    first, second = write(post, "Ann", "How much?"), write(post, "Ben", "Where?")
    reply = write(first, "Cid", "I want to know too")
    posts, _ = read(company)
    assert {each.external_id: (each.thread, each.parent) for each in posts} == {
        first: (first, ""),
        second: (second, ""),
        reply: (first, first),
    }


def test_the_companys_own_comment_is_handed_on_as_own(company, write):
    post = write(PAGE, "Ann", "Hello?")
    answer = write(post, PAGE, "Hello Ann")
    posts, _ = read(company)
    assert [(each.external_id, each.own) for each in posts] == [(post, False), (answer, True)]


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_with_a_small_limit_everything_comes_oldest_first_over_many_readings(company, write, limit):
    now = time.time()
    own = write(PAGE, PAGE, "Sale", at=now - 900)
    wanted = [write(PAGE, f"Visitor {n}", f"post {n}", at=now - 800 + n) for n in range(10)]
    wanted += [write(own, f"Guest {n}", f"comment {n}", at=now - 700 + n) for n in range(10)]
    pages = list(readings(KIND, company.wire(KIND), company.watch(), limit))
    posts, _ = collect(pages)
    assert [each.external_id for each in posts] == wanted
    assert len(pages) > 1
    for page in pages:
        assert [each.at for each in page.posts] == sorted(each.at for each in page.posts)


def test_after_a_crash_the_stored_cursor_brings_everything_that_was_not_handed_on(company, write):
    now = time.time()
    wanted = [write(PAGE, f"Visitor {n}", f"post {n}", at=now - 800 + n) for n in range(9)]
    first = next(readings(KIND, company.wire(KIND), company.watch(), 4))
    handed_on = {each.external_id for each in first.posts}
    rest, _ = read(company, cursor=first.cursor)
    assert handed_on | {each.external_id for each in rest} == set(wanted)
    again, _ = read(company, cursor=first.cursor)
    assert again == rest


def test_reading_on_sees_what_came_since_and_under_old_posts(company, write):
    post = write(PAGE, PAGE, "News", at=time.time() - 3 * 86400)
    _, cursor = read(company)
    late = write(post, "Ann", "Only now I see this")
    visitor = write(PAGE, "Ben", "Hello")
    posts, _ = read(company, cursor=cursor)
    assert {each.external_id for each in posts} == {late, visitor}


def test_a_watched_thread_is_read_though_its_post_left_the_feed(company, write):
    old = time.time() - 60 * 86400
    own, visitors = write(PAGE, PAGE, "Old news", at=old), write(PAGE, "Ann", "Old complaint", at=old)
    thread = write(own, "Ben", "A thread of its own", at=old)
    reply, comment = write(thread, "Cid", "Still here"), write(visitors, "Dan", "Me too")
    posts, _ = read(company, posts=(thread, visitors))
    assert {each.external_id: each.thread for each in posts} == {reply: thread, comment: visitors}


def test_a_post_that_tags_the_page_comes_in(company, write):
    author = {"id": "id-ann", "name": "Ann"}
    body = {"page": PAGE, "author": author, "message": "Love ACME Bread", "tagged": True}
    tagged = company.control("facebook/posts", body)["id"]
    posts, _ = read(company)
    assert [each.external_id for each in posts] == [tagged]


def test_a_deleted_watched_post_holds_nothing_up(company, write):
    post = write(PAGE, "Ann", "Hello")
    posts, _ = read(company, posts=(f"{PAGE}_404",))
    assert [each.external_id for each in posts] == [post]


def test_an_empty_page_before_the_end_and_the_real_host_in_next_are_taken_in_stride(company, write):
    post = write(PAGE, "Ann", "Hello")
    company.fault("empty_page", f"/{PAGE}/feed", "GET")
    posts, _ = read(company)
    assert [each.external_id for each in posts] == [post]
    now = time.time()
    wanted = [write(PAGE, "Ann", f"post {n}", at=now - 500 + n) for n in range(120)]
    company.fault("real_next", f"/{PAGE}/feed", "GET", times=2)
    posts, cursor = read(company, limit=500)
    assert {each.external_id for each in posts} == {post, *wanted}
    assert "page-token" not in str(cursor) and "http" not in str(cursor)


def test_one_post_that_cannot_be_read_does_not_hold_up_the_others(company, write):
    bad, good = write(PAGE, "Ann", "Hello"), write(PAGE, "Ben", "Hi")
    comment = write(good, "Cid", "Hear, hear")
    company.fault("error", f"/{bad}/comments", "GET", times=5)
    posts, cursor = read(company)
    assert {each.external_id for each in posts} == {bad, good, comment}
    with pytest.raises(PlatformError) as failure:
        read(company, cursor=cursor)
    assert failure.value.outcome is Outcome.RETRY


def test_an_expired_token_suspends_the_account_and_is_not_repeated_in_the_error(company, write):
    company.control("tokens/expire", {"token": "page-token"})
    with pytest.raises(PlatformError) as failure:
        read(company)
    assert failure.value.outcome is Outcome.ACCOUNT_SUSPENDED
    assert "page-token" not in str(failure.value)


def test_the_limit_of_calls_is_told_with_the_time_to_come_again(company, write):
    company.control("rate_limits", {"rate_limits": {"graph.page": {"limit": 1, "seconds": 600}}})
    with pytest.raises(PlatformError) as failure:
        read(company)
        read(company)
    assert failure.value.outcome is Outcome.WAIT
    assert failure.value.retry_at > company.began


def test_an_answer_appears_under_the_very_comment(company, write):
    post = write(PAGE, "Ann", "Hello?")
    comment = write(post, "Ben", "Anybody?")
    sent = facebook.send(company.wire(KIND), outgoing("We are here", parent=comment))
    (published,) = company.sent("facebook")
    assert (published["id"], published["in_reply_to"], published["text"]) == (sent.external_id, comment, "We are here")


def test_a_post_that_is_gone_fails_the_message_for_good(company):
    with pytest.raises(PlatformError) as failure:
        facebook.send(company.wire(KIND), outgoing("Hello", parent=f"{PAGE}_404"))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
    assert failure.value.reason == "This does not exist any more, or the account may not see it."


@pytest.mark.parametrize("do", ["error_after", "drop_after"])
@pytest.mark.parametrize("under_comment", [False, True])
def test_a_comment_whose_answer_got_lost_is_found(company, write, do, under_comment):
    parent = write(PAGE, "Ann", "Hello?")
    parent = write(parent, "Ben", "Anybody?") if under_comment else parent
    message = outgoing("We  are here:\nhttps://acme.example/help", parent=parent)
    company.fault(do, "/comments")
    with pytest.raises(PlatformError) as failure:
        facebook.send(company.wire(KIND), message)
    assert failure.value.outcome is Outcome.UNKNOWN
    (published,) = company.sent("facebook")
    search = facebook.find_sent(company.wire(KIND), message)
    assert (search.found, search.sent.external_id) == (Found.YES, published["id"])
    assert facebook.find_sent(company.wire(KIND), message, frozenset({published["id"]})).found is Found.NO


@pytest.mark.parametrize("do", ["error", "drop"])
def test_a_comment_that_was_never_published_is_not_found(company, write, do):
    post = write(PAGE, "Ann", "Hello?")
    message = outgoing("We are here", parent=post)
    facebook.send(company.wire(KIND), outgoing("Something else", parent=post))
    facebook.send(company.wire(KIND), outgoing("We are here", parent=write(post, "Ben", "Me?")))
    company.fault(do, "/comments")
    with pytest.raises(PlatformError):
        facebook.send(company.wire(KIND), message)
    assert facebook.find_sent(company.wire(KIND), message).found is Found.NO
