"""Webhooks: handshake, signature over the bytes, retries, subscriptions, receipts."""

import hashlib
import hmac
import json

from tests.sandbox.playing import APP, NUMBER, PAGE, SECRET, VERIFY, WABA, wait_until, world

HELLO = {"number": NUMBER, "from": "16505551234", "name": "Zoë", "text": "Grüße ✓"}
ANSWER = {"messaging_product": "whatsapp", "to": "16505551234", "type": "text", "text": {"body": "Hello Zoë"}}


def send(sandbox, **more):
    answer = sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json={**ANSWER, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["messages"][0]["id"]


def statuses(receiver, identifier):
    return [one["status"] for one in receiver.values("statuses") if one["id"] == identifier]


def test_the_handshake_comes_before_the_first_delivery(hooked, receiver):
    hooked.control("whatsapp/messages", HELLO)
    wait_until(lambda: receiver.deliveries)
    assert receiver.handshakes[0]["hub.mode"] == "subscribe"
    assert receiver.handshakes[0]["hub.verify_token"] == VERIFY


def test_the_signature_covers_the_raw_escaped_bytes(hooked, receiver):
    hooked.control("whatsapp/messages", HELLO)
    raw, signature, _ = wait_until(lambda: receiver.deliveries)[0]
    assert raw.isascii() and rb"Gr\u00fc\u00dfe \u2713" in raw
    assert signature == "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
    plain = json.dumps(json.loads(raw), ensure_ascii=False).encode()
    assert signature != "sha256=" + hmac.new(SECRET.encode(), plain, hashlib.sha256).hexdigest()


def test_a_refused_delivery_comes_again_later_and_later(hooked, receiver):
    receiver.refuse = 2
    hooked.control("whatsapp/messages", HELLO)
    wait_until(lambda: receiver.deliveries)
    log = wait_until(lambda: [one for one in hooked.look("webhooks")["data"] if one["state"] == "sent"])[0]
    assert (log["attempts"], log["status"]) == (3, 200)
    assert hooked.look("counts")["whatsapp"]["webhooks"] == {"sent": 1, "failed": 2, "given_up": 0, "pending": 0}


def test_several_messages_come_in_one_delivery(hooked, receiver):
    batch = [{**HELLO, "text": f"Part {part}", "at": 1_700_000_000 + part} for part in range(3)]
    made = hooked.control("whatsapp/messages", {"messages": batch})
    wait_until(lambda: receiver.deliveries)
    assert [one["id"] for one in receiver.values("messages")] == made["ids"]
    assert [one["timestamp"] for one in receiver.values("messages")] == ["1700000000", "1700000001", "1700000002"]
    assert len(receiver.deliveries) == 1 and len(receiver.values("contacts")) == 1


def test_hold_release_and_duplicate(hooked, receiver):
    hooked.control("webhooks/duplicate", {"times": 1})
    hooked.control("webhooks/hold")
    hooked.control("whatsapp/messages", HELLO)
    hooked.control("whatsapp/messages", {**HELLO, "text": "Second"})
    assert hooked.look("counts")["whatsapp"]["webhooks"]["pending"] == 3 and not receiver.deliveries
    hooked.control("webhooks/release")
    wait_until(lambda: len(receiver.deliveries) == 3)
    assert sorted(one["text"]["body"] for one in receiver.values("messages")) == ["Grüße ✓", "Grüße ✓", "Second"]


def test_receipts_come_by_themselves_and_carry_the_mark(hooked, receiver):
    hooked.control("receipts", {"mode": "auto", "delivered_after": 0.1, "read_after": 0.2})
    hooked.control("whatsapp/messages", HELLO)
    sent = send(hooked, biz_opaque_callback_data="delivery 7")
    wait_until(lambda: statuses(receiver, sent) == ["sent", "delivered", "read"])
    assert {one["biz_opaque_callback_data"] for one in receiver.values("statuses")} == {"delivery 7"}
    assert hooked.sent("whatsapp")[0]["mark"] == "delivery 7"


def test_receipts_by_hand(hooked, receiver):
    hooked.control("receipts", {"mode": "manual"})
    hooked.control("whatsapp/messages", HELLO)
    sent = send(hooked)
    refusal = {"code": 131026, "title": "Message undeliverable"}
    hooked.control("whatsapp/statuses", {"id": sent, "status": "delivered"})
    wait_until(lambda: statuses(receiver, sent) == ["delivered"])
    hooked.control("whatsapp/statuses", {"id": sent, "status": "failed", "errors": [refusal]})
    wait_until(lambda: statuses(receiver, sent) == ["delivered", "failed"])
    assert receiver.values("statuses")[-1]["errors"] == [refusal]


def test_outside_the_window_a_message_is_taken_and_fails_later(hooked, receiver):
    hooked.control("whatsapp/messages", {**HELLO, "at": 1_700_000_000})
    sent = send(hooked)
    wait_until(lambda: statuses(receiver, sent) == ["failed"])
    assert receiver.values("statuses")[0]["errors"][0]["code"] == 131047
    assert hooked.sent() == []
    template = {"type": "template", "template": {"name": "sorry", "language": {"code": "en_US"}}}
    assert wait_until(lambda: hooked.sent("whatsapp") or (send(hooked, **template) and hooked.sent("whatsapp")))


def test_page_news_needs_a_subscription_to_that_field(hooked, receiver):
    hooked.graph("POST", f"{PAGE}/subscribed_apps", json={"subscribed_fields": ["messages"]})
    hooked.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": "Unheard"})
    hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Heard"})
    wait_until(receiver.events)
    assert receiver.feed() == []
    hooked.graph("DELETE", f"{PAGE}/subscribed_apps")
    assert hooked.graph("GET", f"{PAGE}/subscribed_apps").json() == {"data": []}
    hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Unheard"})
    assert hooked.look("counts")["messenger"]["webhooks"]["pending"] == 0
    assert [event["message"]["text"] for event in receiver.events()] == ["Heard"]


def test_an_app_taken_off_a_business_account_hears_nothing(hooked, receiver):
    path = f"{WABA}/subscribed_apps"
    assert hooked.graph("DELETE", path, token="number token").json() == {"success": True}
    hooked.control("whatsapp/messages", HELLO)
    assert hooked.look("webhooks")["data"] == []
    hooked.graph("POST", path, token="number token")
    apps = hooked.graph("GET", path, token="number token").json()["data"]
    assert apps == [{"whatsapp_business_api_data": {"id": APP, "name": f"App {APP}"}}]
    hooked.control("whatsapp/messages", HELLO)
    wait_until(lambda: receiver.deliveries)


def test_feed_news_names_post_parent_and_author(hooked, receiver):
    post = hooked.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": "One"})
    comment = hooked.control("facebook/comments", {"object": post["id"], "author": {"name": "Bob"}, "message": "Two"})
    answer = hooked.graph("POST", f"{comment['id']}/comments", data={"message": "Three"}).json()
    hooked.graph("POST", answer["id"], data={"message": "Three, mended"})
    hooked.graph("POST", comment["id"], data={"is_hidden": "true"})
    hooked.graph("DELETE", comment["id"])
    told = wait_until(lambda: len(receiver.feed()) == 7 and receiver.feed())
    by_verb = {(one["verb"], one.get("comment_id", one["post_id"])): one for one in told}
    assert by_verb["add", post["id"]]["from"] == {"id": post["from"], "name": "Ann"}
    assert by_verb["add", comment["id"]]["parent_id"] == post["id"]
    assert by_verb["add", answer["id"]]["parent_id"] == comment["id"]
    assert by_verb["add", answer["id"]]["from"]["id"] == PAGE
    assert by_verb["edited", answer["id"]]["message"] == "Three, mended"
    assert ("hide", comment["id"]) in by_verb and ("remove", answer["id"]) in by_verb
    assert "message" not in by_verb["remove", comment["id"]]


def test_a_post_that_tags_the_page_comes_as_mention(hooked, receiver):
    post = {"page": PAGE, "author": {"name": "Ann"}, "message": "Look at Acme", "tagged": True}
    made = hooked.control("facebook/posts", post)
    assert wait_until(receiver.feed)[0]["post_id"] == made["id"]
    assert [one["id"] for one in hooked.graph("GET", f"{PAGE}/tagged").json()["data"]] == [made["id"]]
    assert hooked.graph("GET", f"{PAGE}/feed").json() == {"data": []}


def test_echoes_carry_the_metadata_and_can_come_before_the_answer(hooked, receiver):
    person = hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Hi"})["from"]
    hooked.control("echoes", {"before_answer": True})
    body = {"recipient": {"id": person}, "message": {"text": "Yes?", "metadata": "delivery 9"}}
    answered = hooked.graph("POST", "me/messages", json=body)
    told = [event for event in receiver.events() if event.get("message", {}).get("is_echo")]
    assert told[0]["message"]["metadata"] == "delivery 9"
    assert told[0]["message"]["mid"] == answered.json()["message_id"]
    assert answered.elapsed.total_seconds() > 0.9


def test_messenger_receipts(hooked, receiver):
    hooked.control("receipts", {"mode": "auto", "delivered_after": 0.1, "read_after": 0.2})
    person = hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Hi"})["from"]
    sent = hooked.graph("POST", "me/messages", json={"recipient": {"id": person}, "message": {"text": "Yes?"}}).json()
    wait_until(lambda: [event for event in receiver.events() if "read" in event])
    delivered = [event["delivery"]["mids"] for event in receiver.events() if "delivery" in event]
    assert delivered == [[sent["message_id"]]]


def test_a_webhook_described_again_hears_the_new_fields(sandbox, receiver):
    described = world(receiver.url)
    described["webhooks"][0]["fields"] = []
    sandbox.control("world", described)
    sandbox.control("world", world(receiver.url))
    wait_until(lambda: all(hook["verified"] for hook in sandbox.look("webhooks")["webhooks"]))
    sandbox.control("whatsapp/messages", HELLO)
    wait_until(lambda: receiver.values("messages"))


def test_a_webhook_that_moves_takes_its_pending_deliveries_along(sandbox, receiver):
    sandbox.control("world", world("http://127.0.0.1:9/nobody/"))
    sandbox.control("whatsapp/messages", HELLO)
    sandbox.control("world", world(receiver.url))
    wait_until(lambda: receiver.values("messages"))
    assert receiver.values("messages")[0]["text"]["body"] == HELLO["text"]


def test_held_deliveries_can_be_joined_and_turned_round(hooked, receiver):
    hooked.control("webhooks/hold")
    for number in range(5):
        hooked.control("whatsapp/messages", {**HELLO, "text": f"Part {number}"})
    hooked.control("webhooks/release", {"order": "reversed", "batch": 5})
    wait_until(lambda: receiver.deliveries)
    texts = [one["text"]["body"] for one in receiver.values("messages")]
    assert texts == [f"Part {number}" for number in (4, 3, 2, 1, 0)] and len(receiver.deliveries) == 1
    assert len(receiver.bodies()[0]["entry"]) == 5
    raw, signed, _ = receiver.deliveries[0]
    assert signed == "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
    wait_until(lambda: hooked.look("counts")["whatsapp"]["webhooks"]["pending"] == 0)


def test_after_an_hour_of_failures_messenger_drops_the_app(hooked, receiver):
    receiver.refuse = 10**6
    hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Lost"})
    wait_until(lambda: hooked.look("counts")["messenger"]["webhooks"]["failed"])
    hooked.control("clock", {"offset": 3601})
    wait_until(lambda: hooked.graph("GET", f"{PAGE}/subscribed_apps").json() == {"data": []}, 30)
    wait_until(lambda: hooked.look("counts")["messenger"]["webhooks"]["given_up"] == 1)
    receiver.refuse = 0
    hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Unheard"})
    hooked.graph("POST", f"{PAGE}/subscribed_apps", json={"subscribed_fields": ["messages"]})
    hooked.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Heard"})
    wait_until(receiver.events)
    assert [event["message"]["text"] for event in receiver.events()] == ["Heard"]


def test_a_turned_clock_brings_the_next_attempt(hooked, receiver):
    receiver.refuse = 6
    hooked.control("whatsapp/messages", HELLO)
    for attempt in range(1, 7):
        wait_until(lambda least=attempt: hooked.look("counts")["whatsapp"]["webhooks"]["failed"] >= least, 30)
        hooked.control("clock", {"offset": 20 * attempt})
    wait_until(lambda: receiver.values("messages"), 30)
    assert hooked.look("counts")["whatsapp"]["webhooks"]["failed"] == 6


def test_whatsapp_goes_on_for_a_week(hooked, receiver):
    receiver.refuse = 10**6
    hooked.control("whatsapp/messages", HELLO)
    wait_until(lambda: hooked.look("counts")["whatsapp"]["webhooks"]["failed"])
    hooked.control("clock", {"offset": 6 * 86400})
    wait_until(lambda: hooked.look("counts")["whatsapp"]["webhooks"]["failed"] >= 2, 30)
    assert hooked.look("counts")["whatsapp"]["webhooks"]["pending"] == 1
    hooked.control("clock", {"offset": 8 * 86400})
    wait_until(lambda: hooked.look("counts")["whatsapp"]["webhooks"]["given_up"] == 1, 30)
