"""What posts and messages in X's answers become: captured ones, and those of which X documents the form only."""

import json
from datetime import UTC, datetime

import pytest

from platforms import times
from platforms.base import MediaKind, PostKind, Wire
from platforms.http import shared_client
from platforms.twitter import tweets
from platforms.twitter_direct import shapes
from platforms.x_included import Included
from platforms.x_media import locate

from .conftest import fixture_bodies, fixture_json

OWN, OTHER = "1111111111111111111", "2222222222222222222"
NUMBER = "2080765813578191303"


@pytest.mark.parametrize(
    "url",
    [
        "https://pbs.twimg.com/media/a.jpg",
        "https://video.twimg.com/a.mp4",
        "https://api.x.com.evil.example/2/dm_conversations/media/1/2/a.jpg",
        "http://api.x.com/2/dm_conversations/media/1/2/a.jpg",
        "https://evil.example/https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg",
        "https://[broken",
    ],
)
def test_the_token_goes_to_nobody_but_x(url):
    (file,) = tweets.post(
        {"id": "1", "attachments": {"media_keys": ["3_1"]}},
        Included(media={"3_1": {"media_key": "3_1", "type": "photo", "url": url}}),
        OWN,
    ).media
    assert locate(Wire(shared_client(), "https://api.x.com", OWN, "token"), file) == (url, {})


def test_captured_tweets_are_read():
    seen = 0
    for name, body in fixture_bodies("x/testdata/apis"):
        if "/timeline/" not in name and "/searches/" not in name:
            continue
        answer = json.loads(body)
        for tweet in answer["data"]:
            seen += 1
            post = tweets.post(tweet, Included.of(answer), "1")
            assert (post.external_id, post.thread) == (tweet["id"], tweet["id"])
            assert post.text and "https://t.co/14TzLYBBXi" not in post.text
    assert seen > 10


def test_a_captured_post_with_a_file_that_is_not_described_says_so():
    answer = fixture_json("x/testdata/apis/tweet/tweet_resp.json")
    post = tweets.post(answer["data"], Included.of(answer), "1")
    assert [(one.kind, one.text) for one in post.details] == [("unsupported", "video")]
    model = fixture_json("x/testdata/models/tweet.json")
    described = fixture_json("x/testdata/models/media.json")
    (key,) = model["attachments"]["media_keys"]
    post = tweets.post(model, Included(media={key: {**described, "media_key": key}}), "1")
    # Of a film without versions to play there is its preview.
    assert [(one.kind, one.mime) for one in post.media] == [(MediaKind.IMAGE, "image/jpeg")]
    assert "t.co" not in post.text and "pic.twitter.com" not in post.text


def test_captured_models_of_other_things_in_posts_become_details():
    poll, place = (fixture_json(f"x/testdata/models/{name}.json") for name in ("poll", "place"))
    tweet = {"id": NUMBER, "attachments": {"poll_ids": [poll["id"]]}, "geo": {"place_id": place["id"]}}
    post = tweets.post(tweet, Included(polls={poll["id"]: poll}, places={place["id"]: place}), "1")
    assert [(one.kind, one.text) for one in post.details] == [("location", "Manhattan, NY"), ("unsupported", "poll")]
    assert post.details[1].data["options"] == ["“C Sharp”", "“C Hashtag”"]


def test_an_edited_tweet_keeps_its_first_id_in_both_generations_of_names():
    for tweet in (
        {"edit_history_tweet_ids": ["1", "2"], "referenced_tweets": [{"type": "replied_to", "id": "9"}]},
        {"edit_history_post_ids": ["1", "2"], "referenced_posts": [{"type": "replied_to", "id": "9"}]},
    ):
        post = tweets.post({"id": "2", "text": "a &lt; b", "author_id": "7", **tweet}, Included(), "5")
        assert (post.external_id, post.aliases, post.version) == ("1", ("2",), "2")
        assert (post.parent, post.text, post.edited_at) == ("9", "a < b", times.snowflake_time(2))
        assert post.permalink == "https://x.com/i/status/2"


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_a_long_post_is_read_in_both_generations_of_names(name):
    long = {"text": "@acme it is long https://t.co/a", "entities": {"mentions": [{"id": OWN, "username": "acme"}]}}
    long["entities"]["urls"] = [{"url": "https://t.co/a", "expanded_url": "https://acme.example/"}]
    post = tweets.post({"id": "1", "text": "cut…", "author_id": OTHER, name: long}, Included(), OWN)
    assert (post.text, post.can_reply) == ("@acme it is long https://acme.example/", True)


def test_a_post_in_which_nothing_can_be_shown_is_said_to_be_one():
    post = tweets.post({"id": "1", "author_id": OTHER}, Included(), OWN)
    assert post.kind is PostKind.UNSUPPORTED and post.text
    nameless = tweets.post({"id": "1", "text": "Hello"}, Included(), "")
    assert (nameless.author.kind, nameless.author.id, nameless.own) == ("unnamed", "1", False)


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
