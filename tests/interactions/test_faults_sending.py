"""Errors that pass, errors that say wait, errors for good: what each family makes of a reply, in each of the five ways."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interactions import outbox
from interactions.models import Delivery, Message
from tests import company
from tests.interactions.faulty import WAYS, Line, looked, settled_with, tried, worked_off

pytestmark = [pytest.mark.django_db]

Stage = Delivery.State
# (way, the fault): what passes by itself.
PASSING = [
    *[(kind, {"code": code, "status": 500}) for kind in ("facebook_posts", "messenger") for code in (1, 2)],
    ("facebook_posts", {"code": 1200}),
    ("messenger", {"code": 1200, "subcode": 2018024}),
    *[("whatsapp", {"code": code}) for code in (131000, 131016, 131057, 133004)],
    *[(kind, {"status": status}) for kind in ("x_posts", "x_direct") for status in (500, 503)],
]
# What asks to wait, and for how long at least (seconds) where the platform does not say.
SLOWER = [
    *[(kind, code, 60) for kind in ("facebook_posts", "messenger", "whatsapp") for code in (4, 17, 32, 613)],
    ("facebook_posts", 80001, 60),
    ("facebook_posts", 341, 60),
    ("messenger", 80006, 60),
    ("whatsapp", 80007, 60),
    ("whatsapp", 130429, 5),
    ("whatsapp", 131048, 3600),
    ("whatsapp", 131056, 6),
]
REPLY_NOT_ALLOWED = "Reply to this conversation is not allowed because you have not been mentioned."
# (way, the fault, a word of what is told): what is refused for good.
FINAL = [
    ("facebook_posts", {"code": 100}, "value"),
    ("facebook_posts", {"code": 100, "subcode": 33}, "exist"),
    ("facebook_posts", {"code": 368}, "policies"),
    ("facebook_posts", {"code": 803}, "exist"),
    ("facebook_posts", {"code": 1609005}, "link"),
    ("messenger", {"code": 10, "subcode": 2018278}, "window"),
    ("messenger", {"code": 551, "subcode": 1545041}, "not available"),
    ("messenger", {"code": 100, "subcode": 2018001}, "person"),
    ("messenger", {"code": 100, "subcode": 2018108}, "person"),
    ("messenger", {"code": 230}, "person"),
    *[("whatsapp", {"code": code}, "") for code in (100, 131008, 131009, 131021, 131042, 131045, 131050, 130472)],
    ("whatsapp", {"code": 131026}, "not on WhatsApp"),
    ("whatsapp", {"code": 131047}, "window"),
    ("whatsapp", {"code": 131051}, "kind"),
    ("whatsapp", {"code": 130497}, "country"),
    ("whatsapp", {"code": 130403}, "blocked"),
    ("x_posts", {"status": 403, "body": {"detail": REPLY_NOT_ALLOWED}}, "mention or quote"),
    ("x_posts", {"status": 403, "body": {"detail": "Your Tweet text is too long."}}, "shorten"),
    ("x_posts", {"status": 400, "body": {"detail": "One or more parameters was invalid."}}, "did not accept"),
    ("x_direct", {"status": 403, "body": {"detail": "You cannot send messages to this user."}}, "settings"),
    ("x_direct", {"status": 404, "body": {"detail": "Could not find user."}}, "exist"),
]


def of(kind, table):
    """The rest of each row of a table that is about this way."""
    return [row[1:] for row in table if row[0] == kind]


@pytest.mark.parametrize("kind", WAYS)
def test_what_passes_is_tried_again_and_stands_there_once(kind, platform):
    line = Line(platform, kind)
    for number, (fault,) in enumerate(of(kind, PASSING)):
        reply = line.answers(f"Answer {number}")
        line.fails(times=2, **fault)
        tried(reply)
        assert reply.state in (Stage.QUEUED, Stage.UNCERTAIN), "one attempt, then time to pass"
        worked_off(reply)
        assert (reply.state, reply.attempts, reply.reason) == (Stage.SENT, 3, ""), fault
        assert line.there()[number:] == [f"Answer {number}"] and settled_with(reply, line.sent()[-1]), fault


def test_where_nobody_can_look_an_unclear_error_goes_to_a_person_who_may_send_it_again(platform):
    line = Line(platform, "whatsapp")
    for number, code in enumerate((1, 2)):
        reply = line.answers(f"Answer {number}")
        line.fails(code=code, status=500)
        tried(reply)
        company.passes(121, reply)
        looked(reply)
        assert (reply.state, reply.can_retry, len(line.there())) == (Stage.UNCERTAIN, True, number)
        assert reply.retry() and worked_off(reply).state == Stage.SENT
        assert line.there()[number:] == [f"Answer {number}"]


@pytest.mark.parametrize("kind", ["facebook_posts", "messenger", "whatsapp"])
def test_what_asks_to_wait_is_left_alone_until_then_whoever_is_hinted_at_it(kind, platform):
    line = Line(platform, kind)
    for number, (code, seconds) in enumerate(of(kind, SLOWER)):
        reply, begun = line.answers(f"Answer {number}"), timezone.now()
        line.fails(code=code)
        tried(reply)
        assert reply.state == Stage.QUEUED and reply.reason and reply.due_at >= begun + timedelta(seconds=seconds), code

        line.fails(code=100)
        for _hint in range(3):
            outbox.deliver(reply.pk)
        reply.refresh_from_db()
        assert (reply.state, reply.attempts, outbox.due_now()) == (Stage.QUEUED, 1, []), (
            "a late hint is no reason to call"
        )
        line.heals()
        assert worked_off(reply).state == Stage.SENT, code
        assert line.there()[number:] == [f"Answer {number}"]


@pytest.mark.parametrize(("kind", "limit"), [("x_posts", "x.post"), ("x_direct", "x.dm_send")])
def test_x_says_when_the_next_may_go_and_all_others_wait_until_then_too(kind, limit, platform):
    line = Line(platform, kind)
    platform.control("rate_limits", {"rate_limits": {limit: {"limit": 1, "seconds": 600}}})
    replies = [line.answers(f"Answer {n}") for n in range(4)]
    for reply in replies[:2]:
        tried(reply)
    assert [reply.state for reply in replies[:2]] == [Stage.SENT, Stage.QUEUED]
    assert timedelta(seconds=300) < replies[1].due_at - timezone.now() <= timedelta(seconds=601)

    line.fails(status=400, body={"detail": "Whoever calls now is wrong."})
    late = line.answers("Written meanwhile")
    for reply in [*replies[2:], late]:
        outbox.deliver(reply.pk)
        reply.refresh_from_db()
        assert (reply.state, reply.attempts) == (Stage.QUEUED, 0), "nobody calls before the platform said"
    line.heals()
    platform.control("rate_limits", {"rate_limits": "off"})
    worked_off(*replies[1:], late)
    assert line.there() == [*(f"Answer {n}" for n in range(4)), "Written meanwhile"]


def test_a_post_that_is_gone_when_it_is_answered_is_shown_as_deleted_at_once(platform):
    line = Line(platform, "facebook_posts")
    reply = line.answers()
    platform.control("facebook/deletions", {"object": line.begun["id"]})
    assert tried(reply).state == Stage.FAILED
    assert Message.objects.get(external_id=line.begun["id"]).deleted_at


def test_a_limit_of_one_customer_holds_up_nobody_else(platform):
    line = Line(platform, "whatsapp")
    reply, other = line.answers(), line.answers_another("Me too")
    line.fails(code=131056)
    tried(reply)
    outbox.deliver(other.pk)
    other.refresh_from_db()
    assert (reply.state, other.state, line.there()) == (Stage.QUEUED, Stage.SENT, ["Me too"])
    line.fails(code=131056)
    tried(reply)
    assert reply.due_at > timezone.now() + timedelta(seconds=15), "four times as long after each attempt"


@pytest.mark.parametrize("kind", WAYS)
def test_what_is_refused_for_good_says_why_and_is_repeated_by_a_person_only(kind, platform):
    line = Line(platform, kind)
    for number, (fault, words) in enumerate(of(kind, FINAL)):
        reply = line.answers(f"Answer {number}")
        line.fails(**fault)
        tried(reply)
        assert (reply.state, reply.due_at, reply.can_retry) == (Stage.FAILED, None, True), fault
        assert words in reply.reason and len(reply.reason) > 20 and not any(sign in reply.reason for sign in "#{}_"), (
            fault
        )
        assert not line.account.suspended_at, fault
        for _hint in range(2):
            outbox.deliver(reply.pk)
        assert (outbox.due_now(), len(line.there())) == ([], number), fault
        assert reply.retry() and worked_off(reply).state == Stage.SENT, fault
        assert line.there()[number:] == [f"Answer {number}"], fault


def test_what_waits_for_another_reply_does_not_hide_what_can_go(platform):
    """The tick takes the oldest fifty, and a customer's second reply never goes before his first."""
    line = Line(platform, "whatsapp")
    first, second = line.answers("First"), line.answers("Second")
    other = line.answers_another("Me too")
    Delivery.objects.filter(pk=first.pk).update(due_at=timezone.now() + timedelta(hours=1))
    assert outbox.due_now() == [other.pk, second.pk]
    for pk in outbox.due_now():
        outbox.deliver(pk)
    assert line.there() == ["Me too"]
