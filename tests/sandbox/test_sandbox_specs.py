"""Answers of the sandbox against the OpenAPI descriptions of the platforms."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.sandbox.playing import ACME, NUMBER, WABA, uploaded, wait_until

SPECS = Path(__file__).parents[3] / "shared" / "specs"
pytestmark = pytest.mark.skipif(not SPECS.is_dir(), reason="the platforms' OpenAPI files are not beside the project")


@cache
def spec(name):
    return json.loads((SPECS / name).read_text())


def errors(name, path, method, answer):
    """How an answer differs from the description of that path and status."""
    described = spec(name)
    response = described["paths"][path][method]["responses"][str(answer.status_code)]
    if "$ref" in response:
        response = described["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema = response["content"]["application/json"]["schema"]
    whole = {**schema, "components": described["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(answer.json())]


@pytest.fixture
def busy(sandbox):
    sandbox.tweet = sandbox.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme #help"})["id"]
    sandbox.person = sandbox.control("x/messages", {"from": {"username": "ann"}, "to": "acme", "text": "Psst"})["from"]
    hello = {"number": NUMBER, "from": "16505551234", "name": "Ann", "text": "Hi"}
    sandbox.message = sandbox.control("whatsapp/messages", hello)["id"]
    return sandbox


TWEETS = {
    "post.fields": "created_at,entities,conversation_id,public_metrics,reply_settings,edit_controls",
    "expansions": "author_id,entities.mentions.username",
    "user.fields": "created_at,public_metrics,verified",
}
READS = [
    ("/2/users/{id}/mentions", f"users/{ACME}/mentions", TWEETS),
    ("/2/users/{id}/tweets", f"users/{ACME}/tweets", TWEETS),
    ("/2/tweets/search/recent", "tweets/search/recent", {"query": "#help", **TWEETS}),
    ("/2/tweets/{id}", "tweets/{tweet}", TWEETS),
    ("/2/tweets", "tweets", {"ids": "{tweet}", **TWEETS}),
    ("/2/users/me", "users/me", {"user.fields": "created_at,public_metrics", "post.fields": "id"}),
    ("/2/users/by/username/{username}", "users/by/username/ann", {}),
    ("/2/users/{id}", f"users/{ACME}", {}),
    ("/2/dm_events", "dm_events", {"dm_event.fields": "created_at,dm_conversation_id", "expansions": "sender_id"}),
    ("/2/dm_conversations/with/{participant_id}/dm_events", "dm_conversations/with/{person}/dm_events", {}),
]


@pytest.mark.parametrize(("path", "call", "asked"), READS, ids=[path for path, _, _ in READS])
def test_x_reads_are_as_described(busy, path, call, asked):
    filled = {name: value.format(tweet=busy.tweet) for name, value in asked.items()}
    answer = busy.x("GET", call.format(tweet=busy.tweet, person=busy.person), params=filled)
    assert answer.status_code == 200
    assert errors("x-api-v2-2.167.json", path, "get", answer) == []


def test_x_writes_are_as_described(busy):
    body = {"text": "Sorry", "reply": {"in_reply_to_tweet_id": busy.tweet}}
    made = busy.x("POST", "tweets", json=body)
    assert errors("x-api-v2-2.167.json", "/2/tweets", "post", made) == []
    path = "/2/dm_conversations/with/{participant_id}/messages"
    sent = busy.x("POST", f"dm_conversations/with/{busy.person}/messages", json={"text": "Yes?"})
    assert errors("x-api-v2-2.167.json", path, "post", sent) == []


TEXT = {"messaging_product": "whatsapp", "to": "+16505551234", "type": "text", "text": {"body": "Hello"}}
OURS = {"messaging_product": "whatsapp"}
BLOCK = {**OURS, "block_users": [{"user": "16505551234"}]}
LINK = {"prefilled_message": "I need help", "generate_qr_image": "SVG"}
PROFILE = f"{NUMBER}/whatsapp_business_profile"
TEMPLATE = {
    "name": "hours",
    "language": "en_US",
    "category": "UTILITY",
    "components": [{"type": "BODY", "text": "We are open from nine to five."}],
}


@pytest.mark.parametrize(
    ("path", "method", "call", "body"),
    [
        ("/{Version}/{Phone-Number-ID}/messages", "post", f"{NUMBER}/messages", TEXT),
        ("/{Version}/{Phone-Number-ID}", "get", NUMBER, None),
        ("/{Version}/{WABA-ID}/phone_numbers", "get", f"{WABA}/phone_numbers", None),
        ("/{Version}/{WABA-ID}/subscribed_apps", "post", f"{WABA}/subscribed_apps", {}),
        ("/{Version}/{WABA-ID}/subscribed_apps", "get", f"{WABA}/subscribed_apps", None),
        ("/{Version}/{WABA-ID}/subscribed_apps", "delete", f"{WABA}/subscribed_apps", None),
        ("/{Version}/{WABA-ID}", "get", WABA, None),
        ("/{Version}/{WABA-ID}/message_templates", "get", f"{WABA}/message_templates", None),
        ("/{Version}/{WABA-ID}/message_templates", "post", f"{WABA}/message_templates", TEMPLATE),
        ("/{Version}/{WABA-ID}/message_templates", "delete", f"{WABA}/message_templates?name=sorry", None),
        ("/{Version}/{Phone-Number-ID}/message_qrdls", "post", f"{NUMBER}/message_qrdls", LINK),
        ("/{Version}/{Phone-Number-ID}/message_qrdls", "get", f"{NUMBER}/message_qrdls?fields=qr_image_url", None),
        ("/{Version}/{Phone-Number-ID}/block_users", "post", f"{NUMBER}/block_users", BLOCK),
        ("/{Version}/{Phone-Number-ID}/block_users", "get", f"{NUMBER}/block_users", None),
        ("/{Version}/{Phone-Number-ID}/block_users", "delete", f"{NUMBER}/block_users", BLOCK),
        ("/{Version}/{Phone-Number-ID}/whatsapp_business_profile", "post", PROFILE, {**OURS, "about": "We help"}),
        ("/{Version}/{Phone-Number-ID}/whatsapp_business_profile", "get", PROFILE, None),
    ],
)
def test_whatsapp_answers_are_as_described(busy, path, method, call, body):
    answer = busy.graph(method.upper(), call, token="number token", json=body)
    assert answer.status_code == 200
    assert errors("meta-whatsapp-v23.json", path, method, answer) == []


def whatsapp(sandbox, method, call, **more):
    answer = sandbox.graph(method, call, token="number token", **more)
    assert answer.status_code == 200, answer.text
    return answer


def test_media_of_whatsapp_are_as_described(busy):
    files = {"file": ("a.png", b"\x89PNG", "image/png")}
    sent = whatsapp(busy, "POST", f"{NUMBER}/media", data={**OURS, "type": "image/png"}, files=files)
    media = sent.json()["id"]
    shown, gone = whatsapp(busy, "GET", media), whatsapp(busy, "DELETE", media)
    name = "meta-whatsapp-v23.json"
    assert errors(name, "/{Version}/{Phone-Number-ID}/media", "post", sent) == []
    assert errors(name, "/{Version}/{Media-ID}", "get", shown) == []
    assert errors(name, "/{Version}/{Media-ID}", "delete", gone) == []


def test_single_links_and_templates_of_whatsapp_are_as_described(busy):
    code = whatsapp(busy, "POST", f"{NUMBER}/message_qrdls", json=LINK).json()["code"]
    path, call = "/{Version}/{Phone-Number-ID}/message_qrdls/{QR-Code-ID}", f"{NUMBER}/message_qrdls/{code}"
    name = "meta-whatsapp-v23.json"
    for method in ("get", "delete"):
        assert errors(name, path, method, whatsapp(busy, method.upper(), call)) == []
    made = whatsapp(busy, "POST", f"{WABA}/message_templates", json=TEMPLATE).json()["id"]
    edited = whatsapp(busy, "POST", made, json={"components": TEMPLATE["components"]})
    assert errors(name, "/{Version}/{TEMPLATE_ID}", "post", edited) == []
    assert errors(name, "/{Version}/{TEMPLATE_ID}", "get", whatsapp(busy, "GET", made)) == []


SAMPLES = {"IMAGE": "image/png", "DOCUMENT": "application/pdf", "VIDEO": "video/mp4"}


def examples(folder, pattern):
    """Requests that Meta gives as examples of a path."""
    found = SPECS.parent / "fixtures" / "whatsapp" / folder
    return sorted(found.glob(pattern)) if found.is_dir() else []


@pytest.mark.parametrize(
    "path",
    examples("post__Version_WABA-ID_message_templates", "request_*.json"),
    ids=lambda path: path.stem.removeprefix("request_Create_")[:40],
)
def test_templates_that_meta_gives_as_examples_are_taken(busy, path):
    described = json.loads(path.read_text())
    described["name"] = described["name"].strip("<>").lower()
    for part in described["components"]:  # the handles in the examples are of files that only Meta has
        if "header_handle" in part.get("example", {}):
            part["example"]["header_handle"] = [uploaded(busy, mime=SAMPLES[part["format"].upper()])]
    whatsapp(busy, "POST", f"{WABA}/message_templates", json=described)


def test_captured_webhooks_and_ours_have_the_same_members(hooked, receiver):
    """The members of what we send are among those of a captured delivery of the same kind."""
    fixtures = SPECS.parent / "fixtures"
    if not fixtures.is_dir():
        pytest.skip("captured deliveries are not beside the project")
    captured = json.loads((fixtures / "whatsapp-webhooks" / "message_status.json").read_text())["sent"]
    hello = {"number": NUMBER, "from": "16505551234", "name": "Ann", "text": "Hi"}
    hooked.control("whatsapp/messages", hello)
    hooked.graph("POST", f"{NUMBER}/messages", token="number token", json=TEXT)
    status = wait_until(lambda: receiver.values("statuses"))[0]
    expected = set(captured["entry"][0]["changes"][0]["value"]["statuses"][0])
    assert set(status) <= expected | {"biz_opaque_callback_data"} and {"id", "status", "timestamp"} <= set(status)
