"""A WhatsApp number: links and QR codes, blocked users, profile, failures, everything customers send; driven by pywa."""

import httpx
import pytest
import pywa
from pywa.types import Message

from tests.sandbox.playing import APP, NUMBER, WABA, wait_until

HELLO = {"number": NUMBER, "from": "16505551234", "name": "Ann", "text": "Hi"}


@pytest.fixture
def client(sandbox):
    made = pywa.WhatsApp(phone_id=NUMBER, token="number token", session=httpx.Client(timeout=5, trust_env=False))
    made.api._session.base_url = sandbox.url + "/v26.0"
    return made


def send(sandbox, to="+16505551234", **more):
    body = {"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": "Hello"}, **more}
    return sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json=body).json()


def write(sandbox, **more):
    return sandbox.control("whatsapp/messages", {**HELLO, **more})["id"]


def code(answer):
    return answer.get("error", {}).get("code")


def test_pywa_makes_changes_and_deletes_message_links(sandbox, client):
    made = client.create_qr_code("I need help", image_type="PNG")
    assert made.deep_link_url == f"https://wa.me/message/{made.code}" and len(made.code) == 14
    image = sandbox.http.get(made.qr_image_url)
    assert image.headers["content-type"] == "image/png" and image.content.startswith(b"\x89PNG")
    assert client.update_qr_code(made.code, "I need more help").prefilled_message == "I need more help"
    assert client.get_qr_code(made.code).prefilled_message == "I need more help"
    assert [one.code for one in client.get_qr_codes()] == [made.code]
    assert client.delete_qr_code(made.code)
    assert sandbox.graph("GET", f"{NUMBER}/message_qrdls", token="number token").json() == {"data": []}


@pytest.mark.parametrize(
    "body",
    [
        {"prefilled_message": "x" * 141, "generate_qr_image": "PNG"},
        {"prefilled_message": ""},
        {"prefilled_message": "Hi", "generate_qr_image": "GIF"},
        {"prefilled_message": "Hi", "code": "ANED2T5QRU7HG1"},
    ],
)
def test_links_that_cannot_be(sandbox, body):
    answer = sandbox.graph("POST", f"{NUMBER}/message_qrdls", token="number token", json=body)
    assert code(answer.json()) == 100


def test_an_svg_can_be_had_as_well(sandbox):
    body = {"prefilled_message": "Hi", "generate_qr_image": "SVG"}
    made = sandbox.graph("POST", f"{NUMBER}/message_qrdls", token="number token", json=body).json()
    assert b"<svg" in sandbox.http.get(made["qr_image_url"]).content


def test_pywa_blocks_and_frees_users(sandbox, client):
    write(sandbox)
    assert [one.wa_id for one in client.block_users(["16505551234"]).added_users] == ["16505551234"]
    assert code(send(sandbox)) == 130403
    refused = sandbox.http.post("/control/whatsapp/messages", json=HELLO)
    assert refused.status_code == 400 and "blocked" in refused.json()["error"]
    listed = sandbox.graph("GET", f"{NUMBER}/block_users", token="number token").json()["data"]
    assert [one["wa_id"] for one in listed] == ["16505551234"]
    assert [one.wa_id for one in client.unblock_users(["16505551234"]).removed_users] == ["16505551234"]
    assert "messages" in send(sandbox)


def test_who_did_not_write_lately_cannot_be_blocked(sandbox):
    body = {"messaging_product": "whatsapp", "block_users": [{"user": "16505559999"}]}
    answer = sandbox.graph("POST", f"{NUMBER}/block_users", token="number token", json=body).json()["block_users"]
    assert answer["added_users"] == [] and answer["failed_users"][0]["input"] == "16505559999"


def test_pywa_writes_and_reads_the_profile(sandbox, client):
    assert client.update_business_profile(about="We help", websites=["https://example.com"], email="help@example.com")
    read = client.get_business_profile()
    assert (read.about, list(read.websites), read.email) == ("We help", ["https://example.com"], "help@example.com")
    assert client.update_business_profile(about="We still help")
    assert client.get_business_profile().email == "help@example.com"


@pytest.mark.parametrize("wrong", [{"about": "x" * 140}, {"vertical": "CIRCUS"}, {"websites": ["example.com"]}])
def test_profiles_are_checked(sandbox, wrong):
    body = {"messaging_product": "whatsapp", **wrong}
    answer = sandbox.graph("POST", f"{NUMBER}/whatsapp_business_profile", token="number token", json=body)
    assert code(answer.json()) == 100


def test_failures_on_demand_at_once_and_later(hooked, receiver):
    write(hooked)
    hooked.control("whatsapp/failures", {"code": 131048, "at_once": True})
    assert code(send(hooked)) == 131048
    hooked.control("whatsapp/failures", {"code": 131026, "to": "16505551234", "details": "Old app"})
    accepted = send(hooked)["messages"][0]["id"]
    failed = wait_until(lambda: receiver.values("statuses"))[0]
    assert (failed["id"], failed["status"], failed["errors"][0]["code"]) == (accepted, "failed", 131026)
    assert failed["errors"][0]["error_data"]["details"] == "Old app"
    assert code(send(hooked)) is None
    assert hooked.look("counts")["whatsapp"]["published"] == 1


def test_refused_countries_fail_later_templates_too(hooked, receiver):
    hooked.control("rules", {"refused_prefixes": ["98"]})
    template = {"type": "template", "template": {"name": "sorry", "language": {"code": "en_US"}}}
    send(hooked, to="+989121234567", **template)
    assert wait_until(lambda: receiver.values("statuses"))[0]["errors"][0]["code"] == 130497
    assert hooked.sent() == []


def test_pywa_understands_a_picture_a_quote_and_an_edit(hooked, receiver, client):
    first = write(hooked)
    write(hooked, kind="image", content={"caption": "See"}, context=first)
    hooked.control(
        "whatsapp/messages",
        {
            **HELLO,
            "kind": "edit",
            "content": {"original_message_id": first, "message": {"type": "text", "text": {"body": "Hello"}}},
        },
    )
    wait_until(lambda: len(receiver.deliveries) == 3)
    bodies = {body["entry"][0]["changes"][0]["value"]["messages"][0]["type"]: body for body in receiver.bodies()}
    picture = Message.from_update(client, bodies["image"])
    assert (picture.caption, picture.image.mime_type) == ("See", "image/png")
    assert picture.reply_to_message.id == first
    assert client.get_media_bytes(client.get_media_url(picture.image.id).url).startswith(b"\x89PNG")
    shown = hooked.http.get(
        "/customer/state", params={"platform": "whatsapp", "channel": NUMBER, "who": "16505551234"}
    ).json()
    assert shown["items"][0]["text"] == "Hello"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("order", {"catalog_id": "7", "product_items": [{"product_retailer_id": "a", "quantity": "2"}]}),
        ("reaction", {"message_id": "wamid.x", "emoji": "👍"}),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}}),
        ("system", {"body": "changed", "wa_id": "16505559999", "type": "user_changed_number"}),
        ("revoke", {"original_message_id": "wamid.x"}),
        ("something_new", {"any": "thing"}),
    ],
)
def test_any_kind_comes_as_it_was_given(hooked, receiver, kind, content):
    referral = {"referral": {"source_id": "ad", "source_type": "ad"}}
    hooked.control("whatsapp/messages", {**HELLO, "kind": kind, "content": content, "more": referral})
    message = wait_until(lambda: receiver.values("messages"))[0]
    assert (message["type"], message[kind], message["referral"]) == (kind, content, referral["referral"])


def test_a_username_comes_with_the_contact(hooked, receiver):
    who = {"number": NUMBER, "user_id": "US.13491208655302741918", "username": "ann.b", "name": "Ann", "text": "Hi"}
    hooked.control("whatsapp/messages", who)
    contact = wait_until(lambda: receiver.values("contacts"))[0]
    assert contact == {"profile": {"name": "Ann", "username": "ann.b"}, "user_id": who["user_id"]}


def test_a_voice_message_is_played(hooked, receiver):
    hooked.control("receipts", {"mode": "manual"})
    write(hooked)
    sent = send(hooked)["messages"][0]["id"]
    hooked.control("whatsapp/statuses", {"id": sent, "status": "played"})
    assert wait_until(lambda: receiver.values("statuses"))[0]["status"] == "played"


def test_news_of_the_account_and_the_state_of_a_number(hooked, receiver):
    value = {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER"}]}
    hooked.control("whatsapp/changes", {"waba": WABA, "field": "account_update", "value": value})
    entry = wait_until(receiver.bodies)[0]["entry"][0]
    assert (entry["id"], entry["changes"]) == (WABA, [{"field": "account_update", "value": value}])
    hooked.control("whatsapp/numbers", {"number": NUMBER, "quality_rating": "RED", "status": "FLAGGED"})
    shown = hooked.graph("GET", f"{NUMBER}?fields=quality_rating,status", token="number token").json()
    assert (shown["quality_rating"], shown["status"]) == ("RED", "FLAGGED")


def test_eighty_a_second_are_counted(sandbox):
    write(sandbox)
    sandbox.control("rate_limits", {"rate_limits": {"whatsapp.number": {"limit": 2, "seconds": 60}}})
    answers = [send(sandbox) for _ in range(3)]
    assert [code(answer) for answer in answers] == [None, None, 130429]
    sandbox.control("rate_limits", {"rate_limits": {"whatsapp.management": 1}})
    read = [sandbox.graph("GET", f"{WABA}/message_templates", token="number token").json() for _ in range(2)]
    assert [code(answer) for answer in read] == [None, 80007]


def test_a_profile_picture_goes_up_first(sandbox):
    begun = sandbox.graph("POST", f"{APP}/uploads?file_name=a.png&file_length=6&file_type=image/png", "number token")
    headers = {"Authorization": "OAuth number token", "file_offset": "0"}
    path = f"/v26.0/{begun.json()['id']}"
    assert code(sandbox.http.post(path, headers=headers, content=b"\x89PNG").json()) == 100
    handle = sandbox.http.post(path, headers=headers, content=b"\x89PNG12").json()["h"]
    body = {"messaging_product": "whatsapp", "profile_picture_handle": handle}
    sandbox.graph("POST", f"{NUMBER}/whatsapp_business_profile", token="number token", json=body)
    read = sandbox.graph("GET", f"{NUMBER}/whatsapp_business_profile", token="number token").json()["data"][0]
    assert sandbox.http.get(read["profile_picture_url"]).content == b"\x89PNG12"
