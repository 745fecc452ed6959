"""Quotes, long posts, edits, deletions, likes, hiding and protected authors on X; both spellings of the names."""

import pytest
import requests
import tweepy
import xdk

from tests.sandbox.playing import ACME, world
from tests.sandbox.test_sandbox_x import Redirect, reply, tweet

HOUR = 3600


@pytest.fixture
def client(sandbox):
    made = tweepy.Client("x token", return_type=requests.Response)
    made.session.mount("https://api.twitter.com", Redirect(sandbox.url))
    return made


@pytest.fixture
def enterprise(sandbox):
    described = world()
    described["x_users"][0]["tier"] = "enterprise"
    sandbox.control("world", described)
    return sandbox


def read(sandbox, identifier, **asked):
    return sandbox.x(
        "GET", f"tweets/{identifier}", params={name.replace("_", "."): value for name, value in asked.items()}
    )


def test_a_quote_names_and_brings_the_quoted_post(sandbox):
    own = sandbox.x("POST", "tweets", json={"text": "We are open"}).json()["data"]["id"]
    made = tweet(sandbox, "Look at that", quotes=own)
    found = read(sandbox, made, tweet_fields="referenced_tweets,entities", expansions="referenced_tweets.id").json()
    assert found["data"]["referenced_tweets"] == [{"type": "quoted", "id": own}]
    assert found["includes"]["tweets"][0]["text"] == "We are open"
    link = found["data"]["entities"]["urls"][0]
    assert found["data"]["text"] == f"Look at that {link['url']}"
    assert link["expanded_url"] == f"https://twitter.com/acme/status/{own}"
    assert reply(sandbox, "Thank you", made).status_code == 201


def test_a_quoted_post_that_is_gone_is_an_error_beside_the_data(sandbox):
    own = sandbox.x("POST", "tweets", json={"text": "We are open"}).json()["data"]["id"]
    made = tweet(sandbox, "Look at that", quotes=own)
    sandbox.x("DELETE", f"tweets/{own}")
    found = read(sandbox, made, expansions="referenced_tweets.id").json()
    assert found["data"]["id"] == made
    assert (found["errors"][0]["resource_id"], found["errors"][0]["parameter"]) == (own, "referenced_tweets.id")


def test_a_long_post_is_cut_and_has_its_whole_text_beside(sandbox):
    text = "@acme " + "word " * 100 + "end"
    made = tweet(sandbox, text)
    short = read(sandbox, made).json()["data"]["text"]
    assert len(short) < 280 and not short.endswith("end")
    assert read(sandbox, made, tweet_fields="note_tweet").json()["data"]["note_tweet"]["text"] == text
    assert read(sandbox, made, post_fields="note_post").json()["data"]["note_post"]["text"] == text


def test_links_are_shortened_and_signs_escaped(sandbox):
    made = tweet(sandbox, "@acme 1 < 2 & https://example.com/a?b=c&d=e.")
    data = read(sandbox, made, tweet_fields="entities").json()["data"]
    link = data["entities"]["urls"][0]
    assert data["text"] == f"@acme 1 &lt; 2 &amp; {link['url']}."
    assert link["expanded_url"] == "https://example.com/a?b=c&d=e"
    assert data["entities"]["mentions"][0]["id"] == ACME


def test_an_edit_has_a_new_id_and_takes_the_old_ones_place(sandbox):
    first = tweet(sandbox, "@acme helo")
    second = sandbox.control("x/edits", {"tweet": first, "text": "@acme hello"})
    asked = {"tweet.fields": "edit_history_tweet_ids,edit_controls,created_at"}
    found = sandbox.x("GET", f"users/{ACME}/mentions", params=asked).json()["data"]
    assert [one["id"] for one in found] == [second["id"]]
    assert found[0]["edit_history_tweet_ids"] == [first, second["id"]] and found[0]["text"] == "@acme hello"
    assert found[0]["edit_controls"]["edits_remaining"] == 4
    earlier = sandbox.x("GET", "tweets", params={"ids": first, **asked}).json()["data"][0]
    assert (earlier["text"], earlier["edit_history_tweet_ids"]) == ("@acme helo", [first, second["id"]])
    again = {"tweet": first, "text": "@acme hi"}
    assert "newest version" in sandbox.http.post("/control/x/edits", json=again).json()["error"]
    sandbox.control("clock", {"offset": HOUR + 1})
    late = {"tweet": second["id"], "text": "@acme hi"}
    assert sandbox.http.post("/control/x/edits", json=late).status_code == 400


def test_the_company_edits_where_its_tier_allows(sandbox, enterprise):
    made = sandbox.x("POST", "tweets", json={"text": "Helo"}).json()["data"]["id"]
    body = {"text": "Hello", "edit_options": {"previous_post_id": made}}
    again = enterprise.x("POST", "tweets", json=body).json()["data"]
    assert again["edit_history_tweet_ids"] == [made, again["id"]] and again["text"] == "Hello"
    assert len(enterprise.sent("x")) == 1
    assert enterprise.x("DELETE", f"tweets/{again['id']}").json() == {"data": {"deleted": True}}
    assert "errors" in read(enterprise, made).json()


def test_self_serve_neither_edits_nor_quotes_nor_likes(sandbox):
    made = sandbox.x("POST", "tweets", json={"text": "Helo"}).json()["data"]["id"]
    body = {"text": "Hello", "edit_options": {"previous_post_id": made}}
    assert sandbox.x("POST", "tweets", json=body).status_code == 403
    assert sandbox.x("POST", "tweets", json={"text": "Look", "quote_tweet_id": made}).status_code == 403
    liked = sandbox.x("POST", f"users/{ACME}/likes", json={"tweet_id": made})
    assert (liked.status_code, liked.json()["detail"]) == (403, "You are not permitted to perform this action.")


def likes(sandbox, identifier):
    return read(sandbox, identifier, tweet_fields="public_metrics").json()["data"]["public_metrics"]["like_count"]


def test_tweepy_likes_and_takes_it_back(enterprise, client):
    made = tweet(enterprise, "@acme hello")
    path = f"/2/users/{ACME}/likes"
    assert client.request("POST", path, json={"tweet_id": made}).json() == {"data": {"liked": True}}
    assert client.request("POST", path, json={"tweet_id": made}).json() == {"data": {"liked": True}}
    assert likes(enterprise, made) == 1
    assert client.request("DELETE", f"{path}/{made}").json() == {"data": {"liked": False}}
    assert likes(enterprise, made) == 0
    assert enterprise.x("POST", "users/1/likes", json={"tweet_id": made}).status_code == 400


def test_tweepy_hides_an_answer_and_shows_it_again(sandbox, client):
    own = sandbox.x("POST", "tweets", json={"text": "We are open"}).json()["data"]["id"]
    answer = tweet(sandbox, "Rubbish", in_reply_to=own)
    for hidden in (True, False):
        told = client.request("PUT", f"/2/tweets/{answer}/hidden", json={"hidden": hidden})
        assert told.json() == {"data": {"hidden": hidden}}
    stranger = tweet(sandbox, "@acme elsewhere")
    refused = sandbox.x("PUT", f"tweets/{stranger}/hidden", json={"hidden": True})
    assert refused.status_code == 403


def test_what_is_deleted_or_protected_is_an_error_beside_the_rest(sandbox):
    stays, goes = tweet(sandbox, "@acme one"), tweet(sandbox, "@acme two")
    closed = tweet(sandbox, "@acme three", username="bob")
    sandbox.control("x/deletions", {"tweet": goes})
    sandbox.control("x/users", {"username": "bob", "protected": True})
    answer = sandbox.x("GET", "tweets", params={"ids": f"{stays},{goes},{closed}"})
    body = answer.json()
    assert answer.status_code == 200 and [one["id"] for one in body["data"]] == [stays]
    kinds = {one["resource_id"]: one["type"].rpartition("/")[2] for one in body["errors"]}
    assert kinds == {goes: "resource-not-found", closed: "not-authorized-for-resource"}
    assert reply(sandbox, "Hi", closed).status_code == 403


def test_reply_settings_bind_everybody(enterprise):
    closed = tweet(enterprise, "Only friends", reply_settings="following")
    assert read(enterprise, closed, tweet_fields="reply_settings").json()["data"]["reply_settings"] == "following"
    assert reply(enterprise, "Hi", closed).status_code == 403
    named = tweet(enterprise, "@acme only you", reply_settings="mentionedUsers")
    assert reply(enterprise, "Hi", named).status_code == 201


def test_xdk_reads_mentions_and_people_under_the_names_of_2026(sandbox):
    library = xdk.Client(base_url=sandbox.url, access_token="x token")
    made = [tweet(sandbox, f"@acme number {number}", at=1_700_000_000 + number) for number in range(7)]
    pages = library.users.get_mentions(
        ACME, max_results=5, post_fields=["created_at", "conversation_id"], expansions=["author_id"]
    )
    read = [one for page in pages for one in page.data]
    assert [one.id for one in read] == made[::-1]
    assert library.users.get_me().data.username == "acme"
    assert library.posts.get_by_id(made[0], post_fields=["lang"]).data.edit_history_post_ids == [made[0]]
    assert library.posts.delete(made_by(sandbox)).data.deleted is True


def made_by(sandbox):
    return sandbox.x("POST", "tweets", json={"text": "Hello"}).json()["data"]["id"]


def test_members_that_the_platform_does_not_know_are_refused(sandbox):
    answer = sandbox.x("POST", "tweets", json={"text": "Hi", "color": "red"})
    assert answer.status_code == 400 and "color" in answer.json()["errors"][0]["parameters"]


def test_pictures_of_people_are_served(sandbox):
    tweet(sandbox, "@acme hello")
    asked = {"expansions": "author_id", "user.fields": "profile_image_url"}
    users = sandbox.x("GET", f"users/{ACME}/mentions", params=asked).json()["includes"]["users"]
    picture = users[0]["profile_image_url"]
    assert requests.get(picture, timeout=10).content.startswith(b"\x89PNG")
