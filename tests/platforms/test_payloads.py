"""Webhook deliveries and answers as the platforms really send them (captures beside the project), and mixtures."""

import json
import random
from datetime import UTC, datetime

import pytest

from platforms import facebook, hub, messenger, times, twitter, twitter_direct, whatsapp
from platforms.base import PostKind, Receipt
from platforms.twitter import tweets
from platforms.twitter_direct import shapes
from platforms.x_api import people

from .conftest import fixture_bodies, fixture_json

PAGE = "1234567890321"
FOLDERS = {
    "facebook-webhooks": "facebook",
    "whatsapp/post__whatsapp_webhooks": "whatsapp",
    "whatsapp-webhooks": "whatsapp",
    "x-webhooks": "twitter",
}


def bodies(folder):
    """Each captured delivery of a folder; a file may hold several by name."""
    for _, body in fixture_bodies(folder):
        value = json.loads(body)
        yield from [value] if {"object", "data"} & value.keys() else value.values()


def posts_of(module, value):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return [post for part in module.parse_webhook(body) for post in part.posts]


def facebook_posts(name):
    return posts_of(facebook, fixture_json(f"facebook-webhooks/{name}.json"))


def messenger_posts(name):
    return posts_of(messenger, fixture_json(f"facebook-webhooks/messaging-{name}.json"))


def whatsapp_posts(name):
    return posts_of(whatsapp, fixture_json(f"whatsapp/post__whatsapp_webhooks/request_{name}.json"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_captured_delivery_is_read_and_what_comes_out_is_whole(folder):
    read = 0
    for value in bodies(folder):
        for kind, part in hub.parse_webhook(FOLDERS[folder], json.dumps(value).encode()):
            read += 1
            assert part.address
            for post in part.posts:
                assert post.at.tzinfo is UTC
                assert post.external_id or post.up_to
                assert post.private is (kind not in ("facebook_posts", "x_posts"))
                assert post.kind is PostKind.RECEIPT or (post.text and (post.thread or post.peer))
    assert read > 0


@pytest.mark.parametrize("platform", ["facebook", "twitter", "whatsapp"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"null",
        b'{"object":"page"}',
        b'{"entry":7}',
        b'{"entry":[7,null,{"changes":7,"messaging":[7]}]}',
        b'{"entry":[{"id":"1","changes":[{"field":"feed"},{"field":"messages","value":7}],"messaging":[{"sender":7}]}]}',
        b'{"entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[7,{"id":"a","text":7,"from":[]}]}}]}]}',
        b'{"entry":[{"id":"1","messaging":[{"sender":{"id":2},"message":{"mid":"a","attachments":[7]},"timestamp":{}}]}]}',
        b'{"data":{"event_type":"post.mention.create","payload":{"id":"x"}}}',
        b'{"data":{"payload":{"direct_message_events":[{"id":1},7],"users":7}}}',
        "ÿ".encode("latin-1"),
    ],
)
def test_no_shape_makes_reading_fail(platform, body):
    for _, part in hub.parse_webhook(platform, body):
        assert all(post.kind is PostKind.UNSUPPORTED for post in part.posts)


def test_parts_of_any_delivery_may_be_missing_or_of_another_type():
    chance = random.Random(7)
    for folder, platform in FOLDERS.items():
        for value in bodies(folder):
            for _ in range(20):
                broken = json.loads(json.dumps(value))
                _break(broken, chance)
                hub.parse_webhook(platform, json.dumps(broken).encode())


def _break(value, chance):
    while isinstance(value, (dict, list)) and value:
        key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        if chance.random() < 0.2:
            value[key] = chance.choice(
                [None, 7, "x", [], {}, [7], {"a": []}, True, 1e400 if chance.random() < 0.1 else 0]
            )
            return
        value = value[key]


def test_batches_are_read_whole_in_their_order_however_they_are_put_together():
    changes = [
        change for value in bodies("whatsapp/post__whatsapp_webhooks") for change in value["entry"][0]["changes"]
    ]
    alone = [posts_of(whatsapp, {"entry": [{"id": "1", "changes": [change]}]}) for change in changes]
    wanted = [post for posts in alone for post in posts]
    assert len(wanted) > 10
    together = {"entry": [{"id": "1", "changes": changes[:7]}, {"id": "2", "changes": changes[7:]}]}
    assert posts_of(whatsapp, together) == wanted
    backwards = {"entry": [{"id": "1", "changes": [change]} for change in reversed(changes)]}
    assert sorted(post.external_id for post in posts_of(whatsapp, backwards)) == sorted(p.external_id for p in wanted)


def test_a_delivery_for_two_numbers_is_told_apart():
    one, two = (fixture_json("whatsapp/post__whatsapp_webhooks/request_Text_Message.json") for _ in range(2))
    two["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "222"
    parts = whatsapp.parse_webhook(json.dumps({"entry": one["entry"] + two["entry"] + one["entry"]}).encode())
    assert [(part.address, len(part.posts)) for part in parts] == [("106540352242922", 2), ("222", 1)]


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


def test_a_comment_joins_its_post_or_its_parent_comment():
    for name in ("feed-comment-add-211", "feed-comment-add-25"):
        (post,) = facebook_posts(name)
        assert post.external_id == post.thread == "901097836652708_903438993085259"
        assert post.parent == "1234567890321_901097836652708"
        # In this capture the page itself comments.
        assert (post.own, post.author.name, post.text) == (True, "Tester", "and the next one")
    value = fixture_json("facebook-webhooks/feed-comment-add-211.json")
    value["entry"][0]["changes"][0]["value"] |= {"from": {"id": 8, "name": "Ann"}, "parent_id": "901097836652708_9"}
    (reply,) = posts_of(facebook, value)
    assert (reply.thread, reply.parent, reply.own) == ("901097836652708_9", "901097836652708_9", False)
    assert (reply.author.id, reply.author.scope) == ("8", PAGE)


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("feed-post-add-25", PostKind.MESSAGE, "Let's check this"),
        ("mention-post-add-real", PostKind.MESSAGE, "A test post message"),
        ("mention-post-add", PostKind.UNSUPPORTED, "Post without text"),
        ("mention-comment-add", PostKind.MESSAGE, "Just a test message"),
        ("feed-comment-add-with-photo", PostKind.UNSUPPORTED, "Photo: and the next one"),
        ("feed-comment-add-with-video", PostKind.UNSUPPORTED, "Video: and the next one"),
        ("feed-photo-add-message", PostKind.UNSUPPORTED, "Photo: A new really great Photo"),
    ],
)
def test_a_public_post_becomes(name, kind, text):
    value = fixture_json(f"facebook-webhooks/{name}.json")
    change = value["entry"][0]["changes"][0]["value"]
    change |= {"sender_id": 8423678347823} if change.get("sender_id") == int(PAGE) else {}
    (post,) = posts_of(facebook, value)
    assert (post.kind, post.text, post.own, post.private) == (kind, text, False, False)


def test_the_companys_own_posts_reactions_and_changes_are_not_taken_in():
    captured = {name.split("/")[-1]: body for name, body in fixture_bodies("facebook-webhooks")}
    silent = [
        name
        for name in captured
        if name.startswith("feed-")
        and any(verb in name for verb in ("edit", "hide", "remove", "like", "reaction", "block"))
    ]
    assert len(silent) > 25
    for name in [
        *silent,
        "feed-status-add-25.json",
        "feed-photo-add-25.json",
        "feed-share-add-25.json",
        "leadgen.json",
    ]:
        assert posts_of(facebook, captured[name]) == []
    for name in captured:
        if name.startswith(("ratings-", "user-", "permission", "unknown")):
            assert hub.parse_webhook("facebook", captured[name]) == []


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("message-basic", PostKind.MESSAGE, "hello, world!"),
        ("message-quickreply", PostKind.MESSAGE, "quick reply text"),
        ("message-reply-1", PostKind.MESSAGE, "hello, world!"),
        ("message-media-attachment", PostKind.UNSUPPORTED, "Image"),
        ("message-location-attachment", PostKind.UNSUPPORTED, "Location"),
        ("message-fallback-attachment", PostKind.UNSUPPORTED, "Link"),
        ("message-sticker", PostKind.UNSUPPORTED, "Sticker"),
        ("message-isunsupported", PostKind.UNSUPPORTED, "Message that cannot be shown here"),
        ("postback-basic", PostKind.UNSUPPORTED, "Pressed a button"),
    ],
)
def test_a_messenger_message_becomes(name, kind, text):
    (post,) = messenger_posts(name)
    assert (post.kind, post.text, post.own, post.private, post.thread) == (kind, text, False, True, "")
    assert post.external_id
    assert (post.peer.kind, post.peer.id) == ("page_scoped", "987654321432")
    assert post.peer.scope in ("12345654332", PAGE)


def test_an_echo_gives_our_mark_back():
    (post,) = messenger_posts("message-basic-echo")
    assert (post.own, post.mark) == (True, "DEVELOPER_DEFINED_METADATA_STRING")
    assert (post.external_id, post.peer.id) == ("mid.1457764197618:41d102a3e1ae206a38", "987654321432")
    assert post.author.id == "12345654332"
    assert post.at == datetime(2016, 3, 12, 6, 29, 57, 627000, tzinfo=UTC)
    value = fixture_json("facebook-webhooks/messaging-message-basic-echo.json")
    event = value["entry"][0]["messaging"][0]
    event["sender"], event["recipient"] = event["recipient"], event["sender"]
    assert posts_of(messenger, value) == [post]


def test_messenger_receipts_name_messages_or_a_time():
    (delivered,), (read,) = messenger_posts("delivery-basic"), messenger_posts("read-basic")
    assert (delivered.receipt, delivered.external_id) == (Receipt.DELIVERED, "mid.1458668856218:ed81099e15d3f4f233")
    assert (read.receipt, read.external_id, read.peer.id) == (Receipt.READ, "", "987654321432")
    assert read.up_to == times.moment(1458668856253)


def test_other_messenger_events_say_nothing():
    names = "message-edits message-isdeleted reaction-1 optin-basic referral-basic pass-thread-control payment approles"
    for name in [*names.split(), "accountlinking-linked", "policy-callback-block"]:
        assert messenger_posts(name) == []


def test_x_activity_events_become_posts():
    (mention,) = posts_of(twitter, fixture_json("x-webhooks/post.mention.create.json"))
    assert (mention.text, mention.author.handle, mention.can_reply) == ("hey @ExampleUser", "OtherUser", True)
    (reply,) = posts_of(twitter, fixture_json("x-webhooks/post.reply.create.json"))
    assert (reply.parent, reply.thread) == ("2080761390344937796", reply.external_id)
    (received,) = posts_of(twitter_direct, fixture_json("x-webhooks/dm.received.json"))
    assert (received.text, received.own, received.peer.handle) == ("hello!", False, "OtherUser")
    (sent,) = posts_of(twitter_direct, fixture_json("x-webhooks/dm.sent.json"))
    assert (sent.own, sent.peer.id, sent.author.handle) == (True, "2244994945", "ExampleUser")


def test_captured_tweets_are_read():
    seen = 0
    for name, body in fixture_bodies("x/testdata/apis"):
        if "/timeline/" not in name and "/searches/" not in name:
            continue
        answer = json.loads(body)
        for tweet in answer["data"]:
            seen += 1
            post = tweets.post(tweet, people(answer), "1")
            assert (post.external_id, post.thread) == (tweet["id"], tweet["id"])
            assert post.text and "https://t.co/14TzLYBBXi" not in post.text
    assert seen > 10


def test_an_edited_tweet_keeps_its_first_id_in_both_generations_of_names():
    for tweet in (
        {"edit_history_tweet_ids": ["1", "2"], "referenced_tweets": [{"type": "replied_to", "id": "9"}]},
        {"edit_history_post_ids": ["1", "2"], "referenced_posts": [{"type": "replied_to", "id": "9"}]},
    ):
        post = tweets.post({"id": "2", "text": "a &lt; b", "author_id": "7", **tweet}, {}, "5")
        assert (post.external_id, post.parent, post.text) == ("1", "9", "a < b")
        assert post.permalink == "https://x.com/i/status/2"


def test_captured_direct_messages_are_read():
    for name in ("events", "events_by_conversation", "events_by_participant"):
        answer = fixture_json(f"x/testdata/apis/dm_events/{name}.json")
        posts = shapes.posts(answer, "1")
        assert [post.external_id for post in posts] == [
            event["id"] for event in answer["data"] if event["event_type"] == "MessageCreate"
        ]


def test_an_id_of_x_tells_its_time_and_a_time_its_first_id():
    made = times.snowflake_time("2080765813578191303")
    assert made.replace(microsecond=0) == datetime(2026, 7, 24, 21, 23, 23, tzinfo=UTC)
    assert 0 <= 2080765813578191303 - times.snowflake(made) < 1 << times.SNOWFLAKE_SHIFT
