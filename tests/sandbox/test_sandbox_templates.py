"""Message templates: submitted, reviewed, sent, partly driven by pywa."""

import httpx
import pytest
import pywa
from pywa.types.templates import TemplateStatus

from tests.sandbox.playing import NUMBER, WABA, uploaded, wait_until

BODY = {
    "type": "BODY",
    "text": "Hello {{1}}, your order {{2}} is on its way to you.",
    "example": {"body_text": [["Ann", "17"]]},
}
NAMED = {
    "type": "BODY",
    "text": "Hello {{first_name}}, we are still working on your case.",
    "example": {"body_text_named_params": [{"param_name": "first_name", "example": "Ann"}]},
}
LINK = {"type": "URL", "text": "Track", "url": "https://example.com/{{1}}", "example": ["17"]}
BUTTONS = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Stop"}, LINK]}


def submit(sandbox, components, name="on_its_way", **more):
    body = {"name": name, "language": "en_US", "category": "UTILITY", "components": components, **more}
    return sandbox.graph("POST", f"{WABA}/message_templates", token="number token", json=body)


def approved(sandbox, components, name="on_its_way", **more):
    made = submit(sandbox, components, name, **more).json()
    sandbox.control("whatsapp/templates", {"id": made["id"], "event": "APPROVED"})
    return made["id"]


def send(sandbox, *components, name="on_its_way", language="en_US"):
    template = {"name": name, "language": {"code": language}, "components": list(components)}
    body = {"messaging_product": "whatsapp", "to": "+16505551234", "type": "template", "template": template}
    return sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json=body).json()


def header(sandbox, content=b"a picture"):
    """A header with a sample that was uploaded to the app."""
    return {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [uploaded(sandbox, content)]}}


def body(*words):
    return {"type": "body", "parameters": [{"type": "text", "text": one} for one in words]}


def changes(receiver, field):
    entries = [entry for payload in receiver.bodies() for entry in payload["entry"]]
    return [one["value"] for entry in entries for one in entry.get("changes", []) if one["field"] == field]


def test_pywa_submits_reads_and_deletes(sandbox):
    client = pywa.WhatsApp(
        phone_id=NUMBER,
        waba_id=WABA,
        token="number token",
        session=httpx.Client(timeout=5, trust_env=False),
    )
    client.api._session.base_url = sandbox.url + "/v26.0"
    made = client.api.create_template(
        WABA,
        {"name": "hours", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "Open."}]},
    )
    assert made["status"] == "PENDING"
    sandbox.control("whatsapp/templates", {"id": made["id"], "event": "APPROVED"})
    every = {one.name: one for one in client.get_templates()}
    assert set(every) == {"hours", "sorry"} and every["hours"].status == TemplateStatus.APPROVED
    assert client.get_template(made["id"]).name == "hours"
    assert client.delete_template("hours")
    assert [one.name for one in client.get_templates()] == ["sorry"]


def test_what_was_submitted_is_shown_with_the_wanted_fields(sandbox):
    made = submit(sandbox, [header(sandbox), BODY, BUTTONS]).json()
    shown = sandbox.graph(
        "GET", f"{made['id']}?fields=name,components,rejected_reason,quality_score", token="number token"
    )
    top, *others = shown.json()["components"]
    assert others == [BODY, BUTTONS]
    (address,) = top["example"]["header_handle"]
    assert sandbox.http.get(address).content == b"a picture"
    assert shown.json()["rejected_reason"] == "NONE" and shown.json()["quality_score"]["score"] == "UNKNOWN"
    path = f"{WABA}/message_templates?status=PENDING&fields=name&limit=1"
    assert [one["name"] for one in sandbox.graph("GET", path, token="number token").json()["data"]] == ["on_its_way"]
    path = f"{WABA}/message_templates?fields=nonsense"
    assert sandbox.graph("GET", path, token="number token").json()["error"]["code"] == 100


@pytest.mark.parametrize(
    ("components", "subcode"),
    [
        ([], 2388043),
        ([{"type": "BODY", "text": ""}], 2388072),
        ([{"type": "BODY", "text": "x" * 1025}], 2388040),
        ([{**BODY, "text": "{{1}}, your order {{2}} is on its way."}], 2388299),
        ([{**BODY, "text": "Your order is on its way, {{1}} and {{2}}"}], 2388299),
        ([{**BODY, "text": "Hello {{1}}, your order {{3}} is on its way."}], 2388072),
        ([{**BODY, "text": "Hi {{1}} and {{2}}."}], 2388293),
        ([{**BODY, "example": {"body_text": [["Ann"]]}}], 2388043),
        ([BODY, {"type": "HEADER", "format": "TEXT", "text": "x" * 61}], 2388047),
        ([BODY, {"type": "HEADER", "format": "IMAGE"}], 2388043),
        ([BODY, {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://x.y/a.png"]}}], 2494102),
        ([BODY, {"type": "FOOTER", "text": "Yours, {{1}}"}], 2388073),
        ([BODY, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "x" * 26}]}], 2388040),
    ],
)
def test_malformed_templates_are_refused(sandbox, components, subcode):
    answer = submit(sandbox, components)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, subcode)
    assert error["error_user_title"] and error["error_user_msg"]


def test_a_name_and_language_exist_once(sandbox):
    assert submit(sandbox, [BODY]).status_code == 200
    assert submit(sandbox, [BODY]).json()["error"]["error_subcode"] == 2388024
    assert submit(sandbox, [BODY], name="Capitals").json()["error"]["code"] == 100
    other = submit(sandbox, [BODY], language="de").json()["id"]
    path = f"{WABA}/message_templates?name=on_its_way&hsm_id={other}"
    assert sandbox.graph("DELETE", path, token="number token").json() == {"success": True}
    assert submit(sandbox, [BODY]).json()["error"]["error_subcode"] == 2388024
    assert sandbox.graph("GET", other, token="number token").json()["error"]["error_subcode"] == 33


def test_the_review_is_told_and_an_edit_waits_for_it_again(hooked, receiver):
    made = submit(hooked, [BODY]).json()["id"]
    rejection = {"rejection_info": {"reason": "Too vague.", "recommendation": "Say more."}}
    hooked.control(
        "whatsapp/templates", {"id": made, "event": "REJECTED", "reason": "INVALID_FORMAT", "more": rejection}
    )
    told = wait_until(lambda: changes(receiver, "message_template_status_update"))[0]
    assert (told["event"], told["reason"], told["message_template_id"]) == ("REJECTED", "INVALID_FORMAT", int(made))
    assert told["rejection_info"]["recommendation"] == "Say more."
    edited = hooked.graph("POST", made, token="number token", json={"components": [NAMED]})
    assert edited.json() == {"success": True}
    assert hooked.graph("GET", f"{made}?fields=status", token="number token").json()["status"] == "PENDING"
    hooked.control("whatsapp/templates", {"id": made, "event": "CATEGORY", "category": "MARKETING"})
    hooked.control("whatsapp/templates", {"id": made, "event": "QUALITY", "quality": "RED"})
    category = wait_until(lambda: changes(receiver, "template_category_update"))[0]
    quality = wait_until(lambda: changes(receiver, "message_template_quality_update"))[0]
    assert (category["previous_category"], category["new_category"]) == ("UTILITY", "MARKETING")
    assert quality["new_quality_score"] == "RED"


def test_templates_can_be_approved_by_themselves(hooked, receiver):
    hooked.control("rules", {"review_after": 600})
    made = submit(hooked, [BODY]).json()["id"]
    hooked.control("clock", {"offset": 601})
    wait_until(lambda: changes(receiver, "message_template_status_update"))
    assert hooked.graph("GET", f"{made}?fields=status", token="number token").json()["status"] == "APPROVED"


def test_a_filled_template_is_what_the_customer_reads(sandbox):
    approved(sandbox, [BODY])
    assert "messages" in send(sandbox, body("Ann", "17"))
    entry = sandbox.sent("whatsapp")[0]
    assert (entry["text"], entry["kind"]) == ("Hello Ann, your order 17 is on its way to you.", "template")
    approved(sandbox, [NAMED], name="still_working", parameter_format="NAMED")
    named = {"type": "body", "parameters": [{"type": "text", "parameter_name": "first_name", "text": "Bo"}]}
    assert "messages" in send(sandbox, named, name="still_working")
    assert sandbox.sent("whatsapp")[1]["text"].startswith("Hello Bo,")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ([], 132000),
        ([body("Ann")], 132000),
        ([body("Ann", "17", "18")], 132000),
        ([body("Ann", "")], 131008),
        ([body("Ann", "x" * 1000)], 132005),
        ([{"type": "body", "parameters": [{"type": "image"}, {"type": "text", "text": "17"}]}], 132012),
        ([body("Ann", "17"), {"type": "header", "parameters": [{"type": "text", "text": "No"}]}], 132000),
    ],
)
def test_a_template_filled_wrongly_is_refused(sandbox, sent, code):
    approved(sandbox, [BODY])
    assert send(sandbox, *sent)["error"]["code"] == code
    assert sandbox.sent() == []


def test_headers_and_buttons_want_their_parameters(sandbox):
    approved(sandbox, [header(sandbox), BODY, BUTTONS])
    picture = {"type": "image", "image": {"link": "https://example.com/a.png"}}
    top = {"type": "header", "parameters": [picture]}
    button = {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "17"}]}
    assert send(sandbox, body("Ann", "17"), button)["error"]["code"] == 132012
    assert send(sandbox, top, body("Ann", "17"))["error"]["code"] == 131008
    assert "messages" in send(sandbox, top, body("Ann", "17"), button)


@pytest.mark.parametrize(
    ("event", "code"),
    [("REJECTED", 132001), ("PAUSED", 132015), ("DISABLED", 132016), ("REINSTATED", None), ("FLAGGED", None)],
)
def test_only_approved_templates_can_be_sent(sandbox, event, code):
    made = approved(sandbox, [BODY])
    sandbox.control("whatsapp/templates", {"id": made, "event": event})
    assert send(sandbox, body("Ann", "17")).get("error", {}).get("code") == code


def test_a_template_in_another_language_does_not_exist(sandbox):
    approved(sandbox, [BODY])
    assert send(sandbox, body("Ann", "17"), language="de")["error"]["code"] == 132001
