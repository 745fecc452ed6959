"""No answer, or none that can be read: the thread is read back before a reply goes out again, in each of the five ways."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interactions import outbox
from interactions.models import Delivery, Message
from platforms.base import Receipt
from tests import company
from tests.interactions.faulty import READ_BACK, Line, looked, settled_with, tried, worked_off

pytestmark = [pytest.mark.django_db]

Stage = Delivery.State
BROKEN = {
    "cut before": {"do": "drop"},
    "cut after": {"do": "drop_after"},
    "silent, then cut": {"do": "hang", "seconds": 0.2},
    "published, silent, then cut": {"do": "hang_after", "seconds": 0.2},
    "failed": {"do": "error", "status": 500},
    "published, and failed": {"do": "error_after", "status": 500},
    "published, and a proxy is sorry": {"do": "error_after", "status": 502, "body": "<html>Bad Gateway</html>"},
    "published, and half an answer": {"do": "error_after", "status": 200, "body": '{"id": "12'},
    "published, and another shape": {"do": "error_after", "status": 200, "body": {"ok": [1, 2]}},
    "published, and no object": {"do": "error_after", "status": 200, "body": [1]},
}
GRAPH_ONLY = {"published, and an error with status 200": {"do": "error_after", "status": 200, "code": 2}}


def broken(line):
    """(what, fault) of all that can happen to a send of this line."""
    of_graph = not line.kind.startswith("x_")
    return list((BROKEN | (GRAPH_ONLY if of_graph else {})).items())


@pytest.mark.parametrize("kind", READ_BACK)
def test_however_the_answer_is_lost_it_is_looked_for_and_stands_there_once(kind, platform):
    line = Line(platform, kind)
    for number, (what, fault) in enumerate(broken(line)):
        reply = line.answers(f"Answer {number}")
        line.fails(**fault)
        tried(reply)
        assert reply.state == Stage.UNCERTAIN, what
        outbox.deliver(reply.pk)
        published = fault["do"].endswith("_after")
        assert len(line.there()) == number + published, f"{what}: not sent again before a look"
        worked_off(reply)
        assert (reply.state, reply.attempts) == (Stage.SENT, 1 if published else 2), what
        assert line.there()[number:] == [f"Answer {number}"] and settled_with(reply, line.sent()[-1]), what
        platform.control("faults", method="DELETE")


@pytest.mark.parametrize("kind", READ_BACK)
def test_absent_twice_45_seconds_apart_is_what_it_takes(kind, platform):
    line = Line(platform, kind)
    reply = line.answers()
    line.fails("drop")
    tried(reply)
    for absent in (1, 2):
        assert outbox.doubtful_now() == [reply.pk]
        outbox.look_for(reply.pk)
        reply.refresh_from_db()
        if absent == 1:
            assert (reply.state, reply.absent, outbox.doubtful_now()) == (Stage.UNCERTAIN, 1, [])
            assert timedelta(seconds=40) < reply.due_at - timezone.now() <= timedelta(seconds=45)
            company.passes(46, reply)
    assert (reply.state, line.there()) == (Stage.QUEUED, [])


@pytest.mark.parametrize("kind", READ_BACK)
def test_of_two_in_the_same_words_that_are_both_in_doubt_the_published_one_is_told_apart(kind, platform):
    line = Line(platform, kind)
    first, second = line.answers("The same"), line.answers("The same")
    line.fails("drop_after")
    line.fails("drop")
    tried(first), tried(second)
    assert (first.state, second.state, line.there()) == (Stage.UNCERTAIN, Stage.UNCERTAIN, ["The same"])
    worked_off(first, second)
    known = set(Message.objects.filter(outbound=True).values_list("external_id", flat=True))
    if kind == "x_posts":  # X refuses the same words to the same post, so the second says so in the end
        assert (first.state, second.state, line.there()) == (Stage.SENT, Stage.FAILED, ["The same"])
        return
    assert (first.state, second.state) == (Stage.SENT, Stage.SENT)
    assert known == {one["id"] for one in line.sent()} and len(known) == 2


ALREADY = [
    ("facebook_posts", {"code": 506}),
    ("facebook_posts", {"code": 368, "message": "You've already posted this."}),
    ("x_posts", {"status": 403, "body": {"detail": "You are not allowed to create a Tweet with duplicate content."}}),
]


@pytest.mark.parametrize(("kind", "fault"), ALREADY, ids=lambda one: one if isinstance(one, str) else str(one))
def test_what_the_platform_says_it_has_already_is_looked_for_and_never_pressed_on_it(kind, fault, platform):
    line = Line(platform, kind)
    there, nowhere = line.answers("Once"), line.answers("Never")
    line.fails("error_after", **fault)
    assert worked_off(there).state == Stage.SENT and settled_with(there, line.sent()[0])
    line.fails("error", **fault)
    assert worked_off(nowhere).state == Stage.FAILED and nowhere.can_retry
    assert "very same" in nowhere.reason and line.there() == ["Once"]


@pytest.mark.parametrize("kind", READ_BACK)
def test_a_look_that_must_wait_waits_as_told_and_a_dead_token_stops_the_account(kind, platform):
    line = Line(platform, kind)
    reply = line.answers()
    line.fails("drop")
    tried(reply)
    slow = {"code": 4} if not kind.startswith("x_") else {"status": 429, "body": {"title": "Too Many Requests"}}
    line.fails(path=line.way.looks, method="GET", **slow)
    looked(reply)
    assert (reply.state, reply.absent) == (Stage.UNCERTAIN, 0)
    assert reply.due_at >= timezone.now() + timedelta(seconds=44)
    platform.control("tokens/expire", {"token": line.account.token})
    looked(reply)
    assert line.account.suspended_at and (reply.state, reply.absent) == (Stage.UNCERTAIN, 0)
    looked(reply)
    platform.control("tokens/restore", {"token": line.account.token})
    line.account.resume()
    assert worked_off(reply).state == Stage.SENT and line.there() == ["We are sorry"]


@pytest.mark.parametrize("kind", ["messenger", "x_direct"])
def test_where_the_platform_never_lets_us_look_a_person_decides(kind, platform):
    line = Line(platform, kind)
    reply = line.answers()
    line.fails("drop")
    tried(reply)
    refused = (
        {"code": 100, "times": 20} if kind == "messenger" else {"status": 400, "body": {"detail": "No."}, "times": 20}
    )
    line.fails(path=line.way.looks, method="GET", **refused)
    company.passes(121, reply)
    worked_off(reply)
    assert (reply.state, reply.due_at, reply.can_retry, line.there()) == (Stage.UNCERTAIN, None, True, [])


@pytest.mark.parametrize("what", [*BROKEN, *GRAPH_ONLY])
def test_whatsapp_lets_nobody_look_so_a_receipt_decides_or_else_the_agent(what, platform):
    line, fault = Line(platform, "whatsapp"), (BROKEN | GRAPH_ONLY)[what]
    reply = line.answers()
    line.fails(**fault)
    tried(reply)
    assert (reply.state, reply.can_retry) == (Stage.UNCERTAIN, False)
    company.passes(121, reply)
    worked_off(reply)
    assert (reply.state, reply.can_retry, reply.attempts) == (Stage.UNCERTAIN, True, 1), "never on a guess"
    if fault["do"].endswith("_after"):
        (there,) = line.sent()
        company.writes(line.channel, company.receipt(Receipt.READ, there["id"], mark=there["mark"]))
        reply.refresh_from_db()
        assert (reply.state, reply.can_retry, settled_with(reply, there)) == (Stage.READ, False, True)
    else:
        assert line.there() == [] and reply.retry() and worked_off(reply).state == Stage.SENT
    assert line.there() == ["We are sorry"]


@pytest.mark.slow
def test_a_platform_that_keeps_silent_longer_than_we_listen_is_a_doubt_too(platform):
    line = Line(platform, "facebook_posts")
    reply = line.answers()
    line.fails("hang_after")
    begun = timezone.now()
    tried(reply)
    assert reply.state == Stage.UNCERTAIN and timezone.now() - begun >= timedelta(seconds=14)
    assert worked_off(reply).state == Stage.SENT and line.there() == ["We are sorry"]
