"""What WhatsApp tells later by webhook: failures of messages it had taken, and receipts repeated and in any order."""

import json
import random

import pytest

from channels_admin.models import PlatformApp
from interactions import drain, outbox
from interactions.models import Delivery, Inbox
from platforms.whatsapp import verify
from tests.interactions.faulty import TOKEN, Line, tried, worked_off
from tests.sandbox.playing import APP, SECRET, VERIFY, WHATSAPP_FIELDS, Receiver
from tests.servers import wait_until

pytestmark = [pytest.mark.django_db]

Stage = Delivery.State
LATER = {131047: "window", 131026: "not on WhatsApp", 131049: "24 hours", 130472: "experiment", 131053: "uploaded"}


@pytest.fixture
def line(platform):
    """A WhatsApp line whose webhooks go to a receiver."""
    made, receiver = Line(platform, "whatsapp"), Receiver()
    made.receiver = receiver
    number = {
        "id": "106",
        "display_phone_number": "351215550100",
        "name": "Acme",
        "waba": "w",
        "token": TOKEN,
        "app": APP,
    }
    hook = {"object": "whatsapp_business_account", "url": receiver.url, "fields": WHATSAPP_FIELDS.split()}
    app = {"id": APP, "secret": SECRET, "verify_token": VERIFY}
    platform.control("world", {"apps": [app], "numbers": [number], "webhooks": [{"app": APP, **hook}]})
    yield made
    receiver.server.shutdown()
    receiver.server.server_close()


def statuses(line):
    """(id, status) of all receipts that have come."""
    return {(one["id"], one["status"]) for one in line.receiver.values("statuses")}


def told(line, wanted, order=None, times=1):
    """Once these (id, status) have come, all deliveries are worked off, perhaps repeated and in another order."""
    wait_until(lambda: statuses(line) >= wanted, patience=60, what=f"the receipts {wanted}")
    bodies = [(raw, signed) for raw, signed, _ in line.receiver.deliveries] * times
    assert all(verify(SECRET, raw, signed) for raw, signed in bodies)
    if order:
        order.shuffle(bodies)
    app = PlatformApp.objects.get()
    for raw, _ in bodies:
        Inbox.objects.create(app_id=app.pk, body=raw)
    drain.drain(app.pk)
    assert not Inbox.objects.exclude(failure="").exists()


def test_what_fails_after_it_was_taken_says_why_and_a_person_may_send_it_again(line):
    replies = {}
    for code in LATER:
        line.platform.control("whatsapp/failures", {"code": code})
        replies[code] = worked_off(line.answers(f"Answer {code}"))
        assert replies[code].state == Stage.SENT
    told(
        line,
        {(Delivery.objects.get(pk=reply.pk).message.external_id, "failed") for reply in replies.values()},
        random.Random(1),
        times=2,
    )
    assert line.there() == []
    for code, words in LATER.items():
        reply = replies[code]
        reply.refresh_from_db()
        assert (reply.state, reply.code, reply.can_retry) == (Stage.FAILED, str(code), True)
        assert words in reply.reason, reply.reason
    assert outbox.due_now() == []
    again = replies[131026]
    assert again.retry() and worked_off(again).state == Stage.SENT and line.there() == ["Answer 131026"]


@pytest.mark.parametrize("seed", range(3))
def test_receipts_repeated_and_in_any_order_leave_the_highest_state(line, seed):
    replies = [worked_off(line.answers(str(number))) for number in range(3)]
    last = {}
    for reply, states in zip(replies, (["sent"], ["sent", "delivered"], ["sent", "delivered", "read"]), strict=True):
        identifier = Delivery.objects.get(pk=reply.pk).message.external_id
        for status in states:
            line.platform.control("whatsapp/statuses", {"id": identifier, "status": status})
        last[identifier] = states[-1]
    told(line, set(last.items()), random.Random(seed), times=3)
    for reply, state in zip(replies, (Stage.SENT, Stage.DELIVERED, Stage.READ), strict=True):
        reply.refresh_from_db()
        assert reply.state == state


@pytest.mark.parametrize("do", ["drop_after", "error_after"])
def test_a_receipt_from_the_platform_settles_a_doubt_by_our_mark(line, do):
    reply = line.answers()
    line.fails(do)
    assert tried(reply).state == Stage.UNCERTAIN
    (there,) = line.sent()
    line.platform.control("whatsapp/statuses", {"id": there["id"], "status": "delivered"})
    told(line, {(there["id"], "delivered")})
    reply.refresh_from_db()
    body = json.loads(line.receiver.deliveries[-1][0])
    assert (reply.state, reply.message.external_id or there["id"]) == (Stage.DELIVERED, there["id"]), body
    assert outbox.doubtful_now() == [] and line.there() == ["We are sorry"]
