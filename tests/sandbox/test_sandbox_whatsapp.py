"""WhatsApp Cloud API, driven by pywa, and its rules."""

import httpx
import pytest
import pywa
from pywa.types import Message, MessageStatus
from pywa.types.message_status import MessageStatusType

from tests.sandbox.playing import NUMBER, WABA, wait_until

HELLO = {"number": NUMBER, "from": "16505551234", "name": "Zoë", "text": "Grüße"}
BUTTONS = {
    "type": "button",
    "body": {"text": "Shall we?"},
    "action": {"buttons": [{"type": "reply", "reply": {"id": "yes", "title": "Yes"}}]},
}
ROWS = [{"rows": [{"id": "one", "title": "One"}]}]
LIST = {"type": "list", "body": {"text": "Which?"}, "action": {"button": "Choose", "sections": ROWS}}


@pytest.fixture
def client(sandbox):
    made = pywa.WhatsApp(phone_id=NUMBER, token="number token", session=httpx.Client(timeout=5, trust_env=False))
    made.api._session.base_url = sandbox.url + "/v26.0"
    return made


def send(sandbox, **body):
    body = {"messaging_product": "whatsapp", "to": "16505551234", **body}
    return sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json=body)


def test_pywa_sends_a_text(sandbox, client):
    made = sandbox.control("whatsapp/messages", HELLO)["id"]
    sent = client.send_message("16505551234", "Hello Zoë", reply_to_message_id=made, tracker="delivery 3")
    assert sent.id.startswith("wamid.")
    entry = sandbox.sent("whatsapp")[0]
    assert (entry["id"], entry["to"], entry["in_reply_to"]) == (sent.id, "16505551234", made)
    assert (entry["text"], entry["mark"]) == ("Hello Zoë", "delivery 3")


def test_pywa_understands_the_webhooks(hooked, receiver, client):
    made = hooked.control("whatsapp/messages", HELLO)["id"]
    sent = client.send_message("16505551234", "Hello Zoë")
    wait_until(lambda: len(receiver.values("statuses")) == 3)
    parsed = receiver.bodies()
    with_messages = [body for body in parsed if "messages" in body["entry"][0]["changes"][0]["value"]]
    message = Message.from_update(client, with_messages[0])
    assert (message.id, message.text, message.from_user.name) == (made, "Grüße", "Zoë")
    others = [body for body in parsed if body not in with_messages]
    told = [MessageStatus.from_update(client, body) for body in others]
    assert {one.id for one in told} == {sent.id}
    assert [one.status for one in told] == [MessageStatusType.SENT, MessageStatusType.DELIVERED, MessageStatusType.READ]


def test_pywa_marks_as_read_and_reads_the_number(sandbox, client):
    made = sandbox.control("whatsapp/messages", HELLO)["id"]
    assert client.mark_message_as_read(made)
    assert client.get_business_phone_number().verified_name == "Acme"
    numbers = sandbox.graph("GET", f"{WABA}/phone_numbers", token="number token").json()["data"]
    assert [one["id"] for one in numbers] == [NUMBER]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "text", "text": {}}, 131008),
        ({"type": "text", "text": {"body": "x" * 4097}}, 131009),
        ({"type": "nonsense"}, 100),
        ({"type": "image", "image": {"caption": "without a picture"}}, 131008),
        ({"type": "text", "text": {"body": "Hi"}, "messaging_product": "telegram"}, 100),
        ({"type": "text", "text": {"body": "Hi"}, "to": ""}, 100),
        ({"type": "text", "text": {"body": "Hi"}, "to": "+15550783881"}, 131021),
        ({"type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009),
        ({"type": "contacts", "contacts": [{"phones": []}]}, 131008),
        ({"type": "interactive", "interactive": {**BUTTONS, "action": {}}}, 131009),
        ({"type": "interactive", "interactive": {**BUTTONS, "body": {}}}, 131009),
        ({"type": "interactive", "interactive": {**LIST, "action": {"button": "x" * 21, "sections": ROWS}}}, 131009),
    ],
)
def test_malformed_messages_are_refused(sandbox, body, code):
    answer = send(sandbox, **body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert sandbox.sent() == []


@pytest.mark.parametrize(
    "body",
    [
        {"type": "image", "image": {"link": "https://example.com/a.png", "caption": "A"}},
        {"type": "template", "template": {"name": "sorry", "language": {"code": "en_US"}}},
        {"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "👍"}},
        {"type": "interactive", "interactive": BUTTONS},
        {"type": "interactive", "interactive": LIST},
        {"type": "location", "location": {"latitude": 52.5, "longitude": "13.4", "name": "Here"}},
        {"type": "contacts", "contacts": [{"name": {"formatted_name": "Bo", "first_name": "Bo"}}]},
    ],
)
def test_other_well_formed_kinds_are_taken(sandbox, body):
    sandbox.control("whatsapp/messages", HELLO)
    assert send(sandbox, **body).status_code == 200
    assert len(sandbox.sent("whatsapp")) == 1


def test_other_kinds_come_in(hooked, receiver):
    place = {"latitude": 52.5, "longitude": 13.4}
    hooked.control("whatsapp/messages", {**HELLO, "kind": "location", "content": place, "context": "wamid.before"})
    wait_until(lambda: receiver.values("messages"))
    message = receiver.values("messages")[0]
    assert (message["type"], message["location"], message["context"]["id"]) == ("location", place, "wamid.before")


def test_a_customer_without_a_phone_number(hooked, receiver):
    who = {"number": NUMBER, "user_id": "US.13491208655302741918", "name": "Zoë", "text": "Hi"}
    hooked.control("whatsapp/messages", who)
    wait_until(lambda: receiver.values("messages"))
    assert receiver.values("contacts") == [{"profile": {"name": "Zoë"}, "user_id": who["user_id"]}]
    assert "wa_id" not in receiver.values("contacts")[0]
    assert "from" not in receiver.values("messages")[0]
    answer = send(hooked, to="", recipient=who["user_id"], type="text", text={"body": "Hello"})
    assert answer.status_code == 200
    assert hooked.sent("whatsapp")[0]["to"] == who["user_id"]


def test_there_is_no_inbox_to_poll(sandbox):
    sandbox.control("whatsapp/messages", HELLO)
    assert sandbox.graph("GET", f"{NUMBER}/messages", token="number token").status_code == 400
