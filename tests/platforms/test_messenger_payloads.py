"""What captured deliveries about a page's private messages become."""

import json
from datetime import UTC, datetime

import pytest

from platforms import messenger, times
from platforms.base import MediaKind, PostKind, Receipt

from .conftest import fixture_json, posts_of

PAGE = "1234567890321"
MESSAGE, UNSUPPORTED = PostKind.MESSAGE, PostKind.UNSUPPORTED


def capture(name):
    return fixture_json(f"facebook-webhooks/messaging-{name}.json")


def messenger_posts(name):
    return posts_of(messenger, capture(name))


def notices_of(value):
    return [notice for part in messenger.parse_webhook(json.dumps(value).encode()) for notice in part.notices]


def told(message=None, **event):
    """A delivery of one event that was never captured."""
    event = {"sender": {"id": "8"}, "recipient": {"id": PAGE}, "timestamp": 1700000000123, **event}
    event |= {"message": {"mid": "m_1", **message}} if message is not None else {}
    return {"object": "page", "entry": [{"id": PAGE, "time": 1700000000456, "messaging": [event]}]}


@pytest.mark.parametrize(
    ("name", "kind", "text", "media", "details"),
    [
        ("message-basic", MESSAGE, "hello, world!", [], []),
        ("message-quickreply", MESSAGE, "quick reply text", [], [("choice", "quick reply text")]),
        ("message-media-attachment", MESSAGE, "", ["image"], []),
        ("message-sticker", MESSAGE, "", ["sticker"], []),
        ("message-sticker-thumbup", MESSAGE, "", ["sticker"], []),
        ("message-location-attachment", MESSAGE, "", [], [("location", "")]),
        ("message-fallback-attachment", MESSAGE, "", [], [("link", "Legacy Attachment")]),
        ("message-nlp-url-2", MESSAGE, "Please go to http://www.google.com", [], [("link", "www.google.com")]),
        ("message-product-template", MESSAGE, "", [], [("product", "Some product title")]),
        ("airline-itinerary-template", MESSAGE, "", [], [("template", "Here's your flight itinerary.")]),
        ("button-template", MESSAGE, "", [], [("template", "")]),
        ("message-prior", MESSAGE, "Thanks for messaging me!", [], [("referral", "checkbox_plugin")]),
        ("message-reply-2", MESSAGE, "hello, world!", [], [("quoted", "")]),
        ("message-isunsupported", UNSUPPORTED, "", [], [("unsupported", "")]),
        ("postback-basic", MESSAGE, "", [], [("postback", "USER_DEFINED_PAYLOAD")]),
        (
            "postback-referral",
            MESSAGE,
            "",
            [],
            [("postback", "USER_DEFINED_PAYLOAD"), ("referral", "ref_data_in_m_dot_me_param")],
        ),
    ],
)
def test_a_messenger_message_becomes(name, kind, text, media, details):
    (post,) = messenger_posts(name)
    assert (post.kind, post.own, post.private, post.thread) == (kind, False, True, "")
    assert post.text.startswith(text) and bool(post.text) is bool(text)
    assert [one.kind.value for one in post.media] == media
    assert [(one.kind, one.text) for one in post.details] == details
    assert post.external_id and post.peer == post.author and post.peer.kind == "page_scoped"


def test_what_hangs_on_a_message_keeps_its_values():
    (post,) = messenger_posts("message-location-attachment")
    assert post.details[0].data == {"lat": 12.34, "long": 43.21}
    (post,) = messenger_posts("message-media-attachment")
    assert (post.media[0].url, post.media[0].id) == ("IMAGE_URL", f"{post.external_id}:0")
    (post,) = messenger_posts("message-quickreply")
    assert post.details[0].data == {"payload": "PAYLOAD_QUICK_REPLY"}


@pytest.mark.parametrize(
    ("attachment", "media", "details"),
    [
        ({"type": "sticker", "payload": {"url": "https://a.fbcdn.net/s.png"}}, [MediaKind.STICKER], []),
        ({"type": "video", "payload": {"url": "https://a.fbcdn.net/v.mp4"}}, [MediaKind.VIDEO], []),
        ({"type": "audio", "payload": {"url": "https://a.fbcdn.net/a.mp4"}}, [MediaKind.AUDIO], []),
        ({"type": "file", "payload": {"url": "https://a.fbcdn.net/f.pdf"}}, [MediaKind.FILE], []),
        ({"type": "reel", "payload": {"url": "https://a.example/r", "title": "Oven"}}, [], [("share", "Oven")]),
        ({"type": "share", "payload": {"url": "https://a.example/p"}}, [], [("share", "https://a.example/p")]),
        ({"type": "hologram", "payload": {"x": 1}}, [], [("unsupported", "hologram")]),
    ],
)
def test_attachments_that_were_never_captured(attachment, media, details):
    (post,) = posts_of(messenger, told({"attachments": [attachment]}))
    assert [one.kind for one in post.media] == media
    assert [(one.kind, one.text) for one in post.details] == details
    assert (post.kind is UNSUPPORTED) is (details == [("unsupported", "hologram")])


def test_a_sticker_without_its_picture_is_still_a_message():
    (post,) = posts_of(messenger, told({"sticker_id": 369239263222822}))
    assert (post.kind, post.details[0].text) == (UNSUPPORTED, "sticker")


def test_an_answer_names_what_it_quotes():
    (post,) = messenger_posts("message-reply-1")
    assert post.parent == "very_long_id_representing_the_original_message"
    (post,) = posts_of(messenger, told({"text": "x", "reply_to": {"mid": "m_mid.1:a"}}))
    assert post.parent == "mid.1:a"


def test_a_customer_who_comes_from_an_ad_brings_its_title():
    referral = {"source": "ADS", "type": "OPEN_THREAD", "ref": "r", "ads_context_data": {"ad_title": "Fresh bread"}}
    (post,) = posts_of(messenger, told({"text": "How much?", "referral": referral}))
    assert [(one.kind, one.text, one.data) for one in post.details] == [("referral", "Fresh bread", referral)]


def test_a_pressed_button_says_its_title():
    (post,) = posts_of(messenger, told(postback={"mid": "m_2", "title": "Opening hours", "payload": "HOURS"}))
    assert (post.external_id, post.text) == ("m_2", "Opening hours")
    assert [(one.text, one.data) for one in post.details] == [("Opening hours", {"payload": "HOURS"})]


def test_an_echo_gives_our_mark_back():
    (post,) = messenger_posts("message-basic-echo")
    assert (post.own, post.mark) == (True, "DEVELOPER_DEFINED_METADATA_STRING")
    assert (post.external_id, post.peer.id) == ("mid.1457764197618:41d102a3e1ae206a38", "987654321432")
    assert post.author.id == "12345654332"
    assert post.at == datetime(2016, 3, 12, 6, 29, 57, 627000, tzinfo=UTC)
    value = capture("message-basic-echo")
    event = value["entry"][0]["messaging"][0]
    event["sender"], event["recipient"] = event["recipient"], event["sender"]
    assert posts_of(messenger, value) == [post]


def test_what_another_app_holds_is_read_and_says_so():
    (post,) = posts_of(messenger, fixture_json("facebook-webhooks/standby-message-basic-echo.json"))
    assert (post.kind, post.text, [one.kind for one in post.details]) == (MESSAGE, "hello, world!", ["standby"])


def test_an_edit_a_taken_back_message_and_reactions():
    (edit,) = messenger_posts("message-edits")
    assert (edit.kind, edit.external_id, edit.text) == (
        PostKind.EDIT,
        "mid.1457764197618:41d102a3e1ae206a38",
        "hello, world!",
    )
    assert (edit.version, edit.at, edit.edited_at) == ("37", times.moment(1457764197627), edit.at)
    (deletion,) = messenger_posts("message-isdeleted")
    assert (deletion.kind, deletion.external_id) == (PostKind.DELETION, "message_id")
    assert deletion.peer.id == "987654321432"
    (given,), (taken,) = messenger_posts("reaction-1"), messenger_posts("reaction-2")
    assert (given.kind, given.external_id, given.reaction) == (PostKind.REACTION, "original_message_id", "😢")
    assert (given.author.id, given.own, taken.reaction) == ("USER_ID", False, "")


def test_a_reaction_that_is_only_named_is_shown():
    reaction = {"mid": "m_1", "action": "react", "reaction": "love"}
    (post,) = posts_of(messenger, told(reaction=reaction))
    assert post.reaction == "❤️"
    (post,) = posts_of(messenger, told(reaction=reaction, sender={"id": PAGE}, recipient={"id": "8"}))
    assert (post.own, post.author.id, post.peer.id) == (True, PAGE, "8")


def test_messenger_receipts_name_messages_or_a_time():
    (delivered,), (read,) = messenger_posts("delivery-basic"), messenger_posts("read-basic")
    assert (delivered.receipt, delivered.external_id) == (Receipt.DELIVERED, "mid.1458668856218:ed81099e15d3f4f233")
    assert (read.receipt, read.external_id, read.peer.id) == (Receipt.READ, "", "987654321432")
    assert read.up_to == times.moment(1458668856253)


@pytest.mark.parametrize(
    ("name", "subject", "number"),
    [
        ("optin-basic", "person", "987654321432"),
        ("optin-userref", "person", "987654321432"),
        ("referral-basic", "person", "987654321432"),
        ("accountlinking-linked", "person", "987654321432"),
        ("accountlinking-unlinked", "person", "987654321432"),
        ("payment", "person", "USER_ID"),
        ("checkoutupdate-shipping", "person", "USER_ID"),
        ("pass-thread-control", "thread", "USER_ID"),
        ("take-thread-control", "thread", "USER_ID"),
        ("request-thread-control", "thread", "USER_ID"),
        ("approles", "app", "12345654332"),
        ("policy-callback-block", "page", "12345654332"),
        ("policy-callback-unblock", "page", "12345654332"),
        # A guest of the chat plug-in, which ended: he has no id to answer to.
        ("postback-chat", "unsupported", ""),
    ],
)
def test_what_is_no_message_is_noticed(name, subject, number):
    assert messenger_posts(name) == []
    (notice,) = notices_of(capture(name))
    assert (notice.subject, notice.id) == (subject, number)
    assert notice.data


@pytest.mark.parametrize(
    "value", [told(hologram={"x": 1}), told({"mid": ""}), told(message_edit={"mid": "m_1"}), told(reaction={"mid": 7})]
)
def test_what_we_do_not_know_is_noticed_as_such(value):
    assert posts_of(messenger, value) == []
    (notice,) = notices_of(value)
    assert notice.subject == "unsupported" and notice.data["sender"] == {"id": "8"}
