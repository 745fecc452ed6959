"""Messenger: what customers can do beside writing, windows, private replies, standby."""

import pytest

from tests.sandbox.playing import PAGE, wait_until

DAY = 24 * 3600


def write(sandbox, text="Psst", name="Ann", **more):
    return sandbox.control("messenger/messages", {"page": PAGE, "from": {"name": name}, "text": text, **more})


def send(sandbox, person, text="Yes?", **more):
    body = {"recipient": {"id": person}, "message": {"text": text}, **more}
    return sandbox.graph("POST", f"{PAGE}/messages", json=body).json()


def events(receiver, member):
    return [one for one in receiver.events() if member in one]


def test_quick_replies_answers_and_other_attachments(hooked, receiver):
    first = write(hooked)["id"]
    place = {"type": "location", "payload": {"coordinates": {"lat": 52.5, "long": 13.4}}}
    write(hooked, "Green", extra={"quick_reply": {"payload": "COLOR"}}, reply_to=first, attachments=[place])
    every = wait_until(lambda: len(events(receiver, "message")) == 2 and receiver.events())
    told = next(one["message"] for one in every if one["message"]["mid"] != first)
    assert told["quick_reply"] == {"payload": "COLOR"} and told["reply_to"] == {"mid": first}
    assert told["attachments"] == [place]
    shown = hooked.graph("GET", f"{told['mid']}?fields=message,reply_to").json()
    assert (shown["message"], shown["reply_to"]) == ("Green", {"mid": first})


def test_quick_replies_are_checked_and_tapped_until_another_message_dismisses_them(hooked, receiver):
    ann = write(hooked)["from"]
    good = {"content_type": "text", "title": "5", "payload": "five"}
    for wrong in (
        [{**good, "title": "x" * 21}],
        [{"content_type": "button"}],
        [good] * 14,
        "5",
        [{**good, "payload": ""}],
    ):
        refused = send(hooked, ann, message={"text": "How was it?", "quick_replies": wrong})
        assert refused["error"]["code"] == 100 and "quick_replies" in refused["error"]["message"]
    tap = {"page": PAGE, "from": {"id": ann, "name": "Ann"}, "title": "5"}
    send(hooked, ann, message={"text": "How was it?", "quick_replies": [good]})
    made = hooked.control("messenger/taps", tap)
    told = wait_until(lambda: [one for one in events(receiver, "message") if one["message"]["mid"] == made["id"]])
    assert (told[0]["message"]["text"], told[0]["message"]["quick_reply"]) == ("5", {"payload": "five"})
    again = hooked.http.post("/control/messenger/taps", json=tap)
    assert again.status_code >= 400 and "nothing to tap" in again.text


def test_stickers_have_their_own_type(hooked, receiver):
    hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "sticker": "369239263222822"})
    told = wait_until(lambda: events(receiver, "message"))[0]["message"]
    assert told["sticker_id"] == 369239263222822 and told["attachments"][0]["type"] == "sticker"
    assert hooked.http.get(told["attachments"][0]["payload"]["url"]).headers["content-type"] == "image/webp"


def test_a_tapped_button_is_a_message_in_the_conversation(hooked, receiver):
    body = {"page": PAGE, "from": {"name": "Ann"}, "title": "Get started", "payload": "START"}
    made = hooked.control(
        "messenger/postbacks", {**body, "referral": {"ref": "ad", "source": "ADS", "type": "OPEN_THREAD"}}
    )
    told = wait_until(lambda: events(receiver, "postback"))[0]["postback"]
    assert (told["mid"], told["title"], told["payload"], told["referral"]["ref"]) == (
        made["id"],
        "Get started",
        "START",
        "ad",
    )
    assert hooked.graph("GET", f"{made['id']}?fields=message").json()["message"] == "Get started"


def test_reactions_come_change_and_go(hooked, receiver):
    made = write(hooked)
    sent = send(hooked, made["from"])["message_id"]
    hooked.control("messenger/reactions", {"id": sent, "reaction": "love"})
    shown = hooked.graph("GET", f"{sent}?fields=reactions").json()["reactions"]["data"]
    assert shown == [{"reaction": "love", "users": [{"id": made["from"]}]}]
    hooked.control("messenger/reactions", {"id": sent, "reaction": ""})
    told = wait_until(lambda: len(events(receiver, "reaction")) == 2 and events(receiver, "reaction"))
    by_action = {one["reaction"]["action"]: one["reaction"] for one in told}
    assert by_action["react"] == {"mid": sent, "action": "react", "reaction": "love", "emoji": "❤"}
    assert by_action["unreact"] == {"mid": sent, "action": "unreact"}
    assert "reactions" not in hooked.graph("GET", f"{sent}?fields=reactions").json()


def test_an_edit_is_read_afterwards_and_a_message_taken_back_is_gone(hooked, receiver):
    kept, gone = write(hooked, "Helo")["id"], write(hooked, "Oops")["id"]
    hooked.control("messenger/edits", {"id": kept, "text": "Hello"})
    hooked.control("messenger/deletions", {"id": gone})
    wait_until(lambda: len(receiver.events()) == 4)
    assert events(receiver, "message_edit")[0]["message_edit"] == {"mid": kept, "text": "Hello", "num_edit": "1"}
    taken = [one["message"] for one in events(receiver, "message") if one["message"].get("is_deleted")]
    assert taken == [{"mid": gone, "is_deleted": True}]
    thread = hooked.graph("GET", f"{PAGE}/conversations?fields=messages{{message}}").json()["data"][0]
    assert [one["message"] for one in thread["messages"]["data"]] == ["Hello"]
    assert hooked.graph("GET", gone).json()["error"]["code"] == 100


def test_another_app_holds_the_thread(hooked, receiver):
    write(hooked, "For the other app", standby=True)
    body = wait_until(receiver.bodies)[0]
    assert "messaging" not in body["entry"][0]
    assert body["entry"][0]["standby"][0]["message"]["text"] == "For the other app"


def test_any_other_event_word_for_word(hooked, receiver):
    referral = {"referral": {"ref": "flyer", "source": "SHORTLINK", "type": "OPEN_THREAD"}}
    hooked.control(
        "messenger/events", {"page": PAGE, "from": {"name": "Ann"}, "field": "messaging_referrals", "event": referral}
    )
    assert wait_until(lambda: events(receiver, "referral"))[0]["referral"] == referral["referral"]


def test_the_longer_window_needs_the_feature(sandbox):
    now = sandbox.control("clock", {"offset": 0})["now"]
    person = write(sandbox, at=now - DAY - 60)["from"]
    tagged = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    assert sandbox.control("rules", {"human_agent": False})["human_agent"] is False
    assert send(sandbox, person, **tagged)["error"]["error_subcode"] == 2018278
    sandbox.control("rules", {"human_agent": True})
    assert "message_id" in send(sandbox, person, **tagged)
    assert send(sandbox, person, messaging_type="NONSENSE")["error"]["code"] == 100


def test_mark_seen_is_seen_and_other_actions_are_known(sandbox):
    person = write(sandbox)["from"]

    def unread():
        return sandbox.graph("GET", f"{PAGE}/conversations?fields=unread_count").json()["data"][0]["unread_count"]

    assert unread() == 1
    for action in ("typing_on", "mark_seen"):
        body = {"recipient": {"id": person}, "sender_action": action}
        assert sandbox.graph("POST", f"{PAGE}/messages", json=body).json() == {"recipient_id": person}
    assert unread() == 0
    body = {"recipient": {"id": person}, "sender_action": "dance"}
    assert sandbox.graph("POST", f"{PAGE}/messages", json=body).json()["error"]["code"] == 100


@pytest.mark.parametrize("late", [False, True])
def test_a_post_is_answered_in_private_once_and_within_a_week(sandbox, late):
    now = sandbox.control("clock", {"offset": 0})["now"]
    described = {"page": PAGE, "author": {"name": "Cid"}, "message": "Help", "at": now - (8 if late else 6) * DAY}
    made = sandbox.control("facebook/posts", described)["id"]
    body = {"recipient": {"post_id": made}, "message": {"text": "Privately"}}
    answers = [sandbox.graph("POST", f"{PAGE}/messages", json=body).json() for _ in range(2)]
    assert [answer.get("error", {}).get("code") for answer in answers] == ([10900] * 2 if late else [None, 10900])
    assert len(sandbox.sent("messenger")) == (0 if late else 1)


def test_a_blocked_person_is_neither_heard_nor_answered(sandbox):
    person = write(sandbox)["from"]
    assert sandbox.graph("POST", f"{PAGE}/blocked", json={"psid": [person]}).json() == {person: True}
    assert [one["id"] for one in sandbox.graph("GET", f"{PAGE}/blocked").json()["data"]] == [person]
    refused = sandbox.http.post(
        "/control/messenger/messages", json={"page": PAGE, "from": {"name": "Ann"}, "text": "?"}
    )
    assert refused.status_code == 400 and "blocked" in refused.json()["error"]
    assert send(sandbox, person)["error"]["code"] == 551
    sandbox.graph("DELETE", f"{PAGE}/blocked", json={"psid": [person]})
    assert "message_id" in send(sandbox, person)


def test_private_replies_and_films_are_counted(sandbox):
    sandbox.control("rate_limits", {"rate_limits": {"messenger.private_replies": 1, "messenger.media": 1}})
    post = sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Cid"}, "message": "Help"})["id"]
    made = [
        sandbox.control("facebook/comments", {"object": post, "author": {"name": "Cid"}, "message": f"{number}"})["id"]
        for number in range(2)
    ]
    bodies = [{"recipient": {"comment_id": one}, "message": {"text": "Privately"}} for one in made]
    answers = [sandbox.graph("POST", f"{PAGE}/messages", json=body).json() for body in bodies]
    assert [answer.get("error", {}).get("code") for answer in answers] == [None, 613]
