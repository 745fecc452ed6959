"""What becomes of posts after they were read, and what is done to them, over real HTTP against the sandbox."""

import time

import pytest

from platforms import times, twitter, twitter_direct
from platforms.base import Act, Doing, Outcome, PlatformError, PostKind

from .conftest import OWN, collect, outgoing, readings

KIND = "x_posts"


def write(company, who, text, **more):
    return company.control("x/tweets", {"author": {"username": who}, "text": text, **more})["id"]


def edit(company, tweet, text):
    return company.control("x/edits", {"tweet": tweet, "text": text})["id"]


def read(company, **watch):
    return collect(readings(KIND, company.wire(KIND), company.watch(**({"handles": ("acme",)} | watch)), 100))[0]


@pytest.fixture
def enterprise(company):
    """The account has the access level that may like and edit."""
    user = {"id": OWN, "username": "acme", "name": "ACME Bread", "token": "x-token"}
    company.control("world", {"x_users": [{**user, "tier": "enterprise"}]})


def test_an_edited_post_keeps_its_first_id_and_says_when_it_was_edited(company):
    first = write(company, "ann", "@acme helo", at=time.time() - 600)
    second = edit(company, first, "@acme hello")
    third = edit(company, second, "@acme hello!")
    (post,) = [post for post in read(company) if post.external_id == first and post.text == "@acme hello!"]
    assert (post.kind, post.aliases, post.version) == (PostKind.MESSAGE, (second, third), third)
    assert (post.at, post.edited_at) == (times.snowflake_time(first), times.snowflake_time(third))


def test_rereading_tells_what_was_edited_and_deleted_and_nothing_else(company):
    kept, edited, deleted = (write(company, "ann", f"@acme {n}") for n in range(3))
    newest = edit(company, edited, "@acme one more time")
    company.control("x/deletions", {"tweet": deleted})
    changes = twitter.reread(company.wire(KIND), [kept, edited, deleted, "x", edited])
    assert {(post.external_id, post.kind) for post in changes} == {
        (edited, PostKind.EDIT),
        (deleted, PostKind.DELETION),
    }
    (change,) = [post for post in changes if post.kind is PostKind.EDIT]
    assert (change.text, change.version, change.aliases) == ("@acme one more time", newest, (newest,))
    assert change.at == times.snowflake_time(newest)


def test_what_its_author_has_hidden_from_us_is_gone_too(company):
    seen = write(company, "ann", "@acme look")
    company.control("x/users", {"username": "ann", "protected": True})
    (change,) = twitter.reread(company.wire(KIND), [seen])
    assert (change.external_id, change.kind) == (seen, PostKind.DELETION)


def test_that_an_answered_post_is_gone_says_nothing_about_the_answer(company):
    first = write(company, "ann", "@acme look")
    answer = write(company, "ben", "@acme me too", in_reply_to=first)
    company.control("x/deletions", {"tweet": first})
    assert twitter.reread(company.wire(KIND), [answer]) == []


def test_more_posts_than_one_call_takes_are_asked_for_in_several(company):
    posts = [write(company, "ann", f"@acme {n}", at=time.time() - 900 + n) for n in range(103)]
    for tweet in (posts[0], posts[-1]):
        company.control("x/deletions", {"tweet": tweet})
    assert [post.external_id for post in twitter.reread(company.wire(KIND), posts)] == [posts[0], posts[-1]]
    assert twitter.reread(company.wire(KIND), []) == []


def test_a_quoted_post_is_shown_and_who_quotes_us_can_be_answered(company):
    ours, others = write(company, "acme", "Fresh bread"), write(company, "ben", "Rye is dead")
    wanted = {
        write(company, "ann", "sourdough?", quotes=ours): ("Fresh bread", True),
        write(company, "cid", "sourdough!", quotes=others): ("Rye is dead", False),
        write(company, "dan", "sourdough, among friends", quotes=ours, reply_settings="following"): (
            "Fresh bread",
            False,
        ),
    }
    posts = read(company, handles=(), keywords=("sourdough",))
    assert {post.external_id: (post.details[0].text, post.can_reply) for post in posts} == wanted
    (detail,) = posts[0].details
    assert (detail.kind, detail.data["id"], detail.data["author"]) == ("quoted", ours, OWN)


def test_who_mentions_us_can_be_answered_even_where_others_may_not_answer(company):
    write(company, "ann", "@acme among us", reply_settings="mentionedUsers")
    (post,) = read(company)
    assert post.can_reply


def test_long_posts_come_whole(company):
    said = "@acme " + "bread " * 100
    write(company, "ann", said)
    (post,) = read(company)
    assert post.text == said.strip()


def test_our_own_reply_is_deleted_and_deleting_it_again_does_no_harm(company):
    asked = write(company, "ann", "@acme hello?")
    sent = twitter.send(company.wire(KIND), outgoing("Hello", parent=asked))
    for _ in range(2):
        twitter.do(company.wire(KIND), Doing(Act.DELETE, sent.external_id))
    (change,) = twitter.reread(company.wire(KIND), [sent.external_id])
    assert change.kind is PostKind.DELETION


def test_replies_to_us_are_hidden_and_shown_again_but_not_those_to_others(company):
    own, other = write(company, "acme", "Fresh bread"), write(company, "ben", "Rye")
    reply, elsewhere = (write(company, "ann", "Stale", in_reply_to=above) for above in (own, other))
    for act in (Act.HIDE, Act.HIDE, Act.UNHIDE):
        twitter.do(company.wire(KIND), Doing(act, reply))
    with pytest.raises(PlatformError) as failure:
        twitter.do(company.wire(KIND), Doing(Act.HIDE, elsewhere))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
    assert "started" in failure.value.reason


def test_likes_and_edits_need_an_access_level_and_its_lack_does_not_stop_the_account(company):
    asked = write(company, "ann", "@acme hello?")
    sent = twitter.send(company.wire(KIND), outgoing("Hello", parent=asked))
    for doing in (Doing(Act.LIKE, asked), Doing(Act.EDIT, sent.external_id, text="Hello!")):
        with pytest.raises(PlatformError) as failure:
            twitter.do(company.wire(KIND), doing)
        assert (failure.value.outcome, failure.value.code) == (Outcome.MESSAGE_FAILED, "403")


def test_liking_and_taking_it_back_may_be_repeated(company, enterprise):
    asked = write(company, "ann", "@acme hello?")
    for act in (Act.LIKE, Act.LIKE, Act.UNLIKE, Act.UNLIKE):
        twitter.do(company.wire(KIND), Doing(act, asked))


def test_an_edit_replaces_the_newest_version_and_the_same_edit_again_is_none(company, enterprise):
    own = write(company, "acme", "Fresh bred")
    for text in ("Fresh bread", "Fresh bread", "Fresh bread today"):
        twitter.do(company.wire(KIND), Doing(Act.EDIT, own, text=text))
    (change,) = twitter.reread(company.wire(KIND), [own])
    assert (change.text, len(change.aliases), change.own) == ("Fresh bread today", 2, True)
    with pytest.raises(PlatformError) as failure:
        twitter.do(company.wire(KIND), Doing(Act.EDIT, str(int(own) + 1), text="Nothing"))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


@pytest.mark.parametrize("do", ["error_after", "drop_after", "drop"])
def test_an_act_whose_answer_got_lost_is_tried_again(company, do):
    own = write(company, "acme", "Fresh bread")
    company.fault(do, f"/2/tweets/{own}", "DELETE")
    with pytest.raises(PlatformError) as failure:
        twitter.do(company.wire(KIND), Doing(Act.DELETE, own))
    assert failure.value.outcome is Outcome.RETRY
    twitter.do(company.wire(KIND), Doing(Act.DELETE, own))


def test_our_copy_of_a_direct_message_is_deleted(company):
    company.control("x/messages", {"from": {"username": "ann"}, "to": "acme", "text": "Hello?"})
    wire = company.wire("x_direct")
    (asked,), _ = collect(readings("x_direct", wire, company.watch(), 100))
    sent = twitter_direct.send(wire, outgoing("Hello", to=asked.peer.id))
    for _ in range(2):
        twitter_direct.do(wire, Doing(Act.DELETE, sent.external_id))
    left, _ = collect(readings("x_direct", wire, company.watch(), 100))
    assert [post.external_id for post in left] == [asked.external_id]
    with pytest.raises(PlatformError):
        twitter_direct.do(wire, Doing(Act.LIKE, sent.external_id))


@pytest.mark.parametrize(("module", "act"), [(twitter, Act.REACT), (twitter_direct, Act.EDIT)])
def test_what_x_does_not_have_is_said(company, module, act):
    with pytest.raises(PlatformError) as failure:
        module.do(company.wire(KIND), Doing(act, "1"))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
