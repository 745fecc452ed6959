"""What captured answers and deliveries of X become, and those of which X documents the form only."""

import json
from datetime import UTC, datetime

import pytest

from platforms import hub, times, twitter, twitter_direct, x_api
from platforms.base import MediaKind, PostKind, Wire
from platforms.http import shared_client

from .conftest import fixture_bodies, fixture_json, posts_of

OWN, OTHER = "1111111111111111111", "2222222222222222222"
NUMBER = "2080765813578191303"


def event(kind, inner, **more):
    """A delivery of the X Activity API."""
    return {"data": {"event_uuid": "1", "filter": {"user_id": OWN}, "event_type": kind, "payload": inner, **more}}


def read(value):
    """[(kind of feed, address, posts, notices)] of a delivery."""
    parts = hub.parse_webhook("twitter", json.dumps(value).encode())
    return [(kind, part.address, part.posts, part.notices) for kind, part in parts]


def the_post(value):
    """The only thing in a delivery, which is a post: (kind of feed, post)."""
    ((kind, _, posts, notices),) = read(value)
    assert notices == []
    return kind, *posts


def the_notice(value):
    """The only thing in a delivery, which is a notice: (kind of feed, notice)."""
    ((kind, address, posts, notices),) = read(value)
    assert (address, posts) == (OWN, [])
    return kind, *notices


def test_x_activity_events_become_posts():
    (mention,) = posts_of(twitter, fixture_json("x-webhooks/post.mention.create.json"))
    assert (mention.text, mention.author.handle, mention.can_reply) == ("hey @ExampleUser", "OtherUser", True)
    assert mention.author.picture.endswith("example_normal.jpg")
    (reply,) = posts_of(twitter, fixture_json("x-webhooks/post.reply.create.json"))
    assert (reply.parent, reply.thread) == ("2080761390344937796", reply.external_id)
    (received,) = posts_of(twitter_direct, fixture_json("x-webhooks/dm.received.json"))
    assert (received.text, received.own, received.peer.handle) == ("hello!", False, "OtherUser")
    (sent,) = posts_of(twitter_direct, fixture_json("x-webhooks/dm.sent.json"))
    assert (sent.own, sent.peer.id, sent.author.handle) == (True, "2244994945", "ExampleUser")


def test_every_captured_event_is_a_post_or_a_notice_of_one_feed():
    bodies = fixture_bodies("x-webhooks")
    assert len(bodies) == 7
    for _, body in bodies:
        ((_, address, posts, notices),) = read(json.loads(body))
        assert address == OWN and len(posts) + len(notices) == 1


def test_a_captured_deletion_names_the_post_and_a_withdrawn_consent_the_account():
    _, deletion = the_post(fixture_json("x-webhooks/post.delete.json"))
    assert (deletion.kind, deletion.external_id, deletion.own) == (PostKind.DELETION, "2080761269309813134", True)
    _, notice = the_notice(fixture_json("x-webhooks/oauth.revoke.json"))
    assert (notice.subject, notice.id, notice.at) == ("account", OWN, datetime(2026, 7, 23, 21, 44, 5, tzinfo=UTC))


def test_an_own_post_is_own_and_a_quote_of_ours_can_be_answered():
    _, own = the_post(event("post.create", {"id": NUMBER, "author_id": OWN, "text": "Fresh bread"}))
    assert own.own and own.text == "Fresh bread"
    quote = {"id": NUMBER, "author_id": OTHER, "text": "Is it?", "referenced_posts": [{"type": "quoted", "id": "7"}]}
    _, post = the_post(event("post.quote.create", quote))
    assert post.can_reply and post.details[0].data["id"] == "7"
    _, closed = the_post(event("post.quote.create", {**quote, "reply_settings": "following"}))
    assert not closed.can_reply


def test_a_like_is_a_reaction_of_who_liked():
    inner = {"liked_tweet_id": NUMBER, "liked_tweet_author_id": OWN, "timestamp_ms": "1784927565236"}
    users = [{"id": OWN, "username": "acme"}, {"data": {"id": OTHER, "username": "ann"}}]
    _, like = the_post(event("like.create", inner, includes={"users": users}))
    assert (like.kind, like.external_id, like.author.handle, like.own) == (PostKind.REACTION, NUMBER, "ann", False)
    assert like.reaction and like.at == times.moment(1784927565236)
    _, ours = the_post(event("like.create", {**inner, "liked_tweet_author_id": OTHER}, includes={"users": users}))
    assert ours.own and ours.author.id == OWN
    # Who it was is not said: nothing can be shown under the message.
    _, notice = the_notice(event("like.create", inner))
    assert (notice.subject, notice.id) == ("thread", NUMBER)


@pytest.mark.parametrize(
    ("kind", "inner", "feed", "subject", "about"),
    [
        (
            "follow.follow",
            {"source": {"data": {"id": OTHER}}, "target": {"data": {"id": OWN}}},
            "x_posts",
            "person",
            OTHER,
        ),
        ("mute.mute", {"source": {"id": OWN}, "target": {"id": OTHER}}, "x_posts", "person", OTHER),
        ("block.block", {"source": {"id": OWN}, "target": {"id": OTHER}}, "x_posts", "person", OTHER),
        ("profile.update.handle", {"before": "acme", "after": "acme2"}, "x_posts", "account", OWN),
        ("spaces.start", {"broadcast_id": "1q"}, "x_posts", "account", OWN),
        ("news.new", {"id": "9", "headline": "Bread"}, "x_posts", "unsupported", "9"),
        ("never.heard.of", {"id": 9}, "x_posts", "unsupported", "9"),
        ("post.create", {}, "x_posts", "unsupported", ""),
        ("dm.read", {"sender_id": OTHER}, "x_direct", "thread", OTHER),
        ("dm.indicate_typing", {"sender_id": OTHER}, "x_direct", "thread", OTHER),
        ("dm.received", {"direct_message_events": [7]}, "x_direct", "unsupported", ""),
        ("dm.never.heard.of", {}, "x_direct", "unsupported", ""),
        ("chat.conversation_join", {"sender_id": OTHER}, "x_direct", "thread", OTHER),
    ],
)
def test_what_says_nothing_is_a_notice_of_one_feed(kind, inner, feed, subject, about):
    found, notice = the_notice(event(kind, inner))
    assert (found, notice.field, notice.subject, notice.id, notice.data) == (feed, kind, subject, about, inner)


@pytest.mark.parametrize(("kind", "sender"), [("chat.received", OTHER), ("chat.sent", OWN)])
def test_that_somebody_wrote_encrypted_is_told(kind, sender):
    inner = {"id": "e4f4d3fc-8bbf", "created_at_msec": "1784841183370", "sender_id": sender}
    found, post = the_post(event(kind, {**inner, "conversation_id": f"{OTHER}:{OWN}", "encoded_event": "Cw"}))
    assert (found, post.kind, post.private, post.peer.id, post.own) == (
        "x_direct",
        PostKind.UNSUPPORTED,
        True,
        OTHER,
        sender == OWN,
    )
    assert "Encrypted" in post.text and post.at == times.moment(1784841183370)
    assert the_notice(event(kind, {"encoded_event": "Cw"}))[1].subject == "unsupported"


OLDER = {
    "created_at": "Fri Jul 24 21:23:23 +0000 2026",
    "id": 2080765813578191303,
    "id_str": NUMBER,
    "text": "@acme look &amp; see https://t.co/pic",
    "user": {
        "id_str": OTHER,
        "name": "Ann",
        "screen_name": "ann",
        "profile_image_url_https": "https://pbs.twimg.com/a",
    },
    "in_reply_to_status_id_str": "7",
    "in_reply_to_user_id_str": OWN,
    "quoted_status_id_str": "8",
    "quoted_status": {"id_str": "8", "text": "Fresh bread", "user": {"id_str": OWN, "screen_name": "acme"}},
    "entities": {
        "user_mentions": [{"id_str": OWN, "screen_name": "acme"}],
        "media": [{"id_str": "5", "url": "https://t.co/pic"}],
    },
    "extended_entities": {
        "media": [
            {
                "id_str": "5",
                "type": "video",
                "media_url_https": "https://pbs.twimg.com/5.jpg",
                "video_info": {
                    "variants": [
                        {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/5.m3u8"},
                        {"bitrate": 832000, "content_type": "video/mp4", "url": "https://video.twimg.com/small.mp4"},
                        {"bitrate": 2176000, "content_type": "video/mp4", "url": "https://video.twimg.com/good.mp4"},
                        {"bitrate": 10368000, "content_type": "video/mp4", "url": "https://video.twimg.com/huge.mp4"},
                    ]
                },
            }
        ]
    },
}


def test_posts_of_the_account_activity_api_are_read():
    found, post = the_post({"for_user_id": OWN, "tweet_create_events": [OLDER]})
    assert (found, post.external_id, post.parent, post.text) == ("x_posts", NUMBER, "7", "@acme look & see")
    assert (post.author.handle, post.author.picture, post.can_reply) == ("ann", "https://pbs.twimg.com/a", True)
    assert [(one.kind, one.url) for one in post.media] == [(MediaKind.VIDEO, "https://video.twimg.com/good.mp4")]
    (quoted,) = post.details
    assert (quoted.text, quoted.data["handle"]) == ("Fresh bread", "acme")
    longer = {**OLDER, "extended_tweet": {"full_text": "@acme " + "bread " * 60}}
    assert the_post({"for_user_id": OWN, "tweet_create_events": [longer]})[1].text == ("@acme " + "bread " * 60).strip()


def test_changes_of_the_account_activity_api_are_read():
    gone = {"status": {"id": NUMBER, "user_id": OWN}, "timestamp_ms": "1784927565236"}
    _, deletion = the_post({"for_user_id": OWN, "tweet_delete_events": [gone]})
    assert (deletion.kind, deletion.own, deletion.at) == (PostKind.DELETION, True, times.moment(1784927565236))
    liked = {"favorited_status": {"id_str": NUMBER}, "user": OLDER["user"], "timestamp_ms": 1784927565236}
    _, like = the_post({"for_user_id": OWN, "favorite_events": [liked]})
    assert (like.kind, like.author.handle) == (PostKind.REACTION, "ann")


@pytest.mark.parametrize(
    ("name", "rows", "feed", "subject"),
    [
        ("follow_events", [{"type": "follow"}], "x_posts", "person"),
        ("tweet_create_events", [{**OLDER, "retweeted_status": {"id_str": "3"}}], "x_posts", "unsupported"),
        ("never_heard_of_events", [{"id": 3}], "x_posts", "unsupported"),
        ("direct_message_mark_read_events", [{"sender_id": OTHER}], "x_direct", "thread"),
        ("direct_message_indicate_typing_events", [{"sender_id": OTHER}], "x_direct", "thread"),
        ("direct_message_events", [{"id": "x"}], "x_direct", "unsupported"),
    ],
)
def test_other_events_of_the_account_activity_api_are_notices(name, rows, feed, subject):
    found, notice = the_notice({"for_user_id": OWN, name: rows})
    assert (found, notice.field, notice.subject) == (feed, name, subject)


def test_a_consent_withdrawn_in_the_account_activity_api_is_told():
    revoked = {"revoke": {"date_time": "2026-07-23T21:44:05+00:00", "source": {"user_id": OWN}}}
    _, notice = the_notice({"user_event": revoked})
    assert (notice.field, notice.subject) == ("user_event", "account")


@pytest.mark.parametrize(
    "around", [lambda inner: {"for_user_id": OWN, **inner}, lambda inner: event("dm.received", inner)]
)
def test_direct_messages_have_pictures_posts_and_choices(around):
    picture = "https://ton.twitter.com/1.1/ton/data/dm/77/88/d3LfgVMN.jpg"
    data = {
        "text": "Look https://t.co/pic and https://t.co/post",
        "entities": {
            "urls": [
                {"url": "https://t.co/pic", "expanded_url": "https://twitter.com/messages/media/77"},
                {"url": "https://t.co/post", "expanded_url": f"https://twitter.com/acme/status/{NUMBER}"},
            ]
        },
        "attachment": {"type": "media", "media": {"id_str": "88", "type": "photo", "media_url_https": picture}},
        "quick_reply_response": {"type": "options", "metadata": "yes"},
    }
    made = {"target": {"recipient_id": OWN}, "sender_id": OTHER, "message_data": data}
    row = {"type": "message_create", "id": "77", "created_timestamp": "1784928224372", "message_create": made}
    inner = {"direct_message_events": [row], "users": {OTHER: {"id": OTHER, "name": "Ann", "screen_name": "ann"}}}
    found, post = the_post(around(inner))
    assert (found, post.text) == ("x_direct", f"Look and https://twitter.com/acme/status/{NUMBER}")
    assert (post.peer.handle, post.at) == ("ann", times.moment(1784928224372))
    assert [(one.kind, one.text) for one in post.details] == [("share", ""), ("choice", "yes")]
    (file,) = post.media
    url, headers = twitter_direct.locate(Wire(shared_client(), "https://api.x.com", OWN, "token"), file)
    assert url == "https://api.x.com/2/dm_conversations/media/77/88/d3LfgVMN.jpg"
    assert headers == {"Authorization": "Bearer token"}


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ({"public_metrics": {"followers_count": 38}, "verified": True}, (38, "blue")),
        ({"public_metrics": {"followers_count": 0}, "verified_type": "government"}, (0, "government")),
        ({"public_metrics": {"followers_count": "many"}, "verified": "yes", "verified_type": "none"}, (None, "")),
        ({"public_metrics": {"followers_count": True}}, (None, "")),
        ({"public_metrics": {"followers_count": 10**30}}, (None, "")),
        ({}, (None, "")),
    ],
)
def test_followers_and_marks_are_told_where_x_tells_them(user, told):
    person = x_api.person({"id": "1", "name": "Ann", "username": "ann", **user})
    assert (person.followers, person.verified) == told
