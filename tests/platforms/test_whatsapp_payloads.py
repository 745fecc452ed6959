"""What captured deliveries of WhatsApp become: messages with their files and details, changes, receipts, news."""

import copy
import json
from datetime import UTC, datetime

import pytest

from platforms import whatsapp
from platforms.base import MediaKind, PostKind, Receipt

from .conftest import fixture_bodies, fixture_json, posts_of

FOLDERS = ("whatsapp/post__whatsapp_webhooks", "whatsapp-webhooks")


def captured(name):
    return fixture_json(f"whatsapp/post__whatsapp_webhooks/request_{name}.json")


def whatsapp_posts(name):
    return posts_of(whatsapp, captured(name))


def parts_of(value):
    return whatsapp.parse_webhook(json.dumps(value).encode())


def changed(**message):
    """The captured text message with other members."""
    value = captured("Text_Message")
    row = value["entry"][0]["changes"][0]["value"]["messages"][0]
    row |= message
    return value


def bodies():
    for folder in FOLDERS:
        for name, body in fixture_bodies(folder):
            value = json.loads(body)
            for one in [value] if "entry" in value else value.values():
                yield name, one


def test_of_every_captured_delivery_nothing_is_dropped():
    count = 0
    for name, value in bodies():
        for entry in value["entry"]:
            for change in entry["changes"]:
                rows = [row for key in ("messages", "statuses") for row in change["value"].get(key, [])]
                (part,) = parts_of({"entry": [{**entry, "changes": [change]}]})
                assert len(part.posts) + len(part.notices) == max(len(rows), 1), name
                assert part.address, name
                assert not [one for one in part.notices if one.subject == "unsupported"], name
                count += 1
    assert count > 40


def test_a_delivery_that_comes_again_gives_equal_posts():
    for _, value in bodies():
        assert parts_of(value) == parts_of(copy.deepcopy(value))


@pytest.mark.parametrize(
    ("name", "text", "details"),
    [
        ("Text_Message", "Does it come in another color?", []),
        ("Button_Message", "Unsubscribe", [("choice", "Unsubscribe")]),
        ("Interactive_Button_Reply_Message", "Cancel", [("choice", "Cancel")]),
        ("Interactive_List_Reply_Message", "Priority Mail Express", [("choice", "Priority Mail Express")]),
        ("Image_Message", "Taj Mahal", []),
        ("Location_Message", "", [("location", "Philz Coffee, 101 Forest Ave, Palo Alto, CA 94301")]),
        ("Contact_Sharing_Message", "", [("contact", "Lucía Gómez")]),
        ("Order_Message", "", [("order", "2 × di9ozbzfi4 30 USD"), ("order", "1 × nqryix03ez 25 USD")]),
        (
            "Text_Message_from_Click_to_WhatsApp_Ad",
            "Hello! Can I get more info on this?",
            [("referral", "Chat with us")],
        ),
        ("Text_Message_with_Context_Product_Inquiry", "Is this still available?", [("product", "di9ozbzfi4")]),
    ],
)
def test_a_whatsapp_message_becomes(name, text, details):
    (post,) = whatsapp_posts(name)
    assert (post.kind, post.text, post.own, post.private) == (PostKind.MESSAGE, text, False, True)
    assert [(one.kind, one.text) for one in post.details] == details
    assert (post.author.kind, post.author.id, post.author.name) == ("phone", "16505551234", "Sheena Nelson")
    assert post.peer == post.author


def test_the_values_of_a_detail_are_kept():
    assert whatsapp_posts("Interactive_Button_Reply_Message")[0].details[0].data["id"] == "cancel-button"
    assert whatsapp_posts("Button_Message")[0].details[0].data == {"id": "Unsubscribe"}
    assert whatsapp_posts("Location_Message")[0].details[0].data["latitude"] == 37.44221496582
    assert whatsapp_posts("Order_Message")[0].details[1].data["catalog_id"] == "194836987003835"
    assert whatsapp_posts("Text_Message_from_Click_to_WhatsApp_Ad")[0].details[0].data["source_type"] == "ad"


def test_an_answer_names_the_message_it_quotes():
    (post,) = whatsapp_posts("Interactive_Button_Reply_Message")
    assert post.parent == "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MEM2RUJFNkI0RENGQTVDRjUA"


def test_a_captured_image_can_be_asked_for_by_its_id():
    (post,) = whatsapp_posts("Image_Message")
    (media,) = post.media
    assert (media.kind, media.id, media.mime, media.url) == (MediaKind.IMAGE, "1003383421387256", "image/jpeg", "")


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("video", {"id": "7", "mime_type": "video/mp4", "caption": "Look"}, (MediaKind.VIDEO, "Look", "")),
        ("audio", {"id": 7, "mime_type": "audio/ogg; codecs=opus", "voice": True}, (MediaKind.AUDIO, "", "")),
        ("document", {"id": "7", "filename": "bill.pdf"}, (MediaKind.FILE, "", "bill.pdf")),
        ("sticker", {"id": "7", "mime_type": "image/webp", "animated": False}, (MediaKind.STICKER, "", "")),
    ],
)
def test_files_of_every_kind_come_in(kind, content, expected):
    (post,) = posts_of(whatsapp, changed(type=kind, **{kind: content}))
    assert post.kind is PostKind.MESSAGE
    assert (post.media[0].kind, post.text, post.media[0].name) == expected
    assert post.media[0].id == "7"


def test_a_file_without_an_id_is_not_passed_over():
    (post,) = posts_of(whatsapp, changed(type="image", image={"caption": "Look"}))
    assert (post.kind, post.text) == (PostKind.UNSUPPORTED, "Look")


def test_a_filled_in_form_comes_as_its_values():
    reply = {"name": "flow", "body": "Sent", "response_json": '{"day": "Monday", "people": 2}'}
    interactive = {"type": "nfm_reply", "nfm_reply": reply}
    (post,) = posts_of(whatsapp, changed(type="interactive", interactive=interactive))
    assert (post.kind, post.text) == (PostKind.MESSAGE, "Sent")
    assert [(one.kind, one.data) for one in post.details] == [("form", {"day": "Monday", "people": 2})]


@pytest.mark.parametrize(("context", "often"), [({"forwarded": True}, False), ({"frequently_forwarded": True}, True)])
def test_a_forwarded_message_is_marked(context, often):
    (post,) = posts_of(whatsapp, changed(context=context))
    assert [(one.kind, one.data["often"]) for one in post.details] == [("forwarded", often)]
    assert post.parent == ""


def test_what_whatsapp_does_not_pass_on_is_shown_as_such():
    (post,) = whatsapp_posts("Unsupported_Message")
    assert (post.kind, post.text) == (PostKind.UNSUPPORTED, "")
    assert [(one.kind, one.text) for one in post.details] == [("unsupported", "unsupported")]
    assert post.details[0].data["errors"][0]["code"] == 131051
    named = changed(type="unsupported", unsupported={"type": "poll"}, errors=[{"code": 131051}])
    assert posts_of(whatsapp, named)[0].details[0].text == "poll"


def test_a_whatsapp_message_has_its_time_and_an_unknown_kind_is_named():
    (post,) = whatsapp_posts("Text_Message")
    assert post.at == datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC)
    unknown = changed(type="hologram_call", text=None, hologram_call={"caption": "look"})
    (post,) = posts_of(whatsapp, unknown)
    assert (post.kind, post.details[0].kind, post.details[0].text) == (
        PostKind.UNSUPPORTED,
        "unsupported",
        "hologram_call",
    )
    assert post.details[0].data == {"hologram_call": {"caption": "look"}}


def test_who_opens_the_chat_without_a_word_is_not_passed_over():
    (post,) = posts_of(whatsapp, changed(type="request_welcome", text=None))
    assert (post.kind, post.details[0].kind, post.details[0].data) == (
        PostKind.MESSAGE,
        "system",
        {"type": "request_welcome"},
    )


def test_a_message_of_a_group_is_named_as_one():
    (post,) = posts_of(whatsapp, changed(group_id="g-1"))
    assert (post.kind, post.text) == (PostKind.UNSUPPORTED, "Does it come in another color?")
    assert [(one.kind, one.text) for one in post.details] == [("unsupported", "group")]


def test_a_captured_edit_has_the_message_as_it_stands_now():
    (post,) = posts_of(whatsapp, fixture_json("whatsapp-webhooks/edited_message.json")["image"])
    assert (post.kind, post.text) == (PostKind.EDIT, "Updated image caption")
    assert post.external_id == "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA="
    assert post.media[0].id == "1234567890"
    assert post.version == "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA="


def test_a_captured_revocation_deletes_the_message():
    (post,) = posts_of(whatsapp, fixture_json("whatsapp-webhooks/deleted_message.json")["revoke"])
    assert (post.kind, post.external_id) == (PostKind.DELETION, "<ORIGINAL_WHATSAPP_MESSAGE_ID>")
    assert post.at == datetime(2023, 10, 11, 16, 53, 43, tzinfo=UTC)


def test_a_captured_reaction_is_on_the_message_it_names_and_can_be_taken_back():
    (post,) = whatsapp_posts("Reaction_Message")
    assert (post.kind, post.reaction, post.author.name) == (PostKind.REACTION, "👍", "Sheena Nelson")
    assert post.external_id == "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI0RTJEOTc2ODVERUY5RDlGNkYA"
    (back,) = posts_of(whatsapp, changed(type="reaction", reaction={"message_id": post.external_id}))
    assert (back.kind, back.external_id, back.reaction) == (PostKind.REACTION, post.external_id, "")


def test_a_person_who_changed_his_number_is_known_by_both():
    (post,) = posts_of(whatsapp, fixture_json("whatsapp-webhooks/system.json")["phone_number_change"])
    assert (post.author.id, post.author.also) == ("972987654321", (("phone", "972912345678"),))
    assert post.details[0].kind == "system"
    (identity,) = posts_of(whatsapp, fixture_json("whatsapp-webhooks/system.json")["identity_change"])
    assert (identity.author.also, identity.details[0].data["type"]) == ((), "customer_identity_changed")
    assert identity.details[0].data["identity"]["hash"] == "xyzxyz"


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
    assert receipts["group"].peer.name == "<USER_DISPLAY_NAME>"
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
    assert (post.author.kind, post.author.id, post.author.name, post.author.handle, post.author.also) == (
        "business_scoped",
        "US.77",
        "Ann",
        "ann",
        (),
    )
    message["from"] = contact["wa_id"] = "16505551234"
    (post,) = posts_of(whatsapp, {"entry": [{"id": "w", "changes": [{"field": "messages", "value": value}]}]})
    assert (post.author.kind, post.author.also) == ("phone", (("business_scoped", "US.77"),))


def test_deeper_parts_may_have_any_shape():
    for broken in (None, 7, "x", [], [7], {}, {"a": []}, True):
        for member in ("image", "location", "contacts", "button", "interactive", "order", "system", "edit", "revoke"):
            for extra in ({}, {"context": broken, "referral": broken, "identity": broken, "errors": broken}):
                (part,) = parts_of(changed(type=member, **{member: broken}, **extra))
                assert len(part.posts) + len(part.notices) == 1
