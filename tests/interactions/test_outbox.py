"""A reply's way out: claimed once, sent once, and every answer of the platform means something (R97)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from channels_admin.models import Account
from interactions import outbox
from interactions.models import Delivery, Message
from platforms.base import Sent
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]

State = Delivery.State
OVERLOADED = {"error": {"message": "Busy", "type": "OAuthException", "code": 130429}}
NO_CUSTOMER = {"error": {"message": "Undeliverable", "type": "OAuthException", "code": 131026}}
BAD_TOKEN = {"error": {"message": "Expired", "type": "OAuthException", "code": 190}}


@pytest.fixture
def interaction(care, alice, platform):
    return company.connected(company.channel(care), alice)


@pytest.fixture
def reply(interaction, alice):
    return company.answers(interaction, alice, "Hi Ann")


def fails_with(platform, body, status=400, **more):
    """The next message sent is answered so."""
    fault = {"match": {"method": "POST", "path": "/messages"}, "do": "error", "status": status, "body": body, **more}
    platform.control("faults", fault)


def delivered(reply):
    """One attempt, as a worker makes it; returns the reply as it is then."""
    Delivery.objects.filter(pk=reply.pk, state=State.QUEUED).update(due_at=timezone.now())
    outbox.deliver(reply.pk)
    reply.refresh_from_db()
    return reply


def sent(platform):
    return platform.ask("sent")["data"]


def test_a_reply_reaches_the_customer_with_our_mark_and_gets_the_platforms_id(reply, platform):
    delivered(reply)
    (there,) = sent(platform)
    assert (there["to"], there["text"], there["mark"]) == ("351900000001", "Hi Ann", reply.mark)
    message = Message.objects.get(pk=reply.message_id)
    assert (reply.state, message.external_id) == (State.SENT, there["id"])


def test_what_was_sent_is_not_sent_again(reply, platform):
    for _turn in range(3):
        outbox.deliver(reply.pk)
    assert len(sent(platform)) == 1


def test_a_reply_is_claimed_by_exactly_one(reply):
    first, second = Delivery.objects.get(pk=reply.pk), Delivery.objects.get(pk=reply.pk)
    assert (first.claim(), second.claim()) == (True, False)
    assert (first.state, first.attempts) == (State.SENDING, 1)
    assert first.first_try_at is not None


def test_what_the_tick_finds_is_what_is_due_oldest_first(interaction, alice):
    now = timezone.now()
    late, soon, not_yet = (company.answers(interaction, alice, text) for text in ("late", "soon", "not yet"))
    for delivery, seconds in ((late, -60), (soon, -5), (not_yet, 60)):
        Delivery.objects.filter(pk=delivery.pk).update(due_at=now + timedelta(seconds=seconds))
    assert outbox.due_now() == [late.pk, soon.pk]


def test_a_platform_that_cannot_be_reached_is_tried_again_later_and_later(reply, settings, platform):
    settings.GRAPH_URL = "http://127.0.0.1:9"
    pauses = []
    for attempt in range(1, 8):
        begun = timezone.now()
        delivered(reply)
        assert (reply.state, reply.attempts) == (State.QUEUED, attempt)
        pauses.append((reply.due_at - begun).total_seconds())
    for pause, least in zip(pauses, [2, 5, 15, 60, 120, 300, 300], strict=True):
        assert least <= pause < least * 1.25 + 2, "counted from when the attempt had failed, and not all alike"
    assert "could not be reached" in reply.reason

    company.passes(24 * 3600, reply.message)
    assert delivered(reply).state == State.FAILED and "could not be reached" in reply.reason, "a day is long enough"

    settings.GRAPH_URL = platform.url
    assert reply.retry()
    assert delivered(reply).state == State.SENT
    assert (reply.reason, len(sent(platform))) == ("", 1)


def test_a_platform_that_asks_us_to_slow_down_is_left_alone_for_a_while(reply, platform):
    fails_with(platform, OVERLOADED)
    delivered(reply)
    assert reply.state == State.QUEUED
    assert reply.due_at > timezone.now() + timedelta(seconds=1)
    assert sent(platform) == []


def test_what_the_platform_refuses_for_good_has_failed_and_says_why(reply, platform, interaction):
    fails_with(platform, NO_CUSTOMER)
    delivered(reply)
    assert (reply.state, reply.code) == (State.FAILED, "131026")
    assert reply.reason and reply.can_retry
    assert outbox.due_now() == []
    assert company.journal(interaction)[-1] == "delivery"


def test_a_person_may_send_a_failed_one_again(reply, platform):
    fails_with(platform, NO_CUSTOMER)
    delivered(reply)
    assert reply.retry()
    assert (reply.state, reply.reason) == (State.QUEUED, "")
    assert delivered(reply).state == State.SENT
    assert len(sent(platform)) == 1


@pytest.mark.parametrize("steps", ["", "claim", "claim sent"])
def test_nobody_sends_again_what_has_not_failed(steps, reply):
    for step in steps.split():
        reply.claim() if step == "claim" else reply.settle(Sent("wamid.1", timezone.now()))
    before = reply.state
    assert not reply.retry()
    assert reply.state == before


def test_a_window_that_closed_between_click_and_sending_stops_it_with_the_text_kept(reply, platform):
    company.passes(24 * 3600, reply.message.thread)
    delivered(reply)
    assert (reply.state, reply.code) == (State.FAILED, "window_closed")
    assert (reply.message.text, sent(platform)) == ("Hi Ann", [])


def test_a_token_that_the_platform_refuses_stops_the_account_and_keeps_the_reply(reply, platform):
    fails_with(platform, BAD_TOKEN, status=401)
    delivered(reply)
    account = Account.objects.get()
    assert (reply.state, account.suspended_at is not None) == (State.QUEUED, True)
    assert account.suspended_for

    delivered(reply)
    assert (reply.state, sent(platform)) == (State.QUEUED, []), "the platform is not called while it is stopped"

    account.resume()
    assert delivered(Delivery.objects.get()).state == State.SENT


def test_a_reply_that_is_gone_is_no_error():
    outbox.deliver(0)
    outbox.look_for(0)
