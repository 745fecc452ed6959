"""Webhook deliveries as the platforms really send them (captures beside the project), and mixtures of them."""

import json
import random
from datetime import UTC

import pytest

from platforms import hub, whatsapp
from platforms.base import SAID, PostKind

from .conftest import fixture_bodies, fixture_json, posts_of

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
                if post.kind in SAID:
                    assert (post.text or post.media or post.details) and (post.thread or post.peer)
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
