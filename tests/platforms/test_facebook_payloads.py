"""What captured deliveries of a page become, public and private ones."""

from datetime import UTC, datetime

import pytest

from platforms import facebook, hub, messenger, times
from platforms.base import PostKind, Receipt

from .conftest import fixture_bodies, fixture_json, posts_of

PAGE = "1234567890321"


def facebook_posts(name):
    return posts_of(facebook, fixture_json(f"facebook-webhooks/{name}.json"))


def messenger_posts(name):
    return posts_of(messenger, fixture_json(f"facebook-webhooks/messaging-{name}.json"))


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


def test_a_post_whose_author_is_not_named_is_not_lost():
    (post,) = facebook_posts("mention-post-add-real")
    assert (post.author.kind, post.author.id, post.author.scope) == ("unnamed", "1234567890321_98722536423179", PAGE)


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
        "feed-event-add.json",
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
