"""WhatsApp through Genesys Cloud, against the sandbox over real HTTP: polling that loses nothing."""

import base64
import time
from datetime import UTC, timedelta

import pytest

from platforms import download, genesys
from platforms.base import MediaKind, Outcome, PlatformError, PostKind

from .genesys_cloud import CUSTOMER, PNG, WORLD, clouds


@pytest.fixture
def cloud(company):
    """The organization."""
    yield from clouds(company)


def texts(posts):
    return [post.text for post in posts if post.kind is PostKind.MESSAGE]


def test_a_customer_who_writes_is_read_once(cloud):
    first = cloud.write("Grüße 🍞")
    page = cloud.fetch()
    (post,) = page.posts
    assert (post.external_id, post.text, post.private, post.own) == (first, "Grüße 🍞", True, False)
    assert (post.peer.kind, post.peer.id, post.peer.name) == ("phone", CUSTOMER, "Sheena")
    assert post.at.tzinfo is UTC
    second = cloud.write("Anybody?")
    after = cloud.fetch(page.cursor)
    assert [post.external_id for post in after.posts] == [second]
    assert cloud.fetch(after.cursor).posts == []


def test_many_messages_of_many_customers_all_come_in_order_in_small_readings_and_pages(cloud):
    cloud.world(page=2)
    now = time.time()
    wanted = []
    for place in range(23):
        cloud.write(f"message {place}", customer=f"1650555{1000 + place % 5}", at=now - 3000 + place * 60)
        wanted.append(f"message {place}")
    posts, cursor = cloud.readings({}, limit=4)
    assert texts(posts) == wanted
    assert cloud.fetch(cursor).posts == []


def test_what_is_dated_back_within_the_overlap_is_not_missed(cloud):
    now = time.time()
    cloud.write("newest", at=now)
    cursor = cloud.fetch().cursor
    cloud.write("late", customer="16505550000", at=now - 300)
    assert texts(cloud.fetch(cursor).posts) == ["late"]


def test_the_last_words_before_a_conversation_ended_are_read(cloud):
    first = cloud.write("Hello")
    cursor = cloud.fetch().cursor
    cloud.write("And goodbye")
    cloud.company.control("genesys/disconnect", {"id": first})
    page = cloud.fetch(cursor)
    assert texts(page.posts) == ["And goodbye"]
    assert page.cursor["open"] == []


def test_a_reading_that_failed_is_repeated_and_loses_nothing(cloud):
    cloud.write("Hello")
    cursor = cloud.fetch().cursor
    cloud.write("Still there?")
    cloud.company.fault("drop", "/messages/bulk$")
    with pytest.raises(PlatformError) as failure:
        cloud.fetch(cursor)
    assert failure.value.outcome is Outcome.RETRY
    assert texts(cloud.fetch(cursor).posts) == ["Still there?"]


def test_a_message_whose_words_cannot_be_read_yet_is_not_passed_over(cloud):
    first = cloud.write("Hello")
    cloud.company.fault("error", "/messages/bulk$", status=200, body={"entities": []})
    page = cloud.fetch()
    assert page.posts == []
    cloud.company.control("genesys/disconnect", {"id": first})
    assert texts(cloud.fetch(page.cursor).posts) == ["Hello"], "not even where the conversation has ended since"


def test_a_long_time_without_reading_is_a_gap(cloud):
    cursor = cloud.fetch().cursor
    assert cloud.fetch(cursor).gaps == ()
    (gap,) = cloud.fetch({**cursor, "looked": cursor["looked"] - 3600}).gaps
    assert gap.until - gap.since >= timedelta(hours=1)


def test_what_another_integration_gets_is_not_ours(cloud):
    other = {"id": "integration-2", "name": "Other", "phone": "+4930123"}
    cloud.world(integrations=[*WORLD["integrations"], other])
    cloud.write("Not for us", integration="integration-2", customer="4915112345")
    cloud.write("For us")
    assert texts(cloud.fetch().posts) == ["For us"]


def test_a_message_that_was_removed_is_deleted(cloud):
    number = cloud.write("Oops")
    cursor = cloud.fetch().cursor
    cloud.become(number, "removed")
    (post,) = cloud.fetch(cursor).posts
    assert (post.kind, post.external_id) == (PostKind.DELETION, number)


def test_a_customers_file_is_read_and_can_be_fetched(cloud):
    file = {"data": base64.b64encode(PNG).decode(), "mime": "image/png", "name": "a.png"}
    cloud.write("Look", files=[file])
    (post,) = cloud.fetch().posts
    (media,) = post.media
    assert (post.text, media.kind, media.mime, media.size) == ("Look", MediaKind.IMAGE, "image/png", len(PNG))
    with download.fetched(cloud.wire, *genesys.locate(cloud.wire, media), largest=1000) as content:
        assert content.read() == PNG


def test_the_token_goes_along_to_the_organizations_own_address_only(cloud):
    file = {"data": base64.b64encode(PNG).decode()}
    cloud.write("", files=[file])
    media = cloud.fetch().posts[0].media[0]
    assert "Authorization" in genesys.locate(cloud.wire, media)[1]
    elsewhere = type(media)(media.kind, url="https://signed.mypurecloud.com/a.png")
    assert genesys.locate(cloud.wire, elsewhere) == (elsewhere.url, {})


def test_what_is_neither_words_nor_a_file_comes_as_a_detail_or_as_unsupported(cloud):
    place = {"latitude": 37.4, "longitude": -122.1, "address": "101 Forest Ave"}
    cloud.write("", content=[{"contentType": "Location", "location": place}])
    cloud.write("", content=[{"contentType": "ButtonResponse", "buttonResponse": {"text": "Yes", "payload": "y"}}])
    cloud.write("", content=[{"contentType": "Hologram", "hologram": {}}])
    location, button, unknown = cloud.fetch().posts
    assert [(one.kind, one.text) for one in location.details] == [("location", "101 Forest Ave")]
    assert (button.text, button.details[0].kind, button.details[0].data["payload"]) == ("Yes", "choice", "y")
    assert (unknown.kind, unknown.details[0].text) == (PostKind.UNSUPPORTED, "Hologram")


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"id": 7},
        {"id": "a", "fromAddress": 16505551234},
        {"id": "a", "fromAddress": "tel:+16505551234", "normalizedMessage": 7, "media": [7, {"url": 7}]},
        {"id": "a", "fromAddress": "x", "normalizedMessage": {"content": [7, {"contentType": []}, {"attachment": 7}]}},
        {"id": "a", "fromAddress": "x", "timestamp": {}, "normalizedMessage": {"channel": {"from": [], "time": 1e400}}},
    ],
)
def test_no_shape_of_a_message_makes_reading_fail(broken):
    post = genesys.shapes.post(broken)
    assert post is None or post.kind is PostKind.UNSUPPORTED


def test_there_are_no_webhooks():
    assert genesys.parse_webhook(b'{"entry":[]}') == []
    assert genesys.length("🍞") == 2
