"""What captured answers and deliveries of X become."""

import json
from datetime import UTC, datetime

from platforms import times, twitter, twitter_direct
from platforms.twitter import tweets
from platforms.twitter_direct import shapes
from platforms.x_api import people

from .conftest import fixture_bodies, fixture_json, posts_of


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
