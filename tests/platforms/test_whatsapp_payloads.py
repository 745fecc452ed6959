"""What captured deliveries of WhatsApp become."""

from datetime import UTC, datetime

import pytest

from platforms import whatsapp
from platforms.base import PostKind, Receipt

from .conftest import fixture_json, posts_of


def whatsapp_posts(name):
    return posts_of(whatsapp, fixture_json(f"whatsapp/post__whatsapp_webhooks/request_{name}.json"))


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("Text_Message", PostKind.MESSAGE, "Does it come in another color?"),
        ("Button_Message", PostKind.MESSAGE, "Unsubscribe"),
        ("Interactive_Button_Reply_Message", PostKind.MESSAGE, "Cancel"),
        ("Interactive_List_Reply_Message", PostKind.MESSAGE, "Priority Mail Express"),
        ("Image_Message", PostKind.UNSUPPORTED, "Image: Taj Mahal"),
        ("Location_Message", PostKind.UNSUPPORTED, "Location: Philz Coffee"),
        ("Contact_Sharing_Message", PostKind.UNSUPPORTED, "Contact: Lucía Gómez"),
        ("Order_Message", PostKind.UNSUPPORTED, "Order"),
        ("Unsupported_Message", PostKind.UNSUPPORTED, "Message that WhatsApp does not pass on"),
    ],
)
def test_a_whatsapp_message_becomes(name, kind, text):
    (post,) = whatsapp_posts(name)
    assert (post.kind, post.text, post.own, post.private) == (kind, text, False, True)
    assert (post.author.kind, post.author.id, post.author.name) == ("phone", "16505551234", "Sheena Nelson")
    assert post.peer == post.author


def test_a_whatsapp_message_has_its_time_and_an_unknown_kind_is_named():
    value = fixture_json("whatsapp/post__whatsapp_webhooks/request_Text_Message.json")
    message = value["entry"][0]["changes"][0]["value"]["messages"][0]
    assert posts_of(whatsapp, value)[0].at == datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC)
    message |= {"type": "hologram_call", "text": None, "hologram_call": {"caption": "look"}}
    (post,) = posts_of(whatsapp, value)
    assert (post.kind, post.text) == (PostKind.UNSUPPORTED, "Hologram call: look")


def test_changes_of_earlier_whatsapp_messages_are_not_messages():
    assert whatsapp_posts("Reaction_Message") == []
    for name in ("edited_message", "deleted_message", "template_status_update", "account_update"):
        for value in fixture_json(f"whatsapp-webhooks/{name}.json").values():
            assert posts_of(whatsapp, value) == []


def test_whatsapp_receipts_say_what_became_of_a_message():
    statuses = fixture_json("whatsapp-webhooks/message_status.json")
    receipts = {name: posts_of(whatsapp, value)[0] for name, value in statuses.items()}
    assert {name: post.receipt for name, post in receipts.items()} == {
        "sent": Receipt.SENT,
        "delivered": Receipt.DELIVERED,
        "read": Receipt.READ,
        "played": Receipt.READ,
        "failed": Receipt.FAILED,
        "with_tracker": Receipt.SENT,
        "group": Receipt.READ,
    }
    assert receipts["with_tracker"].mark == "some data"
    assert (receipts["failed"].code, receipts["failed"].external_id) == ("130472", "wamid.xyzxyz")
    assert receipts["failed"].reason == "WhatsApp held the message back: this person is part of an experiment."
    peer = receipts["sent"].peer
    assert (peer.kind, peer.id, peer.also) == (
        "phone",
        "972987654321",
        (("business_scoped", "US.13491208655302741918"),),
    )
    assert all(post.kind is PostKind.RECEIPT for post in receipts.values())


def test_a_person_without_a_phone_number_is_known_by_his_id_at_the_business():
    # No capture is at hand: built from the description of business-scoped user ids.
    message = {
        "id": "wamid.1",
        "from_user_id": "US.77",
        "timestamp": "1749416383",
        "type": "text",
        "text": {"body": "Hi"},
    }
    contact = {"profile": {"name": "Ann", "username": "ann"}, "user_id": "US.77"}
    value = {"metadata": {"phone_number_id": "1"}, "contacts": [contact], "messages": [message]}
    (post,) = posts_of(whatsapp, {"entry": [{"id": "w", "changes": [{"field": "messages", "value": value}]}]})
    assert (post.author.kind, post.author.id, post.author.name, post.author.also) == (
        "business_scoped",
        "US.77",
        "Ann",
        (),
    )
    message["from"] = contact["wa_id"] = "16505551234"
    (post,) = posts_of(whatsapp, {"entry": [{"id": "w", "changes": [{"field": "messages", "value": value}]}]})
    assert (post.author.kind, post.author.also) == ("phone", (("business_scoped", "US.77"),))
