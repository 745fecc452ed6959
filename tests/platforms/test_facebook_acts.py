"""Pictures, private answers, acts and second looks at what is on a page, against the sandbox over real HTTP."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from platforms import facebook
from platforms.base import Act, Doing, Found, Media, MediaKind, Outcome, PlatformError, PostKind, Upload

from .conftest import PAGE, collect, outgoing, readings

KIND = "facebook_posts"
ANN = {"id": "id-ann", "name": "Ann"}
ACME = {"id": PAGE, "name": "ACME Bread"}
# The smallest PNG there is: one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "f61738550000000049454e44ae426082"
)


@pytest.fixture
def wire(company):
    return company.wire(KIND)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "bread.png"
    path.write_bytes(PIXEL)
    return Upload(MediaKind.IMAGE, path, "bread.png", "image/png")


def posted(company, message="Hello", author=ANN, **more):
    return company.control("facebook/posts", {"page": PAGE, "author": author, "message": message, **more})["id"]


def commented(company, above, message="Anybody?", author=ANN, **more):
    return company.control("facebook/comments", {"object": above, "author": author, "message": message, **more})["id"]


def read(company, **watch):
    return collect(readings(KIND, company.wire(KIND), company.watch(**watch), 100))[0]


def shown(wire, number, fields):
    answer = wire.http.get(
        f"{wire.base}/v26.0/{number}", params={"fields": fields}, headers={"Authorization": f"Bearer {wire.token}"}
    )
    return answer.json()


def fetched(wire, media):
    address, headers = facebook.locate(wire, media)
    return httpx.get(address, headers=headers)


def test_what_hangs_on_posts_and_comments_comes_with_them(company, wire):
    one = posted(company, "Look", files=[{"kind": "image"}])
    album = posted(company, "And these", files=[{"kind": "image"}, {"kind": "image"}, {"kind": "video"}])
    link = posted(company, "Read this", link={"url": "https://acme.example/news", "title": "News"})
    comment = commented(company, one, "", files=[{"kind": "image"}])
    posts = {post.external_id: post for post in read(company)}
    assert [media.kind for media in posts[one].media] == [MediaKind.IMAGE]
    assert [media.kind for media in posts[album].media] == [MediaKind.IMAGE, MediaKind.IMAGE, MediaKind.VIDEO]
    assert [(one.kind, one.text, one.data["url"]) for one in posts[link].details] == [
        ("link", "News", "https://acme.example/news")
    ]
    assert (posts[comment].kind, posts[comment].text) == (PostKind.MESSAGE, "")
    for media in (*posts[album].media, *posts[comment].media):
        assert fetched(wire, media).status_code == 200


def test_a_file_whose_address_has_ended_is_found_anew(company, wire):
    number = posted(company, "Look", files=[{"kind": "image"}])
    (media,) = read(company)[0].media
    ended = Media(media.kind, f"{wire.base}/cdn/1/old.png?oe={int(datetime(2020, 1, 1).timestamp()):x}", media.id)
    address, headers = facebook.locate(wire, ended)
    assert (address, headers) != (ended.url, {}) and not headers
    assert httpx.get(address).content == fetched(wire, media).content
    company.control("facebook/deletions", {"object": number})
    with pytest.raises(PlatformError) as failure:
        facebook.locate(wire, Media(MediaKind.IMAGE, id="404"))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_a_page_counts_the_calls_it_took(company, wire):
    posted(company)
    (page,) = readings(KIND, wire, company.watch(), 100)
    assert page.reads == {"call": 3}


@pytest.mark.parametrize("text", ["Here it is", ""])
def test_a_comment_carries_a_picture(company, wire, picture, text):
    parent = commented(company, posted(company))
    message = outgoing(text, parent=parent, media=(picture,))
    sent = facebook.send(wire, message)
    (published,) = company.sent("facebook")
    assert (published["id"], published["in_reply_to"], published["text"]) == (sent.external_id, parent, text)
    (media,) = next(post for post in read(company) if post.own).media
    assert fetched(wire, media).content == PIXEL
    assert facebook.find_sent(wire, message).sent.external_id == sent.external_id
    assert facebook.find_sent(wire, message, frozenset({sent.external_id})).found is Found.NO


def test_a_comment_with_words_alone_is_not_taken_for_one_with_a_picture(company, wire, picture):
    parent = posted(company)
    facebook.send(wire, outgoing("Here it is", parent=parent))
    assert facebook.find_sent(wire, outgoing("Here it is", parent=parent, media=(picture,))).found is Found.NO


@pytest.mark.parametrize("do", ["error_after", "drop_after", "drop"])
def test_a_lost_upload_can_be_repeated_for_nobody_saw_it(company, wire, picture, do):
    message = outgoing("Here it is", parent=posted(company), media=(picture,))
    company.fault(do, "/photos")
    with pytest.raises(PlatformError) as failure:
        facebook.send(wire, message)
    assert (failure.value.outcome, company.sent("facebook")) == (Outcome.RETRY, [])
    facebook.send(wire, message)
    assert len(company.sent("facebook")) == 1


def test_a_file_that_is_gone_and_a_second_picture_fail_the_message_in_words(company, wire, picture, tmp_path):
    parent = posted(company)
    lost = Upload(MediaKind.IMAGE, tmp_path / "lost.png", "lost.png", "image/png")
    for media, words in (((lost,), "attach it again"), ((picture, picture), "one image")):
        with pytest.raises(PlatformError) as failure:
            facebook.send(wire, outgoing("Look", parent=parent, media=media))
        assert failure.value.outcome is Outcome.MESSAGE_FAILED and words in failure.value.reason
    assert company.sent("facebook") == []


@pytest.mark.parametrize("below", [True, False])
def test_a_comment_or_post_is_answered_in_private_once(company, wire, below):
    parent = posted(company)
    parent = commented(company, parent) if below else parent
    message = outgoing("Let us talk here", parent=parent, private_reply=True, mark="mark-9")
    assert facebook.find_sent(wire, message).found is Found.NO
    sent = facebook.send(wire, message)
    (published,) = company.sent("messenger")
    assert (published["id"], published["text"], published["mark"]) == (sent.external_id, "Let us talk here", "mark-9")
    assert facebook.find_sent(wire, message).found is Found.CANNOT_TELL
    with pytest.raises(PlatformError) as failure:
        facebook.send(wire, message)
    assert (failure.value.outcome, failure.value.code) == (Outcome.MESSAGE_FAILED, "10900")
    assert company.sent("facebook") == []


def test_a_private_answer_carries_words_only(company, wire, picture):
    with pytest.raises(PlatformError) as failure:
        facebook.send(wire, outgoing("", parent=posted(company), private_reply=True, media=(picture,)))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_likes_and_hidings_are_done_and_taken_back_however_often(company, wire):
    comment = commented(company, posted(company))
    for act, field, value in [
        (Act.LIKE, "user_likes", True),
        (Act.UNLIKE, "user_likes", False),
        (Act.HIDE, "is_hidden", True),
        (Act.UNHIDE, "is_hidden", False),
    ]:
        for _ in range(2):
            facebook.do(wire, Doing(act, comment))
            assert shown(wire, comment, field)[field] is value


def test_an_own_comment_is_reworded_and_deleted(company, wire):
    own = facebook.send(wire, outgoing("We are hree", parent=posted(company))).external_id
    facebook.do(wire, Doing(Act.EDIT, own, text="We are here"))
    assert shown(wire, own, "message")["message"] == "We are here"
    for _ in range(2):
        facebook.do(wire, Doing(Act.DELETE, own))
        assert shown(wire, own, "message")["error"]["code"] == 100


def test_an_act_that_is_refused_says_so_and_one_that_is_so_already_is_done(company, wire):
    comment = commented(company, posted(company))
    refused = {"status": 400, "body": {"error": {"code": 100, "error_subcode": 1446036, "message": "No."}}}
    company.fault("error", f"/{comment}$", **refused)
    with pytest.raises(PlatformError) as failure:
        facebook.do(wire, Doing(Act.HIDE, comment))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED
    facebook.do(wire, Doing(Act.HIDE, comment))
    company.fault("error", f"/{comment}$", **refused)
    facebook.do(wire, Doing(Act.HIDE, comment))


def test_an_act_whose_result_is_open_may_be_repeated(company, wire):
    comment = commented(company, posted(company))
    company.fault("drop_after", "/likes")
    with pytest.raises(PlatformError) as failure:
        facebook.do(wire, Doing(Act.LIKE, comment))
    assert failure.value.outcome is Outcome.RETRY
    facebook.do(wire, Doing(Act.LIKE, comment))


@pytest.mark.parametrize("act", [Act.REACT, Act.MARK_READ])
def test_an_act_that_facebook_does_not_have_is_refused_before_it_is_asked(wire, act):
    with pytest.raises(PlatformError) as failure:
        facebook.do(wire, Doing(act, "1_2"))
    assert (failure.value.outcome, failure.value.code) == (Outcome.MESSAGE_FAILED, "act")


def test_a_second_look_tells_edits_hidings_and_deletions(company, wire):
    post = posted(company, "My bread is stale", files=[{"kind": "image"}])
    kept, hidden, gone = (commented(company, post, text) for text in ("Kept", "Hidden", "Gone"))
    company.control("facebook/edits", {"object": post, "message": "My bread is fine"})
    company.control("facebook/hidings", {"object": hidden, "hidden": True})
    company.control("facebook/deletions", {"object": gone})
    seen = facebook.reread(wire, [post, kept, hidden, gone, f"{PAGE}_404", "6767676767"])
    edits = {one.external_id: (one.text, len(one.media)) for one in seen if one.kind is PostKind.EDIT}
    assert edits == {post: ("My bread is fine", 1), kept: ("Kept", 0), hidden: ("Hidden", 0)}
    hidings = {one.external_id: one.hidden for one in seen if one.kind is PostKind.HIDING}
    assert hidings == {post: False, kept: False, hidden: True}
    assert {one.external_id for one in seen if one.kind is PostKind.DELETION} == {gone, f"{PAGE}_404"}
    assert all(abs(one.at - datetime.now(UTC)) < timedelta(minutes=5) for one in seen)


def test_fifty_are_looked_at_with_one_request(company):
    post, asked = posted(company), []
    numbers = [commented(company, post, f"comment {n}") for n in range(60)]
    with httpx.Client(event_hooks={"request": [asked.append]}) as counting:
        seen = facebook.reread(company.wire(KIND, http=counting), numbers)
    assert [one.external_id for one in seen if one.kind is PostKind.EDIT] == numbers
    assert len(asked) == 2


def test_a_post_elsewhere_that_tags_the_page_is_looked_at_as_what_it_is(company, wire):
    tagged = posted(company, "Love ACME Bread", tagged=True)
    seen = facebook.reread(wire, [tagged])
    assert [(one.kind, one.text) for one in seen if one.kind is PostKind.EDIT] == [(PostKind.EDIT, "Love ACME Bread")]


def test_a_second_look_that_cannot_be_had_deletes_nothing(company, wire):
    comment = commented(company, posted(company))
    company.control("tokens/expire", {"token": "page-token"})
    with pytest.raises(PlatformError) as failure:
        facebook.reread(wire, [comment])
    company.control("tokens/restore", {"token": "page-token"})
    assert failure.value.outcome is Outcome.ACCOUNT_SUSPENDED
    company.fault("error", "/v26.0/", "GET", times=2, status=403, body={"error": {"code": 10, "message": "No."}})
    assert [one.kind for one in facebook.reread(wire, [comment]) if one.kind is PostKind.DELETION] == []


def test_subscribing_keeps_what_the_page_delivers_already(company, wire):
    path = f"{wire.base}/v26.0/{PAGE}/subscribed_apps"
    auth = {"Authorization": f"Bearer {wire.token}"}
    httpx.delete(path, headers=auth)
    assert not facebook.subscribed(wire, "https://ours.example/webhooks")
    httpx.post(path, headers=auth, json={"subscribed_fields": "messages,message_reads"})
    facebook.subscribe(wire, "https://ours.example/webhooks")
    assert facebook.subscribed(wire, "https://ours.example/webhooks")
    (app,) = httpx.get(path, headers=auth).json()["data"]
    assert {"messages", "message_reads", "feed", "mention", "ratings"} <= set(app["subscribed_fields"])
