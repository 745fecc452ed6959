"""Acts on Facebook posts, comments and reviews, by customers and by the page, and what the page's apps hear."""

import warnings

import pytest
from facebook_business.adobjects.comment import Comment
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from tests.sandbox.playing import PAGE, wait_until


@pytest.fixture
def business(sandbox):
    session = FacebookSession(access_token="page token", timeout=5)
    session.GRAPH = sandbox.url
    return FacebookAdsApi(session)


def post(sandbox, message="Hello", **more):
    return sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": message, **more})[
        "id"
    ]


def comment(sandbox, above, message="Me too", name="Bob"):
    return sandbox.control("facebook/comments", {"object": above, "author": {"name": name}, "message": message})


def by_verb(receiver, count):
    told = wait_until(lambda: len(receiver.feed()) == count and receiver.feed())
    return {(one["item"], one["verb"]): one for one in told}


def test_facebook_business_likes_hides_rewords_and_deletes(sandbox, business):
    below = comment(sandbox, post(sandbox))["id"]
    with warnings.catch_warnings(action="ignore"):
        Comment(below, api=business).create_like()
        assert Comment(below, api=business).api_get(fields=["user_likes", "like_count"])["user_likes"] is True
        Comment(below, api=business).api_update(params={"is_hidden": True})
        assert Comment(below, api=business).api_get(fields=["is_hidden"])["is_hidden"] is True
        made = Comment(below, api=business).create_comment(params={"message": "Sory"})
        Comment(made["id"], api=business).api_update(params={"message": "Sorry"})
        assert Comment(made["id"], api=business).api_get(fields=["message"])["message"] == "Sorry"
        Comment(made["id"], api=business).api_delete()
    assert sandbox.graph("GET", made["id"]).json()["error"]["error_subcode"] == 33
    assert sandbox.graph("DELETE", f"{below}/likes").json() == {"success": True}
    assert sandbox.graph("GET", f"{below}/likes").json()["data"] == []


def test_what_a_page_may_not_do(sandbox):
    below = comment(sandbox, post(sandbox))["id"]
    assert sandbox.graph("POST", below, data={"message": "Other words"}).json()["error"]["code"] == 200
    own = sandbox.graph("POST", f"{below}/comments", data={"message": "Ours"}).json()["id"]
    assert sandbox.graph("POST", own, data={"is_hidden": "true"}).json()["error"]["code"] == 100


def test_customers_react_reword_and_delete(hooked, receiver):
    above = post(hooked)
    made = comment(hooked, above)
    hooked.control("facebook/reactions", {"object": made["id"], "author": {"name": "Ann"}, "reaction": "LOVE"})
    hooked.control("facebook/reactions", {"object": made["id"], "author": {"name": "Ann"}, "reaction": "WOW"})
    hooked.control("facebook/edits", {"object": made["id"], "message": "Me as well"})
    hooked.control("facebook/hidings", {"object": made["id"], "hidden": True})
    shown = hooked.graph("GET", f"{made['id']}?fields=message,is_hidden,reactions").json()
    assert (shown["message"], shown["is_hidden"]) == ("Me as well", True)
    assert [(one["name"], one["type"]) for one in shown["reactions"]["data"]] == [("Ann", "WOW")]
    hooked.control("facebook/reactions", {"object": made["id"], "author": {"name": "Ann"}, "reaction": ""})
    hooked.control("facebook/deletions", {"object": above})
    told = by_verb(receiver, 9)
    reaction = told["reaction", "add"]
    assert (reaction["reaction_type"], reaction["comment_id"], reaction["post_id"]) == ("love", made["id"], above)
    assert told["reaction", "edit"]["reaction_type"] == "wow" and ("reaction", "remove") in told
    assert told["comment", "edited"]["message"] == "Me as well" and ("comment", "hide") in told
    assert ("comment", "remove") in told and ("post", "remove") in told


def test_a_review_is_read_heard_answered_and_changed(hooked, receiver):
    described = {
        "page": PAGE,
        "author": {"name": "Ann"},
        "message": "Fine",
        "rating": 4,
        "recommendation_type": "POSITIVE",
    }
    made = hooked.control("facebook/ratings", described)
    answer = hooked.graph("POST", f"{made['story']}/comments", data={"message": "Thank you"}).json()["id"]
    assert answer.startswith(made["story"] + "_")
    hooked.control("facebook/edits", {"object": made["id"], "message": "Very fine"})
    told = by_verb(receiver, 3)
    added = told["rating", "add"]
    assert (added["rating"], added["review_text"], added["recommendation_type"]) == (4, "Fine", "POSITIVE")
    assert (added["open_graph_story_id"], added["reviewer_id"]) == (made["story"], made["from"])
    assert told["comment", "add"]["open_graph_story_id"] == made["story"]
    assert told["rating", "edit"]["review_text"] == "Very fine"
    fields = {bodies["entry"][0]["changes"][0]["field"] for bodies in receiver.bodies()}
    assert fields == {"ratings"}
    rows = hooked.graph("GET", f"{PAGE}/ratings?fields=reviewer,rating,review_text,open_graph_story{{id}}").json()[
        "data"
    ]
    assert [(row["rating"], row["review_text"], row["open_graph_story"]["id"]) for row in rows] == [
        (4, "Very fine", made["story"])
    ]
    assert hooked.graph("GET", f"{PAGE}/feed").json() == {"data": []}


def test_the_same_words_twice_are_refused_on_demand(sandbox):
    above = post(sandbox)

    def answer():
        return sandbox.graph("POST", f"{above}/comments", data={"message": "Sorry"}).json()

    assert "id" in answer() and "id" in answer()
    sandbox.control("rules", {"duplicates_refused": True})
    assert answer()["error"]["code"] == 506
    sandbox.control("clock", {"offset": 61})
    assert "id" in answer()
    assert len(sandbox.sent("facebook")) == 3


def test_several_ids_at_once_all_or_nothing(sandbox):
    above = post(sandbox)
    below = comment(sandbox, above)["id"]
    both = sandbox.graph("GET", f"?ids={above},{below}&fields=id,message").json()
    assert (both[above]["message"], both[below]["message"]) == ("Hello", "Me too")
    assert sandbox.graph("GET", f"?ids={above},{below}_9&fields=id").json()["error"]["code"] == 803


def test_any_other_change_word_for_word(hooked, receiver):
    value = {"item": "event", "verb": "add", "event_id": 7, "post_id": f"{PAGE}_7"}
    hooked.control("facebook/changes", {"page": PAGE, "field": "feed", "value": value})
    assert wait_until(receiver.feed) == [value]


def test_reading_on_can_be_refused(sandbox):
    made = [post(sandbox, f"{number}") for number in range(3)]
    first = sandbox.graph("GET", f"{PAGE}/feed?limit=2&fields=id").json()
    sandbox.control("faults", {"match": {"path": "/feed"}, "do": "dead_cursors"})
    assert sandbox.http.get(first["paging"]["next"]).json()["error"]["code"] == 100
    assert [one["id"] for one in sandbox.http.get(first["paging"]["next"]).json()["data"]] == made[:1]


def test_any_code_for_the_next_calls(sandbox):
    fault = {"match": {"path": "/feed$"}, "do": "error", "code": 190, "subcode": 460, "times": 2, "status": 401}
    sandbox.control("faults", fault)
    answers = [sandbox.graph("GET", f"{PAGE}/feed") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 200]
    assert answers[0].json()["error"]["error_subcode"] == 460
    sandbox.control("faults", {"do": "error", "status": 200, "code": 2})
    shown = sandbox.graph("GET", PAGE)
    assert (shown.status_code, shown.json()["error"]["code"]) == (200, 2)
