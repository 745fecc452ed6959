"""Media of X: uploads by xdk and by form, processing, alternative texts, files in posts and direct messages."""

import base64

import httpx
import pytest
import xdk
from xdk.direct_messages.models import CreateByParticipantIdRequest
from xdk.media.models import (
    AppendUploadRequest,
    CreateMetadataRequest,
    InitializeUploadRequest,
    UploadRequest,
)
from xdk.posts.models import CreateRequest

from sandbox.samples import MP4, png
from sandbox.x.media import GIF
from tests.sandbox.playing import ACME, wait_until

MEDIA = {"expansions": "attachments.media_keys", "media.fields": "url,preview_image_url,variants,alt_text,width,height"}


@pytest.fixture
def library(sandbox):
    return xdk.Client(base_url=sandbox.url, access_token="x token")


def form(sandbox, data, category, mime="image/png"):
    files = {"media": ("file", data, mime)}
    return sandbox.x("POST", "media/upload", data={"media_category": category}, files=files)


def photo(sandbox, category="tweet_image"):
    return form(sandbox, png(), category).json()["data"]["id"]


def tweet(sandbox, *media, text="Look"):
    return sandbox.x("POST", "tweets", json={"text": text, "media": {"media_ids": media}})


def shown(sandbox, tweet_id):
    return sandbox.x("GET", f"tweets/{tweet_id}", params=MEDIA).json()


def processing(sandbox, media):
    asked = {"media_id": media, "command": "STATUS"}
    return sandbox.x("GET", "media/upload", params=asked).json()["data"]["processing_info"]


def test_xdk_uploads_a_photo_and_shows_it_in_a_post(sandbox, library):
    body = UploadRequest(media=base64.b64encode(png()).decode(), media_category="tweet_image")
    made = library.media.upload(body).data
    library.media.create_metadata(CreateMetadataRequest(id=made.id, metadata={"alt_text": {"text": "A green field"}}))
    post = library.posts.create(CreateRequest(text="Look", media={"media_ids": [made.id]})).data
    found = shown(sandbox, post.id)
    medium = found["includes"]["media"][0]
    assert found["data"]["attachments"]["media_keys"] == [medium["media_key"]] == [made.media_key]
    assert (medium["type"], medium["alt_text"], medium["width"]) == ("photo", "A green field", 96)
    file = httpx.get(medium["url"], trust_env=False)
    assert file.content == png() and file.headers["content-type"] == "image/png"
    assert found["data"]["text"].startswith("Look https://t.co/")


def test_xdk_uploads_a_video_in_segments(sandbox, library):
    sandbox.control("x/behavior", {"processing": 30})
    whole = MP4 + bytes(1000)
    asked = InitializeUploadRequest(media_category="tweet_video", media_type="video/mp4", total_bytes=len(whole))
    made = library.media.initialize_upload(asked).data
    for index, part in enumerate((whole[:500], whole[500:])):
        segment = AppendUploadRequest(media=base64.b64encode(part).decode(), segment_index=index)
        library.media.append_upload(made.id, segment)
    told = library.media.finalize_upload(made.id).data
    assert told.processing_info.state == "pending" and told.processing_info.check_after_secs == 1
    assert tweet(sandbox, made.id).status_code == 400
    sandbox.control("clock", {"offset": 20})
    assert processing(sandbox, made.id)["state"] == "in_progress"
    sandbox.control("clock", {"offset": 31})
    assert library.media.get_upload_status(made.id, "STATUS").data.processing_info.state == "succeeded"
    medium = shown(sandbox, tweet(sandbox, made.id).json()["data"]["id"])["includes"]["media"][0]
    films = [one for one in medium["variants"] if one["content_type"] == "video/mp4"]
    assert sorted(one["bit_rate"] for one in films) == [832_000, 2_176_000, 10_368_000]
    assert httpx.get(films[0]["url"], trust_env=False).content == whole
    assert httpx.get(medium["preview_image_url"], trust_env=False).content.startswith(b"\x89PNG")


def test_processing_may_fail(sandbox):
    sandbox.control("x/behavior", {"processing": 0.2, "uploads": "failed"})
    made = form(sandbox, MP4, "tweet_video", "video/mp4").json()["data"]["id"]
    wait_until(lambda: processing(sandbox, made)["state"] == "failed")
    assert tweet(sandbox, made).status_code == 400


def test_segments_must_add_up(sandbox):
    asked = {"media_category": "tweet_gif", "media_type": "image/gif", "total_bytes": len(GIF)}
    made = sandbox.x("POST", "media/upload/initialize", json=asked).json()["data"]["id"]
    files = {"media": ("part", GIF[10:], "application/octet-stream")}
    sandbox.x("POST", f"media/upload/{made}/append", data={"segment_index": "1"}, files=files)
    assert sandbox.x("POST", f"media/upload/{made}/finalize").status_code == 400
    files = {"media": ("part", GIF[:10], "application/octet-stream")}
    sandbox.x("POST", f"media/upload/{made}/append", data={"segment_index": "0"}, files=files)
    assert sandbox.x("POST", f"media/upload/{made}/finalize").json()["data"]["size"] == len(GIF)


@pytest.mark.parametrize(
    ("category", "mime", "size"),
    [
        ("tweet_image", "image/png", 5 * 1024 * 1024 + 1),
        ("tweet_gif", "image/gif", 15 * 1024 * 1024 + 1),
        ("tweet_video", "video/mp4", 512 * 1024 * 1024 + 1),
        ("tweet_image", "video/mp4", 10),
        ("tweet_film", "video/mp4", 10),
    ],
)
def test_what_is_too_large_or_of_another_kind_is_refused(sandbox, category, mime, size):
    asked = {"media_category": category, "media_type": mime, "total_bytes": size}
    assert sandbox.x("POST", "media/upload/initialize", json=asked).status_code == 400


def test_four_photos_or_one_gif_and_only_ones_own(sandbox):
    photos = [photo(sandbox) for _ in range(5)]
    sandbox.control("x/behavior", {"processing": 0})
    gif = form(sandbox, GIF, "tweet_gif", "image/gif").json()["data"]["id"]
    assert tweet(sandbox, *photos).status_code == 400
    assert tweet(sandbox, photos[0], gif).status_code == 400
    assert tweet(sandbox, *photos[:4], text="").status_code == 201
    medium = shown(sandbox, tweet(sandbox, gif).json()["data"]["id"])["includes"]["media"][0]
    assert medium["type"] == "animated_gif" and medium["variants"][0]["url"].endswith(".mp4")
    assert tweet(sandbox, "123").status_code == 400
    assert tweet(sandbox, photo(sandbox, "dm_image")).status_code == 400
    sandbox.control("clock", {"offset": 25 * 3600})
    assert tweet(sandbox, photos[4]).status_code == 400


def test_media_go_both_ways_in_direct_messages(sandbox, library):
    sent = {"from": {"username": "ann"}, "to": "acme", "text": "", "media": [{"kind": "photo", "alt_text": "Broken"}]}
    made = sandbox.control("x/messages", sent)
    body = CreateByParticipantIdRequest(attachments=[{"media_id": photo(sandbox, "dm_image")}])
    answer = library.direct_messages.create_by_participant_id(made["from"], body).data
    page = next(
        library.direct_messages.get_events(
            expansions=["attachments.media_keys", "sender_id"],
            dm_event_fields=["attachments", "text"],
            media_fields=["url", "alt_text"],
        )
    )
    assert [one.id for one in page.data] == [answer.dm_event_id, made["id"]]
    theirs = page.includes.media[1]
    assert theirs.alt_text == "Broken" and page.data[1].text.startswith("https://t.co/")
    path = theirs.url.removeprefix(f"{sandbox.url}/2/")
    assert sandbox.x("GET", path).content == png()
    assert httpx.get(theirs.url, trust_env=False).status_code == 401
    wrong = {"text": "Two", "attachments": [{"media_id": photo(sandbox)}]}
    assert sandbox.x("POST", f"dm_conversations/with/{made['from']}/messages", json=wrong).status_code == 400


def test_a_customer_tweets_what_they_like(sandbox):
    own = base64.b64encode(png(1, 2, 3)).decode()
    media = [{"kind": "photo", "data": own}, {"kind": "photo"}]
    made = sandbox.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme look", "media": media})["id"]
    found = sandbox.x("GET", f"users/{ACME}/mentions", params=MEDIA).json()
    assert found["data"][0]["id"] == made
    assert httpx.get(found["includes"]["media"][0]["url"], trust_env=False).content == png(1, 2, 3)
    wrong = {"author": {"username": "ann"}, "text": "Hi", "media": [{"kind": "photo", "data": "?"}]}
    assert sandbox.http.post("/control/x/tweets", json=wrong).status_code == 400
