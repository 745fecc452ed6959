"""Direct messages of X: groups, who joins and leaves, deletion, blocks, closed settings, tokens that die."""

import pytest

from tests.sandbox.playing import ACME
from tests.sandbox.test_sandbox_x import direct, tweet

FIELDS = {"dm_event.fields": "id,text,event_type,sender_id,participant_ids,dm_conversation_id"}


def events(sandbox, **asked):
    return sandbox.x("GET", "dm_events", params=FIELDS | asked).json()


def send(sandbox, path, text="Hello"):
    return sandbox.x("POST", f"dm_conversations/{path}/messages", json={"text": text})


@pytest.fixture
def group(sandbox):
    return sandbox.control("x/groups", {"members": ["ann", "acme", "bob"]})["id"]


def test_a_group_tells_who_joins_and_leaves(sandbox, group):
    said = {"from": {"username": "ann"}, "group": group, "text": "Hi all"}
    sandbox.control("x/messages", said)
    sandbox.control("x/groups/join", {"group": group, "user": "eve"})
    sandbox.control("x/groups/leave", {"group": group, "user": "bob"})
    found = events(sandbox)["data"]
    kinds = [one["event_type"] for one in found]
    assert kinds == ["ParticipantsLeave", "ParticipantsJoin", "MessageCreate", "ParticipantsJoin"]
    assert {one["dm_conversation_id"] for one in found} == {group} and "text" not in found[0]
    assert ACME in found[3]["participant_ids"] and len(found[3]["participant_ids"]) == 3
    assert [one["text"] for one in events(sandbox, event_types="MessageCreate")["data"]] == ["Hi all"]
    assert send(sandbox, group, "Hello group").status_code == 201
    assert events(sandbox)["data"][0]["text"] == "Hello group"
    of_group = sandbox.x("GET", f"dm_conversations/{group}/dm_events").json()
    assert of_group["meta"]["result_count"] == 5


def test_participants_are_included_on_demand(sandbox, group):
    asked = {"expansions": "participant_ids", "user.fields": "username"}
    users = events(sandbox, **asked)["includes"]["users"]
    assert sorted(one["username"] for one in users) == ["acme", "ann", "bob"]


def test_only_members_write_into_a_group(sandbox):
    others = sandbox.control("x/groups", {"members": ["ann", "bob"]})["id"]
    assert send(sandbox, others).status_code == 403


def test_deleting_takes_away_ones_own_copy(sandbox):
    person = direct(sandbox, "Psst")["from"]
    sent = send(sandbox, f"with/{person}").json()["data"]["dm_event_id"]
    assert sandbox.x("DELETE", f"dm_events/{sent}").json() == {"data": {"deleted": True}}
    assert [one["text"] for one in events(sandbox)["data"]] == ["Psst"]
    assert [one["text"] for one in sandbox.x("GET", f"dm_conversations/with/{person}/dm_events").json()["data"]] == [
        "Psst"
    ]
    assert sandbox.x("DELETE", f"dm_events/{sent}").status_code == 404
    assert "errors" in sandbox.x("GET", f"dm_events/{sent}").json()


def test_closed_and_blocking_people_get_no_messages(sandbox):
    person = direct(sandbox, "Psst")["from"]
    sandbox.control("x/users", {"username": "ann", "closed": True})
    refused = send(sandbox, f"with/{person}")
    assert (refused.status_code, refused.json()["detail"]) == (403, "You cannot send messages to this user.")
    sandbox.control("x/users", {"username": "ann", "closed": False, "blocks": ["acme"]})
    assert send(sandbox, f"with/{person}").status_code == 403
    sandbox.control("x/users", {"username": "ann", "blocks": []})
    assert send(sandbox, f"with/{person}").status_code == 201


def test_the_company_blocks_and_unblocks(sandbox):
    person = direct(sandbox, "Psst")["from"]
    assert sandbox.x("POST", f"users/{person}/dm/block").json() == {"data": {"blocked": True}}
    body = {"from": {"username": "ann"}, "to": "acme", "text": "Hello?"}
    assert "takes no messages" in sandbox.http.post("/control/x/messages", json=body).json()["error"]
    assert sandbox.x("POST", f"users/{person}/dm/unblock").json() == {"data": {"blocked": False}}
    assert direct(sandbox, "Hello again")["from"] == person


def test_tokens_of_the_list_may_die(sandbox):
    for number in range(3):
        direct(sandbox, f"Number {number}")
    token = events(sandbox, max_results="1")["meta"]["next_token"]
    sandbox.control("x/behavior", {"dying_tokens": 1})
    dead = sandbox.x("GET", "dm_events", params={"pagination_token": token})
    assert dead.status_code == 400 and "pagination_token" in dead.json()["errors"][0]["parameters"]
    assert events(sandbox, pagination_token=token)["data"][0]["text"] == "Number 1"


def test_a_shared_post_is_a_link_and_a_reference(sandbox):
    shared = tweet(sandbox, "Acme is good")
    body = {"from": {"username": "ann"}, "to": "acme", "text": "See", "quotes": shared}
    sandbox.control("x/messages", body)
    asked = {"dm_event.fields": "referenced_tweets,entities", "expansions": "referenced_tweets.id"}
    found = sandbox.x("GET", "dm_events", params=asked).json()
    assert found["data"][0]["referenced_tweets"] == [{"id": shared}]
    assert found["data"][0]["entities"]["urls"][0]["expanded_url"] == f"https://x.com/i/status/{shared}"
    assert found["includes"]["tweets"][0]["text"] == "Acme is good"
