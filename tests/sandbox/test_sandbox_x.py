"""X, driven by tweepy, and its rules."""

from urllib.parse import urlsplit

import pytest
import requests
import tweepy

from tests.sandbox.playing import ACME, world

DAY = 24 * 3600


class Redirect(requests.adapters.HTTPAdapter):
    """Sends to the sandbox what tweepy sends to the platform."""

    def __init__(self, base):
        self.base = base
        super().__init__()

    def send(self, request, **more):
        parts = urlsplit(request.url)
        request.url = self.base + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, **more)


@pytest.fixture
def client(sandbox):
    made = tweepy.Client("x token")
    made.session.mount("https://api.twitter.com", Redirect(sandbox.url))
    made.session.mount("https://api.x.com", Redirect(sandbox.url))
    return made


def tweet(sandbox, text, username="ann", **more):
    return sandbox.control("x/tweets", {"author": {"username": username}, "text": text, **more})["id"]


def direct(sandbox, text, username="ann", **more):
    return sandbox.control("x/messages", {"from": {"username": username}, "to": "acme", "text": text, **more})


def found(sandbox, query):
    answer = sandbox.x("GET", "tweets/search/recent", params={"query": query})
    assert answer.status_code == 200, answer.text
    return {one["text"] for one in answer.json().get("data", [])}


def reply(sandbox, text, above):
    return sandbox.x("POST", "tweets", json={"text": text, "reply": {"in_reply_to_tweet_id": above}})


def test_tweepy_knows_who_it_is(client):
    assert client.get_me(user_auth=False).data.username == "acme"
    assert client.get_user(username="ACME").data.id == int(ACME)
    assert client.get_user(username="nobody").errors[0]["title"] == "Not Found Error"


def test_tweepy_pages_through_the_mentions(sandbox, client):
    made = [tweet(sandbox, f"@acme number {number}", at=1_700_000_000 + number) for number in range(12)]
    pages = tweepy.Paginator(
        client.get_users_mentions, ACME, max_results=5, expansions="author_id", tweet_fields="created_at"
    )
    read = list(pages)
    assert [str(one.id) for page in read for one in page.data] == made[::-1]
    assert [page.meta["result_count"] for page in read] == [5, 5, 2]
    assert read[0].includes["users"][0].username == "ann"
    assert read[0].data[0].created_at.timestamp() == 1_700_000_011
    newer = client.get_users_mentions(ACME, since_id=made[9], until_id=made[11])
    assert [str(one.id) for one in newer.data] == [made[10]]


def test_no_results_have_no_data(sandbox):
    assert sandbox.x("GET", f"users/{ACME}/mentions").json() == {"meta": {"result_count": 0}}


def test_tweepy_answers_and_deletes(sandbox, client):
    above = tweet(sandbox, "@acme help")
    made = client.create_tweet(text="Sorry!", in_reply_to_tweet_id=above, user_auth=False)
    assert made.data["text"] == "@ann Sorry!"
    entry = sandbox.sent("x")[0]
    assert (entry["id"], entry["in_reply_to"], entry["text"]) == (made.data["id"], above, "Sorry!")
    again = client.get_tweet(made.data["id"], tweet_fields="conversation_id,referenced_tweets").data
    assert str(again.conversation_id) == above and str(again.referenced_tweets[0].id) == above
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        client.create_tweet(text="Sorry!", in_reply_to_tweet_id=above, user_auth=False)
    assert client.delete_tweet(made.data["id"], user_auth=False).data["deleted"] is True
    assert client.get_tweets([above, made.data["id"]]).errors[0]["resource_id"] == made.data["id"]


def test_only_those_who_engaged_may_be_answered_unless_enterprise(sandbox):
    above = tweet(sandbox, "Acme is bad")
    refused = reply(sandbox, "Why?", above)
    assert refused.status_code == 403 and "not been mentioned" in refused.json()["detail"]
    described = world()
    described["x_users"][0]["tier"] = "enterprise"
    sandbox.control("world", described)
    assert reply(sandbox, "Why?", above).status_code == 201


def test_a_long_tweet_is_refused(sandbox):
    above = tweet(sandbox, "@acme help")
    assert reply(sandbox, "x" * 257 + " https://example.com/a/very/long/path", above).status_code == 403
    assert reply(sandbox, "x" * 256 + " https://example.com/a/very/long/path", above).status_code == 201


def test_tweepy_searches(sandbox, client):
    for number in range(12):
        tweet(sandbox, f"Acme again {number}")
    pages = list(tweepy.Paginator(client.search_recent_tweets, "acme -is:retweet", max_results=10))
    assert [page.meta["result_count"] for page in pages] == [10, 2]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("acme", {"ACME is bad", "I love acme's #coffee", "@acme hello"}),
        ("acme -bad", {"I love acme's #coffee", "@acme hello"}),
        ('"is bad"', {"ACME is bad"}),
        ("#coffee OR @acme", {"I love acme's #coffee", "@acme hello", "More #Coffee!"}),
        ("(love OR more) #coffee", {"I love acme's #coffee", "More #Coffee!"}),
        ("coffee -(love OR more)", {"coffeehouse no, coffee yes"}),
        ("from:bob", {"More #Coffee!"}),
        ("acme -from:ann", set()),
        ("cme", set()),
    ],
)
def test_the_query_language(sandbox, query, texts):
    for text in ("ACME is bad", "I love acme's #coffee", "@acme hello", "coffeehouse no, coffee yes"):
        tweet(sandbox, text)
    tweet(sandbox, "More #Coffee!", username="bob")
    assert found(sandbox, query) == texts


@pytest.mark.parametrize("query", ["", "(acme", "-acme", "acme nonsense:1", "x" * 513, "is:retweet", 'acme "open'])
def test_bad_queries_are_refused(sandbox, query):
    answer = sandbox.x("GET", "tweets/search/recent", params={"query": query})
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")


def test_conversation_and_reach_of_search(sandbox):
    now = sandbox.control("clock", {"offset": 0})["now"]
    old = tweet(sandbox, "acme long ago", at=now - 8 * DAY)
    above = tweet(sandbox, "@acme help")
    below = tweet(sandbox, "and this", in_reply_to=above, username="bob")
    assert found(sandbox, f"conversation_id:{above} -from:ann") == {"@ann and this"}
    assert found(sandbox, "acme") == {"@acme help"}
    too_old = sandbox.x("GET", "tweets/search/recent", params={"query": "acme", "since_id": old})
    assert too_old.status_code == 400 and "since_id" in too_old.json()["errors"][0]["parameters"]
    newer = sandbox.x("GET", "tweets/search/recent", params={"query": "acme OR this", "since_id": above}).json()
    assert newer["meta"]["newest_id"] == below


def test_post_fields_speak_of_posts(sandbox):
    above = tweet(sandbox, "@acme help")
    reply(sandbox, "Sorry!", above)
    asked = {"post.fields": "referenced_posts,public_metrics", "expansions": "referenced_posts"}
    read = sandbox.x("GET", f"users/{ACME}/tweets", params=asked).json()
    assert read["data"][0]["referenced_posts"] == [{"type": "replied_to", "id": above}]
    assert "edit_history_post_ids" in read["data"][0] and "repost_count" in read["data"][0]["public_metrics"]
    assert read["includes"]["posts"][0]["id"] == above


def test_tweepy_reads_and_sends_direct_messages(sandbox, client):
    first = direct(sandbox, "Psst")
    person = first["from"]
    sent = client.create_direct_message(participant_id=person, text="Yes?", user_auth=False).data
    events = client.get_direct_message_events(
        dm_event_fields="sender_id,created_at,dm_conversation_id", expansions="sender_id", user_auth=False
    )
    assert [(str(one.id), one.text) for one in events.data] == [(sent["dm_event_id"], "Yes?"), (first["id"], "Psst")]
    assert events.data[0].dm_conversation_id == f"{ACME}-{person}" == sent["dm_conversation_id"]
    again = client.create_direct_message(dm_conversation_id=f"{ACME}-{person}", text="Still there?", user_auth=False)
    with_one = client.get_direct_message_events(participant_id=person, user_auth=False)
    assert str(with_one.data[0].id) == again.data["dm_event_id"]
    assert [entry["to"] for entry in sandbox.sent("x_dm")] == [person, person]


def test_direct_messages_are_paged_and_reach_thirty_days(sandbox):
    now = sandbox.control("clock", {"offset": 0})["now"]
    direct(sandbox, "long ago", at=now - 31 * DAY)
    made = [direct(sandbox, f"Number {number}")["id"] for number in range(5)]
    first = sandbox.x("GET", "dm_events?max_results=3&event_types=MessageCreate").json()
    rest = sandbox.x("GET", f"dm_events?max_results=3&pagination_token={first['meta']['next_token']}").json()
    assert [one["id"] for one in first["data"] + rest["data"]] == made[::-1]
    assert "next_token" not in rest["meta"]
    assert sandbox.x("GET", "dm_events?event_types=ParticipantsJoin").json() == {"meta": {"result_count": 0}}


def test_one_direct_message_and_strangers(sandbox):
    made = direct(sandbox, "Psst")
    assert sandbox.x("GET", f"dm_events/{made['id']}").json()["data"]["text"] == "Psst"
    assert sandbox.x("POST", "dm_conversations/with/999/messages", json={"text": "Hi"}).status_code == 403


def test_wrong_and_expired_tokens(sandbox):
    assert sandbox.x("GET", "users/me", token="wrong").json()["title"] == "Unauthorized"
    sandbox.control("tokens/expire", {"token": "x token"})
    assert sandbox.x("GET", "users/me").status_code == 401
