"""Files on X, in both directions and on both sides, over real HTTP against the sandbox."""

import base64

import pytest

from platforms import hub
from platforms.base import Found, MediaKind, Outcome, PlatformError, Upload
from platforms.http import shared_client
from platforms.x_upload import GIF_LIMIT, IMAGE_LIMIT, SEGMENT

from .conftest import collect, outgoing, readings

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


@pytest.fixture
def file(tmp_path):
    """A file of ours to send."""

    def file(kind=MediaKind.IMAGE, mime="image/png", content=PNG, alt="", name="picture"):
        path = tmp_path / name
        path.write_bytes(content)
        return Upload(kind, path, name, mime, alt)

    return file


@pytest.fixture
def gif(file):
    return file(mime="image/gif", content=GIF, name="moves")


@pytest.fixture
def film(file):
    return file(MediaKind.VIDEO, "video/mp4", MP4 + bytes(SEGMENT + 1000), name="film")


def asked_by(company, kind):
    """Somebody writes: (what our answer goes to, the module)."""
    if kind == "x_posts":
        tweet = company.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme hello?"})
        return {"parent": tweet["id"]}, hub.module(kind)
    message = company.control("x/messages", {"from": {"username": "ann"}, "to": "acme", "text": "Hello?"})
    return {"to": message["from"]}, hub.module(kind)


def read(company, kind):
    watch = company.watch(handles=("acme",))
    return collect(readings(kind, company.wire(kind), watch, 100))[0]


def fetched(company, kind, media):
    """The bytes of a file, from where the module says they are."""
    url, headers = hub.module(kind).locate(company.wire(kind), media)
    answer = shared_client().get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content


def test_pictures_of_a_post_come_with_their_descriptions_and_without_their_address_in_the_text(company):
    media = [
        {"kind": "photo", "alt_text": "A loaf", "data": base64.b64encode(PNG).decode()},
        {"kind": "photo", "data": base64.b64encode(PNG).decode()},
    ]
    company.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme look", "media": media})
    (post,) = read(company, "x_posts")
    assert post.text == "@acme look"
    assert [(one.kind, one.alt) for one in post.media] == [(MediaKind.IMAGE, "A loaf"), (MediaKind.IMAGE, "")]
    assert [fetched(company, "x_posts", one) for one in post.media] == [PNG, PNG]
    assert post.author.picture.startswith("http")


@pytest.mark.parametrize("kind", ["video", "animated_gif"])
def test_of_a_film_the_best_version_that_is_not_too_large_is_taken(company, kind):
    company.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme look", "media": [{"kind": kind}]})
    (post,) = read(company, "x_posts")
    (film,) = post.media
    assert (film.kind, film.mime) == (MediaKind.VIDEO, "video/mp4")
    assert "1280x720" not in film.url
    assert fetched(company, "x_posts", film)


def test_a_picture_alone_is_said_in_private_and_fetched_with_the_users_token(company):
    media = [{"kind": "photo", "data": base64.b64encode(PNG).decode()}]
    company.control("x/messages", {"from": {"username": "ann"}, "to": "acme", "text": "", "media": media})
    (post,) = read(company, "x_direct")
    (picture,) = post.media
    assert (post.kind, post.text, picture.kind) == ("message", "", MediaKind.IMAGE)
    url, headers = hub.module("x_direct").locate(company.wire("x_direct"), picture)
    assert url.startswith(company.sandbox.url) and headers == {"Authorization": "Bearer x-token"}
    assert fetched(company, "x_direct", picture) == PNG


@pytest.mark.parametrize("kind", ["x_posts", "x_direct"])
def test_a_picture_is_sent_with_words_or_without_and_comes_back_as_ours(company, file, kind):
    where, module = asked_by(company, kind)
    for text in ("Like this?", ""):
        sent = module.send(company.wire(kind), outgoing(text, media=(file(alt="A loaf"),), **where))
        message = outgoing(text, media=(file(),), **where)
        search = module.find_sent(company.wire(kind), message)
        assert (search.found, search.sent.external_id) == (Found.YES, sent.external_id)
        assert module.find_sent(company.wire(kind), outgoing(text, **where)).found is Found.NO


def test_four_pictures_go_with_one_post_and_carry_their_descriptions(company, file):
    where, module = asked_by(company, "x_posts")
    pictures = tuple(file(alt=f"Loaf {n}", name=f"{n}") for n in range(4))
    sent = module.send(company.wire("x_posts"), outgoing("All of them", media=pictures, **where))
    answer = (
        shared_client()
        .get(
            f"{company.sandbox.url}/2/tweets/{sent.external_id}",
            params={"expansions": "attachments.media_keys", "media.fields": "alt_text"},
            headers={"Authorization": "Bearer x-token"},
        )
        .json()
    )
    assert [row["alt_text"] for row in answer["includes"]["media"]] == [f"Loaf {n}" for n in range(4)]


@pytest.mark.parametrize("kind", ["x_posts", "x_direct"])
def test_films_and_gifs_go_in_segments_and_wait_until_x_has_worked_on_them(company, gif, film, kind):
    company.control("x/behavior", {"processing": 0.5})
    where, module = asked_by(company, kind)
    for one in (gif, film):
        sent = module.send(company.wire(kind), outgoing("Look", media=(one,), **where))
        assert sent.external_id in {row["id"] for row in company.sent("x" if kind == "x_posts" else "x_dm")}


def test_a_film_that_x_cannot_show_fails_the_message(company, film):
    company.control("x/behavior", {"processing": 0.2, "uploads": "failed"})
    where, module = asked_by(company, "x_posts")
    with pytest.raises(PlatformError) as failure:
        module.send(company.wire("x_posts"), outgoing("Look", media=(film,), **where))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
    assert "cannot show this file" in failure.value.reason
    assert company.sent("x") == []


@pytest.mark.parametrize("path", ["/2/media/upload$", "/finalize"])
@pytest.mark.parametrize("do", ["error", "error_after", "drop", "drop_after"])
def test_an_upload_that_broke_off_is_simply_tried_again(company, file, gif, do, path):
    where, module = asked_by(company, "x_posts")
    company.fault(do, path)
    one = gif if path == "/finalize" else file()
    with pytest.raises(PlatformError) as failure:
        module.send(company.wire("x_posts"), outgoing("Look", media=(one,), **where))
    assert failure.value.outcome is Outcome.RETRY
    assert company.sent("x") == []


def test_a_token_without_the_right_to_upload_does_not_stop_the_account(company, file):
    where, module = asked_by(company, "x_posts")
    body = {"title": "Forbidden", "detail": "Missing scope media.write", "type": ".../problems/client-forbidden"}
    company.fault("error", "/2/media/upload", status=403, body=body)
    with pytest.raises(PlatformError) as failure:
        module.send(company.wire("x_posts"), outgoing("Look", media=(file(),), **where))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


@pytest.mark.parametrize("kind", ["x_posts", "x_direct"])
def test_what_x_would_not_take_together_or_at_all_is_said_before_anything_is_sent(company, file, gif, film, kind):
    where, module = asked_by(company, kind)
    for media, words in (
        ((gif, file()), "goes alone"),
        ((film, film), "goes alone"),
        (tuple(file() for _ in range(5)), "at most"),
        ((file(content=bytes(IMAGE_LIMIT + 1), name="large"),), "larger than the 5 MB"),
        ((file(mime="image/gif", content=bytes(GIF_LIMIT + 1), name="big"),), "larger than the 15 MB"),
        ((file(MediaKind.FILE, "application/pdf", name="paper"),), "of this kind"),
        ((Upload(MediaKind.IMAGE, gif.path.with_name("gone"), "gone", "image/png"),), "attach it again"),
    ):
        with pytest.raises(PlatformError) as failure:
            module.send(company.wire(kind), outgoing("Look", media=media, **where))
        assert failure.value.outcome is Outcome.MESSAGE_FAILED
        assert words in failure.value.reason
