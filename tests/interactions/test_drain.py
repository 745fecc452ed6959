"""Working off the webhook inbox: in order, one worker at a time, and past what cannot be read."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from channels_admin.models import PlatformApp, PlatformNotice
from interactions import drain
from interactions.models import Inbox, Interaction, Message
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def app():
    company.channel(company.workgroup())
    return PlatformApp.objects.get()


def message(text, *, id=None, by="351900000001"):
    """A message as WhatsApp delivers it."""
    stamp = str(int(timezone.now().timestamp()))
    return {"id": id or f"wamid.{text}", "from": by, "timestamp": stamp, "type": "text", "text": {"body": text}}


def body(*messages, number="106"):
    """A delivery with these messages, as bytes."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": number},
        "contacts": [{"wa_id": "351900000001", "profile": {"name": "Ann"}}],
        "messages": list(messages),
    }
    change = {"field": "messages", "value": value}
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}).encode()


def delivered(app, *bodies):
    """They lie in the inbox in this order."""
    for raw in bodies:
        Inbox.objects.create(app_id=app.pk, body=raw)


def busy(app, seconds=10):
    """Another worker is at its inbox, and has said so until then."""
    PlatformApp.objects.filter(pk=app.pk).update(draining_until=timezone.now() + timedelta(seconds=seconds))


def texts():
    return [message.text for message in Message.objects.all()]


def test_what_lies_in_the_inbox_becomes_messages_in_order(app):
    delivered(app, *[body(message(f"{n}")) for n in range(5)])
    drain.drain(app.pk)
    assert texts() == ["0", "1", "2", "3", "4"]
    assert Interaction.objects.get().unread == 5
    assert drain.left_to_do() == []


def test_every_message_of_a_delivery_is_taken(app):
    delivered(app, body(message("one"), message("two", by="351900000002"), message("three")))
    drain.drain(app.pk)
    assert set(texts()) == {"one", "two", "three"}
    assert Interaction.objects.count() == 2


def test_the_same_delivery_twice_is_one_message(app):
    delivered(app, body(message("once")), body(message("once")))
    drain.drain(app.pk)
    assert texts() == ["once"]


def test_more_than_one_batch_is_worked_off_at_once(app):
    delivered(app, *[body(message(f"{n:02}")) for n in range(drain.BATCH + 5)])
    drain.drain(app.pk)
    assert (len(texts()), drain.left_to_do()) == (drain.BATCH + 5, [])


@pytest.mark.parametrize("junk", [b"", b"no JSON", b"[]", b'{"entry": 7}', b"\xff\xfe"], ids=str)
def test_a_delivery_without_anything_in_it_is_ticked_off(junk, app):
    delivered(app, junk, body(message("behind")))
    drain.drain(app.pk)
    assert (texts(), drain.left_to_do()) == (["behind"], [])


@pytest.mark.django_db(transaction=True)
def test_a_delivery_that_cannot_be_stored_is_kept_with_the_reason_and_stops_nobody(app):
    """Half an emoji, cut off in an id: no database takes it."""
    broken = body(message("beside"), message("broken", id="wamid.\ud83d"))
    delivered(app, body(message("before")), broken, body(message("behind")))
    drain.drain(app.pk)
    assert sorted(texts()) == ["before", "behind", "beside"]
    assert [bool(row.failure) for row in Inbox.objects.order_by("key")] == [False, True, False]
    assert drain.left_to_do() == []
    assert PlatformNotice.objects.get().grave, "administrators are told"

    failed = Inbox.objects.exclude(failure="")
    call_command("retry_deliveries", stdout=StringIO())
    assert failed.count() == 1, "it fails again as long as nothing is repaired"
    Inbox.objects.filter(key=failed.get().key).update(body=broken.replace(b"\\ud83d", b"ok"))
    call_command("retry_deliveries", stdout=StringIO())
    assert (sorted(texts()), failed.count()) == (["before", "behind", "beside", "broken"], 0)


def test_half_an_emoji_in_the_words_is_no_reason_to_lose_them(app):
    delivered(app, body(message("Thanks \ud83d", id="wamid.1")))
    drain.drain(app.pk)
    assert texts() == ["Thanks ?"]


def test_what_is_for_a_number_that_is_not_ours_is_ticked_off(app):
    delivered(app, body(message("elsewhere"), number="999"))
    drain.drain(app.pk)
    assert (texts(), drain.left_to_do()) == ([], [])


def test_a_second_worker_leaves_and_the_first_one_looks_again(app):
    busy(app)
    seen = PlatformApp.objects.get().wanted
    delivered(app, body(message("meanwhile")))
    drain.drain(app.pk)
    assert texts() == [], "somebody is at it"
    assert PlatformApp.objects.get().wanted == seen + 1, "and is told to look again"


def test_a_worker_that_died_is_replaced_after_its_lease(app):
    busy(app, seconds=-1)
    delivered(app, body(message("left behind")))
    drain.drain(app.pk)
    assert texts() == ["left behind"]


def test_the_inboxes_of_two_apps_do_not_wait_for_each_other(app):
    company.channel(company.workgroup("Repairs"), address="107")
    other = PlatformApp.objects.exclude(pk=app.pk).get()
    busy(app)
    delivered(app, body(message("stuck")))
    delivered(other, body(message("free"), number="107"))
    for pk in drain.left_to_do():
        drain.drain(pk)
    assert texts() == ["free"]


def test_an_app_that_is_gone_is_no_error():
    drain.drain(0)
