"""What captured deliveries about a page's public side become."""

import json
from datetime import UTC, datetime

import pytest

from platforms import facebook, hub, times
from platforms.base import CHANGES, Media, MediaKind, PostKind

from .conftest import fixture_bodies, fixture_json, posts_of

PAGE = "1234567890321"
VISITOR = 8423678347823
EDIT, DELETION, HIDING, REACTION = PostKind.EDIT, PostKind.DELETION, PostKind.HIDING, PostKind.REACTION


def capture(name):
    return fixture_json(f"facebook-webhooks/{name}.json")


def facebook_posts(name):
    return posts_of(facebook, capture(name))


def by_a_visitor(value):
    """The capture as if a visitor had done it: most of them were made by the page itself."""
    change = value["entry"][0]["changes"][0]["value"]
    change |= {"sender_id": VISITOR} if change.get("sender_id") == int(PAGE) else {}
    change |= {"from": {"id": VISITOR, "name": "Ann"}} if "from" in change else {}
    return value


def notices_of(value):
    return [notice for part in facebook.parse_webhook(json.dumps(value).encode()) for notice in part.notices]


def told(item, verb="add", field="feed", **value):
    """A delivery of one change that was never captured."""
    change = {"field": field, "value": {"item": item, "verb": verb, **value}}
    return {"object": "page", "entry": [{"id": PAGE, "time": 1700000000, "changes": [change]}]}


def test_nothing_that_was_ever_captured_is_dropped():
    bodies = fixture_bodies("facebook-webhooks")
    assert len(bodies) > 100
    for name, body in bodies:
        found = [part for _, part in hub.parse_webhook("facebook", body)]
        assert sum(len(part.posts) + len(part.notices) for part in found) >= len(json.loads(body)["entry"]), name


def test_a_delivery_that_comes_again_says_the_very_same():
    for name, body in fixture_bodies("facebook-webhooks"):
        assert hub.parse_webhook("facebook", body) == hub.parse_webhook("facebook", body), name


def test_a_comment_joins_its_post_or_its_parent_comment():
    for name in ("feed-comment-add-211", "feed-comment-add-25"):
        (post,) = facebook_posts(name)
        assert post.external_id == post.thread == "901097836652708_903438993085259"
        assert post.parent == "1234567890321_901097836652708"
        # In this capture the page itself comments.
        assert (post.own, post.author.name, post.text) == (True, "Tester", "and the next one")
    value = capture("feed-comment-add-211")
    value["entry"][0]["changes"][0]["value"] |= {"from": {"id": 8, "name": "Ann"}, "parent_id": "901097836652708_9"}
    (reply,) = posts_of(facebook, value)
    assert (reply.thread, reply.parent, reply.own) == ("901097836652708_9", "901097836652708_9", False)
    assert (reply.author.id, reply.author.scope) == ("8", PAGE)


@pytest.mark.parametrize(
    ("name", "kind", "text", "media", "details"),
    [
        ("feed-post-add-25", PostKind.MESSAGE, "Let's check this", [], []),
        ("feed-status-add-photos", PostKind.MESSAGE, "This is just a short test message", ["image"] * 3, []),
        ("feed-photo-add-25", PostKind.MESSAGE, "", ["image"], []),
        ("feed-photo-add-message", PostKind.MESSAGE, "A new really great Photo", ["image"], []),
        ("feed-video-add", PostKind.MESSAGE, "Test video", ["video"], []),
        ("feed-album-add", PostKind.MESSAGE, "", ["image"] * 3, []),
        ("feed-share-add-25", PostKind.MESSAGE, "Ein Link zu was ganz anderem: www.daserste.de", [], ["share"]),
        ("feed-comment-add-with-photo", PostKind.MESSAGE, "and the next one", ["image"], []),
        ("feed-comment-add-with-video", PostKind.MESSAGE, "and the next one", ["video"], []),
        ("mention-post-add-real", PostKind.MESSAGE, "A test post message", [], ["mention"]),
        ("mention-comment-add", PostKind.MESSAGE, "Just a test message", [], ["mention"]),
        ("mention-post-add", PostKind.UNSUPPORTED, "", [], ["mention", "unsupported"]),
        ("ratings-rating-add-25", PostKind.MESSAGE, "Ja ziemlich coole Sache", [], ["rating"]),
        ("ratings-comment-add-25", PostKind.UNSUPPORTED, "", [], ["unsupported"]),
    ],
)
def test_what_a_visitor_says_becomes(name, kind, text, media, details):
    (post,) = posts_of(facebook, by_a_visitor(capture(name)))
    assert (post.kind, post.text, post.own, post.private) == (kind, text, False, False)
    assert [one.kind.value for one in post.media] == media
    assert [one.kind for one in post.details] == details


def test_files_keep_their_address_and_the_number_to_ask_for_them():
    (post,) = posts_of(facebook, by_a_visitor(capture("feed-photo-add-25")))
    assert post.media == (Media(MediaKind.IMAGE, "https://www.example.org/test.jpg", "900767076685784"),)
    (post,) = posts_of(facebook, by_a_visitor(capture("feed-album-add")))
    assert [one.id for one in post.media] == ["900767076685784", "900767076685785", "900767076685786"]


def test_a_post_whose_author_is_not_named_is_not_lost():
    (post,) = facebook_posts("mention-post-add-real")
    assert (post.author.kind, post.author.id, post.author.scope) == ("unnamed", "1234567890321_98722536423179", PAGE)


def test_a_review_is_a_thread_and_what_is_said_below_joins_it():
    (review,) = facebook_posts("ratings-rating-add-31")
    assert (review.external_id, review.thread, review.author.id) == (*["904801129604590"] * 2, "705955836155788")
    (stars,) = review.details
    assert (stars.text, stars.data) == ("3", {"rating": 3, "recommendation_type": "POSITIVE"})
    assert review.at == times.moment(1537369512)
    (comment,) = facebook_posts("ratings-comment-add-25")
    assert (comment.thread, comment.parent) == ("6767676767", "6767676767")
    # Where the story is not named it is the second half of the post's id.
    value = capture("ratings-comment-add-25")
    del value["entry"][0]["changes"][0]["value"]["open_graph_story_id"]
    (comment,) = posts_of(facebook, value)
    assert (comment.thread, comment.parent) == (review.thread, review.external_id)
    (like,) = facebook_posts("ratings-like-add-25")
    assert like.external_id == review.external_id


def test_a_recommendation_without_stars_is_told_as_the_platform_words_it():
    value = told("rating", field="ratings", open_graph_story_id=9, reviewer_id=8, recommendation_type="NEGATIVE")
    (review,) = posts_of(facebook, value)
    assert [(one.kind, one.text) for one in review.details] == [("rating", "NEGATIVE")]
    assert (review.kind, review.text) == (PostKind.MESSAGE, "")


@pytest.mark.parametrize(
    ("name", "kind", "number", "happened"),
    [
        ("feed-comment-edited-25", EDIT, "900728623356296_900744590021366", 1448555737),
        ("feed-post-edit", EDIT, "1234567890321_7293787835232", 1467890409),
        # The time of the post itself is given too, and is not when it was edited.
        ("feed-status-edited-25", EDIT, "1234567890321_949560725137650", 1451949440),
        ("feed-photo-edited-message", EDIT, "1234567890321_901097836652708", 1467890039),
        ("feed-video-edited", EDIT, "1234567890321_901097836652708", 1467892960),
        ("ratings-rating-edit-25", EDIT, "904801129604590", 1448795002),
        ("feed-comment-remove-25", DELETION, "905578656204626_905579239537901", 1452107182),
        ("feed-post-remove-25", DELETION, "1234567890321_901097836652708", 1452098986),
        ("feed-photo-remove-25", DELETION, "1234567890321_900767076685784", 1448555879),
        ("feed-video-remove-25", DELETION, "1234567890321_900767076685784", 1448555879),
        ("ratings-rating-remove-25", DELETION, "904801129604590", 1452107389),
        ("ratings-comment-remove-25", DELETION, "716630661754264_812745235476139", 1452107371),
        ("feed-comment-hide", HIDING, "900728623356296_900744590021366", 1467894562),
        ("feed-post-hide", HIDING, "1234567890321_7293787835232", 1467890409),
        ("feed-status-hide-25", HIDING, "1234567890321_7293787835232", 1463123556),
        ("feed-share-hide", HIDING, "1234567890321_98735342324352", 1467894138),
        ("feed-video-hide", HIDING, "1234567890321_901097836652708", 1549034772),
        ("feed-video-block", HIDING, "1234567890321_900767076685784", 1549519204),
        ("feed-video-mute", HIDING, "1234567890321_900767076685784", 1549519204),
    ],
)
def test_what_becomes_of_a_post_afterwards(name, kind, number, happened):
    (change,) = facebook_posts(name)
    assert (change.kind, change.external_id, change.at) == (kind, number, times.moment(happened))
    assert change.hidden is (kind is HIDING)
    assert change.edited_at == (change.at if kind is EDIT else None)


@pytest.mark.parametrize("name", ["feed-comment-unhide", "feed-post-unhide", "feed-status-unhide", "feed-share-unhide"])
def test_what_was_hidden_is_shown_again(name):
    (change,) = facebook_posts(name)
    assert (change.kind, change.hidden) == (HIDING, False)


def test_a_film_that_the_platform_lets_go_is_shown_again():
    (blocked,), (shown,) = facebook_posts("feed-video-block"), facebook_posts("feed-video-unblock")
    assert (blocked.external_id, blocked.hidden, shown.hidden) == (shown.external_id, True, False)


def test_an_edit_says_what_stands_there_now():
    (edit,) = facebook_posts("feed-comment-edited-with-photo")
    assert (edit.text, [one.kind for one in edit.media]) == ("Let's see the Webhooks in action :D", [MediaKind.IMAGE])
    (edit,) = facebook_posts("feed-status-edited-photos")
    assert (edit.text, len(edit.media)) == ("This is an edited test message", 3)
    (edit,) = facebook_posts("ratings-rating-edit-25")
    assert (edit.text, edit.details[0].data) == ("Ja ziemlich coole Sache", {"rating": 3})


@pytest.mark.parametrize("name", ["ratings-comment-edited-25", "feed-album-edited"])
def test_an_edit_that_does_not_say_what_stands_there_wipes_nothing_out(name):
    assert facebook_posts(name) == []
    (notice,) = notices_of(capture(name))
    assert notice.subject == "page" and notice.data["verb"] == "edited"


@pytest.mark.parametrize(
    ("name", "number", "reaction", "who"),
    [
        ("feed-reaction-add", "1234567890321_98735342324352", "❤️", PAGE),
        ("feed-reaction-edit", "1234567890321_98735342324352", "😮", PAGE),
        ("feed-reaction-remove", "1234567890321_98735342324352", "", PAGE),
        ("feed-reaction-add-comment", "1234567890321_1264545546974600", "❤️", PAGE),
        ("feed-reaction-add-reply", "1234567890321_1357555177673636", "👍", PAGE),
        ("feed-like-add-25", "909653922461664_940663242694065", "👍", "909653922461664"),
        ("feed-like-add-comment-25", "940663242694065_659751347534292", "👍", "909653922461664"),
        ("feed-like-remove-25", "1234567890321_940663242694065", "", PAGE),
        ("ratings-reaction-add", "716630661754264", "😆", "705955836155788"),
        ("ratings-reaction-edit", "716630661754264", "😡", "705955836155788"),
        ("ratings-reaction-remove", "716630661754264", "", "705955836155788"),
        ("ratings-like-add-40", "2782258465134925", "👍", "705955836155788"),
        ("ratings-like-remove-40", "2782258465134925", "", "705955836155788"),
    ],
)
def test_reactions_name_the_post_and_whose_they_are(name, number, reaction, who):
    (post,) = facebook_posts(name)
    assert (post.kind, post.external_id, post.reaction) == (REACTION, number, reaction)
    assert (post.author.id, post.own) == (who, who == PAGE)


def test_a_reaction_comes_after_the_one_it_replaces_whenever_it_was_told():
    added, edited, removed = (facebook_posts(f"ratings-reaction-{verb}")[0] for verb in ("add", "edit", "remove"))
    assert added.at < edited.at < removed.at


@pytest.mark.parametrize(
    "name", ["feed-status-add-25", "feed-photo-add-25", "feed-share-add-25", "feed-event-add", "feed-album-add"]
)
def test_the_companys_own_posts_open_nothing_and_are_noticed(name):
    assert facebook_posts(name) == []
    (notice,) = notices_of(capture(name))
    assert (notice.field, notice.subject, notice.id) == ("feed", "page", PAGE)


@pytest.mark.parametrize(
    ("name", "subject", "number", "field"),
    [
        ("feed-like-add-page-25", "page", PAGE, "feed"),
        ("leadgen", "page", PAGE, "leadgen"),
        ("permission-granted.wh-1", "app", "0", "connected"),
        ("user-hometown-add", "person", "1234567897654321", "hometown"),
        ("unknown-change-value", "unsupported", "", "foo"),
    ],
)
def test_what_is_no_message_is_noticed(name, subject, number, field):
    value = capture(name)
    (notice,) = notices_of(value)
    assert (notice.subject, notice.id, notice.field) == (subject, number, field)
    assert notice.at == datetime.fromtimestamp(value["entry"][0]["time"], UTC)


def test_two_pages_entries_stay_apart_and_each_is_noticed():
    assert [notice.field for notice in notices_of(capture("feed-two-entries-25"))] == ["parking", "payment_options"]


@pytest.mark.parametrize(
    "value",
    [
        told("post", verb="teleport", post_id=f"{PAGE}_1", message="Hello"),
        told("comment", verb="hide"),
        told("reaction", verb="hide", post_id=f"{PAGE}_1", reaction_type="love"),
        {"object": "page", "entry": [{"id": PAGE, "time": 1, "changed_fields": ["feed"]}]},
    ],
)
def test_what_we_do_not_know_is_noticed_as_such(value):
    assert posts_of(facebook, value) == []
    (notice,) = notices_of(value)
    assert notice.subject == "unsupported"


def test_an_unknown_kind_of_post_is_said_to_be_one_with_its_words():
    (post,) = posts_of(facebook, told("poem", post_id=f"{PAGE}_1", message="Roses", **{"from": {"id": 8}}))
    assert (post.kind, post.text, [one.text for one in post.details]) == (PostKind.UNSUPPORTED, "Roses", ["poem"])


def test_a_reaction_of_tomorrow_keeps_its_name():
    (post,) = posts_of(facebook, told("reaction", post_id=f"{PAGE}_1", reaction_type="CHEERS"))
    assert (post.reaction, post.author) == ("cheers", None)


def test_where_a_delivery_has_no_time_its_changes_still_have_one_that_stays():
    for verb in ("edited", "remove", "hide"):
        value = told("comment", verb=verb, comment_id="1_2", post_id=f"{PAGE}_1", message="x")
        del value["entry"][0]["time"]
        (change,) = posts_of(facebook, value)
        assert change.kind in CHANGES and change.at == times.moment(0)


def test_links_people_named_and_when_it_was_edited_come_along():
    tags = [{"id": "5", "name": "Ben", "type": "user"}, 7]
    value = told("comment", comment_id="1_2", post_id=f"{PAGE}_1", link="https://a.example", message_tags=tags)
    (post,) = posts_of(facebook, value)
    assert [(one.kind, one.text) for one in post.details] == [("link", "https://a.example"), ("mention", "Ben")]
    value = told("comment", verb="edited", comment_id="1_2", post_id=f"{PAGE}_1", message="x", edited_time=1699999999)
    (edit,) = posts_of(facebook, value)
    assert edit.at == times.moment(1699999999)
