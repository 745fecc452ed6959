"""Facebook and Messenger, driven by client libraries that others wrote, and their rules."""

import pyfacebook
import pytest
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from tests.sandbox.playing import PAGE

DAY = 24 * 3600


def post(sandbox, message="Hello", **more):
    return sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": message, **more})


def comment(sandbox, object_id, message="Me too", name="Bob"):
    body = {"object": object_id, "author": {"name": name}, "message": message}
    return sandbox.control("facebook/comments", body)["id"]


def message(sandbox, text="Psst", name="Ann", **more):
    return sandbox.control("messenger/messages", {"page": PAGE, "from": {"name": name}, "text": text, **more})


def write_to(sandbox, person, text="Yes?", **more):
    return sandbox.graph(
        "POST", f"{PAGE}/messages", json={"recipient": {"id": person}, "message": {"text": text}, **more}
    )


@pytest.fixture
def pyfb(sandbox):
    class Redirected(pyfacebook.GraphAPI):
        GRAPH_URL = sandbox.url + "/"

    return Redirected(access_token="page token", version="v24.0", timeout=5)


@pytest.fixture
def business(sandbox):
    session = FacebookSession(access_token="page token", timeout=5)
    session.GRAPH = sandbox.url
    return FacebookAdsApi(session)


def test_pyfacebook_reads_the_feed_to_its_end(sandbox, pyfb):
    made = [post(sandbox, f"Post {number}")["id"] for number in range(7)]
    read = pyfb.get_full_connections(PAGE, connection="feed", fields="id,message,from", limit=3, count=100)
    assert [one["id"] for one in read["data"]] == made[::-1]
    assert read["data"][0]["from"]["name"] == "Ann"


def test_pyfacebook_comments_and_deletes(sandbox, pyfb):
    below = comment(sandbox, post(sandbox)["id"])
    answer = pyfb.post_object(below, connection="comments", data={"message": "We are sorry"})
    assert pyfb.get_object(answer["id"], fields="message,from,parent")["parent"]["id"] == below
    entry = sandbox.sent("facebook")[0]
    assert (entry["id"], entry["in_reply_to"], entry["text"]) == (answer["id"], below, "We are sorry")
    assert pyfb.delete_object(answer["id"]) == {"success": True}
    with pytest.raises(pyfacebook.FacebookError):
        pyfb.get_object(answer["id"])


def test_facebook_business_reads_and_answers(sandbox, business):
    above = post(sandbox)["id"]
    comments = [comment(sandbox, above, f"Comment {number}") for number in range(5)]
    feed = Page(PAGE, api=business).get_feed(fields=["id", "message", "created_time"])
    assert [one["id"] for one in feed] == [above]
    read = PagePost(above, api=business).get_comments(fields=["id", "message"], params={"limit": 2})
    assert [one["id"] for one in read] == comments
    made = PagePost(above, api=business).create_comment(params={"message": "Thanks"})
    assert [entry["id"] for entry in sandbox.sent()] == [made["id"]]


def test_facebook_business_reads_conversations(sandbox, business):
    message(sandbox)
    threads = Page(PAGE, api=business).get_conversations(fields=["id", "snippet"], params={"platform": "messenger"})
    assert [one["snippet"] for one in threads] == ["Psst"]


def test_next_links_lead_to_this_host_with_the_token_until_the_end(sandbox):
    made = [post(sandbox, f"Post {number}")["id"] for number in range(5)]
    page = sandbox.graph("GET", f"{PAGE}/feed?limit=2&fields=id").json()
    read = [one["id"] for one in page["data"]]
    while "next" in page["paging"]:
        assert page["paging"]["next"].startswith(sandbox.url) and "access_token=page+token" in page["paging"]["next"]
        page = sandbox.http.get(page["paging"]["next"]).json()
        read += [one["id"] for one in page["data"]]
    assert read == made[::-1]
    back = sandbox.http.get(page["paging"]["previous"]).json()
    assert [one["id"] for one in back["data"]] == made[1:3][::-1]


def test_a_cursor_dies_with_its_object(sandbox):
    made = [post(sandbox, f"Post {number}")["id"] for number in range(3)]
    after = sandbox.graph("GET", f"{PAGE}/feed?limit=1").json()["paging"]["cursors"]["after"]
    sandbox.graph("DELETE", made[2])
    assert sandbox.graph("GET", f"{PAGE}/feed?limit=1&after={after}").json()["error"]["code"] == 100


def test_since_until_and_limit(sandbox):
    for at in (1000, 2000, 3000):
        post(sandbox, f"At {at}", at=at)
    read = sandbox.graph("GET", f"{PAGE}/feed?since=2000&until=2999").json()["data"]
    assert [one["message"] for one in read] == ["At 2000"]
    assert read[0]["created_time"] == "1970-01-01T00:33:20+0000"
    assert sandbox.graph("GET", f"{PAGE}/feed?limit=101").json()["error"]["code"] == 100


def test_comment_stream_order_and_levels(sandbox):
    above = post(sandbox)["id"]
    first = comment(sandbox, above, "First")
    second = comment(sandbox, first, "Second")
    third = comment(sandbox, second, "Third")

    def read(path):
        return [one["id"] for one in sandbox.graph("GET", path).json()["data"]]

    assert read(f"{above}/comments") == [first]
    assert read(f"{above}/comments?filter=stream&order=reverse_chronological") == [third, second, first]
    assert read(f"{second}/comments") == [third]
    both = sandbox.graph("GET", f"?ids={first},{third}&fields=message,parent{{id}}").json()
    assert both[third] == {"message": "Third", "parent": {"id": second}, "id": third}
    assert "parent" not in both[first]


def test_visitor_posts_leave_the_pages_own_out(sandbox):
    own = {"page": PAGE, "author": {"id": PAGE, "name": "Acme"}, "message": "News"}
    company = sandbox.control("facebook/posts", own)["id"]
    visitor = post(sandbox)["id"]
    assert [one["id"] for one in sandbox.graph("GET", f"{PAGE}/feed").json()["data"]] == [visitor, company]
    assert [one["id"] for one in sandbox.graph("GET", f"{PAGE}/visitor_posts").json()["data"]] == [visitor]
    assert sandbox.sent() == []


def test_unknown_fields_and_objects_are_refused(sandbox):
    assert sandbox.graph("GET", f"{PAGE}?fields=nonsense").json()["error"]["code"] == 100
    lost = sandbox.graph("GET", "777_888").json()["error"]
    assert (lost["code"], lost["error_subcode"]) == (100, 33)
    assert sandbox.graph("GET", f"{PAGE}?fields=id,{{").json()["error"]["code"] == 2500


def test_conversations_come_last_changed_first_with_the_newest_messages_in_detail(sandbox):
    for number in range(25):
        message(sandbox, f"Message {number}", name="Ann", at=1_700_000_000 + number)
    message(sandbox, "Newer", name="Bob", at=1_700_001_000)
    fields = "id,updated_time,participants,messages.limit(25){id,message,from}"
    threads = sandbox.graph("GET", f"{PAGE}/conversations?platform=messenger&fields={fields}").json()["data"]
    assert [thread["participants"]["data"][0]["name"] for thread in threads] == ["Bob", "Ann"]
    messages = threads[1]["messages"]["data"]
    assert [one.get("message") for one in messages] == [f"Message {number}" for number in range(24, 4, -1)] + [None] * 5
    assert sandbox.graph("GET", messages[0]["id"] + "?fields=message").json()["message"] == "Message 24"
    assert sandbox.graph("GET", messages[-1]["id"]).json()["error"]["code"] == 100


def test_the_reply_window_of_messenger(sandbox):
    now = sandbox.control("clock", {"offset": 0})["now"]
    person = message(sandbox, at=now - DAY - 60)["from"]
    refused = write_to(sandbox, person)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 10)
    assert refused.json()["error"]["error_subcode"] == 2018278
    tagged = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    assert write_to(sandbox, person, **tagged).json()["recipient_id"] == person
    sandbox.control("clock", {"offset": 6 * DAY + 60})
    assert write_to(sandbox, person, **tagged).json()["error"]["error_subcode"] == 2018278
    assert write_to(sandbox, person, tag="ACCOUNT_UPDATE").json()["error"]["code"] == 100
    assert len(sandbox.sent("messenger")) == 1


def test_messenger_refuses_strangers_and_long_texts(sandbox):
    person = message(sandbox)["from"]
    assert write_to(sandbox, "999").json()["error"]["error_subcode"] == 2018001
    assert write_to(sandbox, person, "x" * 2001).json()["error"]["code"] == 100
    profile = sandbox.graph("GET", f"{person}?fields=first_name,name").json()
    assert profile == {"first_name": "Ann", "name": "Ann", "id": person}


def test_one_private_reply_to_a_comment(sandbox):
    made = comment(sandbox, post(sandbox)["id"], name="Cid")
    body = {"recipient": {"comment_id": made}, "message": {"text": "Privately"}}
    first = sandbox.graph("POST", f"{PAGE}/messages", json=body).json()
    assert sandbox.graph("GET", first["message_id"] + "?fields=message").json()["message"] == "Privately"
    assert sandbox.graph("POST", f"{PAGE}/messages", json=body).json()["error"]["code"] == 10900
    assert sandbox.sent("messenger")[0]["in_reply_to"] == made


def test_tokens_expire_and_are_restored(sandbox):
    assert sandbox.graph("GET", PAGE, token="wrong").json()["error"]["code"] == 190
    sandbox.control("tokens/expire", {"token": "page token"})
    expired = sandbox.graph("GET", PAGE).json()["error"]
    assert (expired["code"], expired["error_subcode"]) == (190, 463)
    health = sandbox.graph("GET", "debug_token?input_token=page token", token="900|app secret").json()["data"]
    assert health["is_valid"] is False and health["error"]["code"] == 190
    sandbox.control("tokens/restore", {"token": "page token"})
    assert sandbox.graph("GET", f"{PAGE}?access_token=page token", token="page token").json()["id"] == PAGE
