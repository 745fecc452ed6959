"""Files, quotes and windows of private messages, against the sandbox over real HTTP."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from platforms import messenger
from platforms.base import Act, Doing, Found, Media, MediaKind, Outcome, PlatformError, PostKind, Upload

from .conftest import PAGE, collect, outgoing, readings

KIND = "messenger"
ANN = {"id": "psid-ann", "name": "Ann"}
FILES = {
    MediaKind.IMAGE: ("bread.png", "image/png"),
    MediaKind.VIDEO: ("oven.mp4", "video/mp4"),
    MediaKind.AUDIO: ("voice.mp3", "audio/mpeg"),
    MediaKind.FILE: ("letter.pdf", "application/pdf"),
}


@pytest.fixture
def wire(company):
    return company.wire(KIND)


@pytest.fixture
def file(tmp_path):
    def make(kind):
        name, mime = FILES[kind]
        path = tmp_path / name
        path.write_bytes(b"some bytes of " + name.encode())
        return Upload(kind, path, name, mime)

    return make


def written(company, text="Hello?", **more):
    return company.control("messenger/messages", {"page": PAGE, "from": ANN, "text": text, **more})["id"]


def read(company):
    return {post.external_id: post for post in collect(readings(KIND, company.wire(KIND), company.watch(), 100))[0]}


def fetched(wire, media):
    address, headers = messenger.locate(wire, media)
    return httpx.get(address, headers=headers)


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file"])
def test_a_customers_file_comes_with_its_name_size_and_type(company, wire, kind):
    number = written(company, "", files=[{"kind": kind, "name": f"a-{kind}"}])
    post = read(company)[number]
    (media,) = post.media
    assert (post.kind, post.text, media.kind, media.name) == (PostKind.MESSAGE, "", MediaKind(kind), f"a-{kind}")
    answer = fetched(wire, media)
    assert (answer.status_code, len(answer.content)) == (200, media.size)
    assert answer.headers["content-type"].partition(";")[0] == media.mime


def test_a_sticker_is_a_sticker_and_a_quote_names_what_it_answers(company, wire):
    first = written(company, "Two loaves please")
    sticker = written(company, "", sticker="369239263222822")
    answer = written(company, "I mean three", reply_to=first)
    posts = read(company)
    (media,) = posts[sticker].media
    assert (media.kind, fetched(wire, media).status_code) == (MediaKind.STICKER, 200)
    assert (posts[answer].parent, posts[first].parent) == (first, "")


@pytest.mark.parametrize("kind", ["image", "sticker"])
def test_a_file_whose_address_has_ended_is_found_anew(company, wire, kind):
    number = written(company, "", **({"sticker": "7"} if kind == "sticker" else {"files": [{"kind": kind}]}))
    (media,) = read(company)[number].media
    ended = Media(media.kind, f"{wire.base}/cdn/1/old.png?oe=5f000000", media.id)
    address, headers = messenger.locate(wire, ended)
    assert address != ended.url and headers == {}
    assert httpx.get(address).content == fetched(wire, media).content
    with pytest.raises(PlatformError) as failure:
        messenger.locate(wire, Media(MediaKind.IMAGE, id="m_404:0"))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_where_the_platform_does_not_know_a_field_the_plain_ones_are_read(company, wire):
    number = written(company, "Hello?", files=[{"kind": "image"}])
    company.fault("error", "/conversations", "GET", status=400, body={"error": {"code": 100, "message": "(#100) No."}})
    posts = read(company)
    assert [media.kind for media in posts[number].media] == [MediaKind.IMAGE]


def test_a_reading_counts_its_calls(company, wire):
    written(company)
    (page,) = readings(KIND, wire, company.watch(), 100)
    assert page.reads == {"call": 1}


@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_goes_out_and_is_found_again(company, wire, file, kind):
    written(company)
    message = outgoing("", to=ANN["id"], media=(file(kind),), mark="mark-3")
    assert messenger.find_sent(wire, message).found is Found.NO
    sent = messenger.send(wire, message)
    (published,) = company.sent("messenger")
    assert (published["id"], published["to"], published["mark"]) == (sent.external_id, ANN["id"], "mark-3")
    (media,) = read(company)[sent.external_id].media
    assert (media.kind, fetched(wire, media).content) == (kind, message.media[0].path.read_bytes())
    assert messenger.find_sent(wire, message).sent.external_id == sent.external_id
    assert messenger.find_sent(wire, outgoing("", to=ANN["id"])).found is Found.NO


def test_of_two_files_of_one_kind_nobody_can_tell_which_is_which(company, wire, file):
    written(company)
    message = outgoing("", to=ANN["id"], media=(file(MediaKind.IMAGE),))
    first, second = messenger.send(wire, message), messenger.send(wire, message)
    assert messenger.find_sent(wire, message).found is Found.CANNOT_TELL
    search = messenger.find_sent(wire, message, frozenset({first.external_id}))
    assert (search.found, search.sent.external_id) == (Found.YES, second.external_id)


@pytest.mark.parametrize("do", ["error_after", "drop_after", "drop"])
def test_a_lost_upload_can_be_repeated_for_nobody_saw_it(company, wire, file, do):
    written(company)
    message = outgoing("", to=ANN["id"], media=(file(MediaKind.IMAGE),))
    company.fault(do, "/message_attachments")
    with pytest.raises(PlatformError) as failure:
        messenger.send(wire, message)
    assert (failure.value.outcome, company.sent("messenger")) == (Outcome.RETRY, [])
    messenger.send(wire, message)
    assert len(company.sent("messenger")) == 1


def test_words_and_a_file_are_two_messages(company, wire, file):
    written(company)
    with pytest.raises(PlatformError) as failure:
        messenger.send(wire, outgoing("Look", to=ANN["id"], media=(file(MediaKind.IMAGE),)))
    assert (failure.value.outcome, company.sent("messenger")) == (Outcome.MESSAGE_FAILED, [])


def test_an_answer_quotes_the_message_it_answers(company, wire):
    asked = written(company)
    sent = messenger.send(wire, outgoing("Yes", to=ANN["id"], parent=asked))
    assert read(company)[sent.external_id].parent == asked


@pytest.mark.parametrize(
    ("hours", "by_hand", "words"),
    [(30, False, "only a person may answer"), (8 * 24, True, "seven days"), (8 * 24, False, "seven days")],
)
def test_outside_the_window_nothing_is_asked_of_the_platform(company, wire, file, hours, by_hand, words):
    written(company)
    long_ago = datetime.now(UTC) - timedelta(hours=hours)
    late = outgoing("", to=ANN["id"], last_inbound=long_ago, by_hand=by_hand, media=(file(MediaKind.IMAGE),))
    company.fault("error", "/message_attachments", status=500)
    with pytest.raises(PlatformError) as failure:
        messenger.send(wire, late)
    assert (failure.value.outcome, failure.value.code) == (Outcome.MESSAGE_FAILED, "window_closed")
    assert words in failure.value.reason


def test_the_customer_is_shown_that_he_was_read(company, wire):
    written(company)
    for _ in range(2):
        messenger.do(wire, Doing(Act.MARK_READ, "", to=ANN["id"]))
    path = f"{wire.base}/v26.0/{PAGE}/conversations"
    answer = httpx.get(path, params={"fields": "unread_count"}, headers={"Authorization": f"Bearer {wire.token}"})
    assert [thread["unread_count"] for thread in answer.json()["data"]] == [0]


@pytest.mark.parametrize(("do", "outcome"), [("drop_after", Outcome.RETRY), ("error", Outcome.RETRY)])
def test_to_show_it_may_be_repeated(company, wire, do, outcome):
    written(company)
    company.fault(do, "/messages")
    with pytest.raises(PlatformError) as failure:
        messenger.do(wire, Doing(Act.MARK_READ, "", to=ANN["id"]))
    assert failure.value.outcome is outcome


def test_other_acts_are_refused_before_the_platform_is_asked(wire):
    with pytest.raises(PlatformError) as failure:
        messenger.do(wire, Doing(Act.DELETE, "m_1", to=ANN["id"]))
    assert (failure.value.outcome, failure.value.code) == (Outcome.MESSAGE_FAILED, "act")


def test_subscribing_keeps_what_the_page_delivers_already(company, wire):
    path, auth = f"{wire.base}/v26.0/{PAGE}/subscribed_apps", {"Authorization": f"Bearer {wire.token}"}
    httpx.post(path, headers=auth, json={"subscribed_fields": "feed,mention"})
    assert not messenger.subscribed(wire, "https://ours.example/webhooks")
    messenger.subscribe(wire, "https://ours.example/webhooks")
    assert messenger.subscribed(wire, "https://ours.example/webhooks")
    (app,) = httpx.get(path, headers=auth).json()["data"]
    assert {"feed", "mention", "messages", "message_edits", "standby"} <= set(app["subscribed_fields"])
