"""A token that the platform refuses stops the account and loses nothing: replies wait, customers are heard, all goes on."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from channels_admin.models import Account, Incident, PlatformApp
from interactions import acts, outbox
from interactions.models import Action, Delivery, Message
from platforms.base import Act, Grant
from tests import company
from tests.interactions.faulty import TOKEN, WAYS, Line, done, tried, worked_off
from tests.servers import wait_until

pytestmark = [pytest.mark.django_db]

Stage = Delivery.State
SUBCODES = (458, 459, 460, 463, 464, 467, 492)
GRAPH = ("facebook_posts", "messenger", "whatsapp")
# What else means that the account itself may not write, beside a token that is refused.
CLOSED = {
    **dict.fromkeys(GRAPH, [{"code": 190}, {"code": 102}, {"code": 10}, {"code": 200}, {"code": 0, "body": None}]),
    "x_posts": [
        {"status": 402, "body": {"title": "CreditsDepleted"}},
        {"status": 401, "body": {"title": "Unauthorized"}},
    ],
    "x_direct": [{"status": 401, "body": {"errors": [{"code": 89, "message": "Invalid or expired token"}]}}],
}
CLOSED["whatsapp"] = [*CLOSED["whatsapp"], {"code": 131031}, {"code": 133010}]


def waits_and_goes_on(line, reply, stood):
    """It is queued, nobody calls, and once the account is in order again it goes out once."""
    account = line.account
    assert account.suspended_at and len(account.suspended_for) > 20 and account.suspended_for.endswith((".", "!"))
    assert (reply.state, reply.code, len(line.there())) == (Stage.QUEUED, outbox.SUSPENDED, stood)
    assert Incident.objects.open().filter(account=account).count() == 1
    line.fails(code=100)
    for _hint in range(2):
        tried(reply)
    assert (reply.state, len(line.there())) == (Stage.QUEUED, stood), "the platform is not called while it is stopped"
    line.heals()
    account.resume()
    outbox.deliver(reply.pk)  # the hint that the resumption gives
    reply.refresh_from_db()
    assert (reply.state, reply.code, reply.reason) == (Stage.SENT, "", "")
    assert line.there()[stood:] == [reply.message.text] and not Incident.objects.open().exists()


@pytest.mark.parametrize("kind", GRAPH)
def test_for_whatever_reason_a_token_is_refused_the_reply_waits_and_goes_out_once_afterwards(kind, platform):
    line, told = Line(platform, kind), set()
    subcodes = SUBCODES if kind == "whatsapp" else SUBCODES[1:4]  # they read the same table
    for number, subcode in enumerate(subcodes):
        reply = line.answers(f"Answer {number}")
        platform.control("tokens/expire", {"token": TOKEN, "subcode": subcode})
        tried(reply)
        platform.control("tokens/restore", {"token": TOKEN})
        told.add(line.account.suspended_for)
        waits_and_goes_on(line, reply, number)
    assert len(told) == len(subcodes), "each reason has words of its own"


@pytest.mark.parametrize("kind", WAYS)
def test_an_account_that_may_not_write_is_stopped_whatever_the_words(kind, platform):
    line = Line(platform, kind)
    for number, fault in enumerate(CLOSED[kind]):
        reply = line.answers(f"Answer {number}")
        if fault.get("code") == 0:
            fault = {
                "status": 400,
                "body": {"error": {"code": 0, "type": "OAuthException", "message": "AuthException"}},
            }
        line.fails(**fault)
        tried(reply)
        waits_and_goes_on(line, reply, number)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["x_posts", "x_direct"])
def test_x_is_asked_for_a_new_token_first_and_only_a_refusal_of_that_stops_the_account(kind, platform):
    line = Line(platform, kind)
    platform.control("world", {"x_apps": [{"id": "77", "client_id": "client", "client_secret": "secret"}]})
    PlatformApp.objects.update(client_id="client", client_secret="secret")
    long_ago = timezone.now() - timedelta(hours=1)
    Account.objects.update(refresh_token="was used up", taken_at=long_ago)
    platform.control("x/behavior", {"bad_grant": "invalid_grant"})
    reply = line.answers()
    platform.control("tokens/expire", {"token": TOKEN})
    worked_off_until_stopped(line, reply)
    platform.control("tokens/restore", {"token": TOKEN})
    Account.objects.get().take(Grant(TOKEN))  # linked again by a person
    waits_and_goes_on(line, reply, 0)


def worked_off_until_stopped(line, reply):
    """Attempt after attempt, until the account is suspended."""
    for _turn in range(4):
        tried(reply)
        if line.account.suspended_at:
            return
    raise AssertionError("the account was never suspended")


@pytest.mark.parametrize("kind", WAYS)
def test_while_the_account_is_stopped_customers_are_heard_and_nothing_is_lost(kind, platform):
    line = Line(platform, kind)
    platform.control("tokens/expire", {"token": TOKEN})
    tried(line.answers())
    before = Message.objects.count()
    told = {"text": "Still leaking", "id": "told.1", "by": "351900000001"}
    if line.way.private and kind == "whatsapp":
        company.writes(line.channel, company.said(**told))
        assert Message.objects.count() == before + 1
        return
    path, body = line.way.begins
    platform.control(path, body)
    line.take_in()
    assert Message.objects.count() == before, "it cannot be read now"
    platform.control("tokens/restore", {"token": TOKEN})
    line.account.resume()
    line.channel.refresh_from_db()
    line.take_in()
    assert Message.objects.count() == before + 1, "what came meanwhile is read once the account is in order"
    line.take_in()
    assert Message.objects.count() == before + 1


def test_an_act_waits_for_the_account_too(platform):
    line = Line(platform, "facebook_posts")
    message = Message.objects.get(outbound=False)
    act = line.interaction.do(line.alice, message, Act.HIDE)
    platform.control("tokens/expire", {"token": TOKEN})
    acts.carry_out(act.pk)
    act.refresh_from_db()
    assert (act.state, line.account.suspended_at is not None) == (Action.State.QUEUED, True)
    platform.control("tokens/restore", {"token": TOKEN})
    line.account.resume()
    assert done(act).state == Action.State.DONE
    assert Message.objects.get(pk=message.pk).hidden


@pytest.mark.django_db(transaction=True)
def test_a_refusal_of_the_old_token_does_not_stop_an_account_that_was_linked_again_meanwhile(platform):
    line = Line(platform, "messenger")
    reply = line.answers()
    platform.control("tokens/expire", {"token": TOKEN})
    line.fails("slow", seconds=2)
    sending = threading.Thread(target=apart, args=(outbox.deliver, reply.pk))
    sending.start()
    wait_until(lambda: Delivery.objects.filter(pk=reply.pk, state=Stage.SENDING).exists(), what="the sending")
    platform.control("world", {"pages": [{"id": "110", "name": "Acme", "token": "a new one"}]})
    line.account.take(Grant("a new one"))
    sending.join()
    reply.refresh_from_db()
    assert (line.account.suspended_at, reply.state) == (None, Stage.QUEUED)
    assert reply.due_at < timezone.now() + timedelta(seconds=30), "there is nothing to wait for"
    assert worked_off(reply).state == Stage.SENT and line.there() == ["We are sorry"]


def apart(work, *arguments):
    """In a thread of its own, with a connection of its own."""
    try:
        work(*arguments)
    finally:
        connection.close()
