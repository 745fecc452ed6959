"""Errors that pass, errors that say wait, errors for good: what each family makes of a reply, in each of the five ways."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interactions import outbox
from interactions.models import Delivery
from tests.interactions.faulty import READ_BACK, Line, settled_with, tried, worked_off

pytestmark = [pytest.mark.both, pytest.mark.django_db]

Stage = Delivery.State
FINAL_BY_THEMSELVES = "final"
# (way, the fault): what passes by itself.
PASSING = [
    *[(kind, {"code": code, "status": 500}) for kind in ("facebook_posts", "messenger") for code in (1, 2)],
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


def named(case):
    """The way and the code, for the test's name."""
    kind, fault, *_ = case
    code = (fault.get("code") or fault["status"]) if isinstance(fault, dict) else fault
    return f"{kind}-{code}" + (f"-{fault['subcode']}" if isinstance(fault, dict) and "subcode" in fault else "")


def cases(table):
    return [pytest.param(*case, id=f"{named(case)}-{place}") for place, case in enumerate(table)]


@pytest.mark.parametrize(("kind", "fault"), cases(PASSING))
def test_what_passes_is_tried_again_and_stands_there_once(kind, fault, platform):
    line = Line(platform, kind)
    reply = line.answers()
    line.fails(times=2, **fault)
    tried(reply)
    assert reply.state in (Stage.QUEUED, Stage.UNCERTAIN), "one attempt, then time to pass"
    worked_off(reply)
    assert (reply.state, reply.attempts, reply.reason) == (Stage.SENT, 3, "")
    assert line.there() == ["We are sorry"] and settled_with(reply, line.sent()[0])


@pytest.mark.parametrize("code", [1, 2])
def test_where_nobody_can_look_an_unclear_error_goes_to_a_person_who_may_send_it_again(code, platform):
    line = Line(platform, "whatsapp")
    reply = line.answers()
    line.fails(code=code, status=500)
    Delivery.objects.filter(pk=reply.pk).update(first_try_at=timezone.now() - timedelta(seconds=61))
    worked_off(reply)
    assert (reply.state, reply.can_retry, line.there()) == (Stage.UNCERTAIN, True, [])
    assert reply.retry() and worked_off(reply).state == Stage.SENT
    assert line.there() == ["We are sorry"]


@pytest.mark.parametrize(("kind", "code", "seconds"), cases(SLOWER))
def test_what_asks_to_wait_is_left_alone_until_then_whoever_is_hinted_at_it(kind, code, seconds, platform):
    line = Line(platform, kind)
    reply = line.answers()
    line.fails(code=code)
    begun = timezone.now()
    tried(reply)
    assert reply.state == Stage.QUEUED and reply.reason
    assert reply.due_at >= begun + timedelta(seconds=seconds)

    line.fails(code=100)
    for _hint in range(3):
        outbox.deliver(reply.pk)
    assert outbox.due_now() == []
    reply.refresh_from_db()
    assert (reply.state, reply.attempts) == (Stage.QUEUED, 1), "a hint that comes late is no reason to call"
    line.heals()
    assert worked_off(reply).state == Stage.SENT
    assert line.there() == ["We are sorry"]


@pytest.mark.parametrize(("kind", "limit"), [("x_posts", "x.post"), ("x_direct", "x.dm_send")])
def test_x_says_when_the_next_may_go_and_all_others_wait_until_then_too(kind, limit, platform):
    line = Line(platform, kind)
    platform.control("rate_limits", {"rate_limits": {limit: {"limit": 1, "seconds": 600}}})
    replies = [line.answers(f"Answer {n}") for n in range(4)]
    for reply in replies[:2]:
        tried(reply)
    assert [reply.state for reply in replies[:2]] == [Stage.SENT, Stage.QUEUED]
    reset = replies[1].due_at
    assert timedelta(seconds=300) < reset - timezone.now() <= timedelta(seconds=601)

    line.fails(status=400, body={"detail": "Who calls now is wrong."})
    late = line.answers("Written meanwhile")
    for reply in [*replies[2:], late]:
        outbox.deliver(reply.pk)
        reply.refresh_from_db()
        assert (reply.state, reply.attempts) == (Stage.QUEUED, 0)
    assert outbox.due_now() == [], "nobody calls before the platform said"
    line.heals()
    platform.control("rate_limits", {"rate_limits": "off"})


def test_a_limit_of_one_customer_holds_up_nobody_else(platform):
    line = Line(platform, "whatsapp")
    reply = line.answers()
    line.fails(code=131056)
    tried(reply)
    there = {"number": "106", "from": "351900000002", "name": "Ben", "text": "Hello"}
    platform.control("whatsapp/messages", there)
    other = _answered_too(line, "351900000002")
    assert tried(other).state == Stage.SENT
    assert (reply.state, line.there()) == (Stage.QUEUED, ["Me too"])


def _answered_too(line, number):
    from tests import company  # noqa: PLC0415

    interaction = company.connected(line.channel, line.alice, company.said(by=number, name="Ben"))
    return company.answers(interaction, line.alice, "Me too")


@pytest.mark.parametrize(("kind", "fault", "words"), cases(FINAL))
def test_what_is_refused_for_good_says_why_and_is_repeated_by_a_person_only(kind, fault, words, platform):
    line = Line(platform, kind)
    reply = line.answers()
    line.fails(**fault)
    tried(reply)
    assert (reply.state, reply.due_at) == (Stage.FAILED, None)
    assert words in reply.reason and len(reply.reason) > 20 and not any(sign in reply.reason for sign in "#{}_")
    assert not line.account.suspended_at
    for _hint in range(3):
        outbox.deliver(reply.pk)
    assert (outbox.due_now(), line.there()) == ([], [])

    assert reply.can_retry and reply.retry()
    assert worked_off(reply).state == Stage.SENT
    assert line.there() == ["We are sorry"]


@pytest.mark.parametrize("kind", READ_BACK)
def test_a_reply_behind_one_that_waits_is_not_what_the_tick_finds(kind, platform):
    """Else what cannot go yet would hide what can: the tick takes the oldest fifty."""
    line = Line(platform, kind)
    first, second = line.answers("First"), line.answers("Second")
    Delivery.objects.filter(pk=first.pk).update(due_at=timezone.now() + timedelta(hours=1))
    expected = [] if line.way.private else [second.pk]
    assert outbox.due_now() == expected
