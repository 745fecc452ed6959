"""Genesys Cloud as the sandbox plays it: tokens, envelope of errors, pages, limit of calls, conversations."""

import base64

import pytest

INTEGRATION, CUSTOMER = "integration-1", "16505551234"
WORLD = {
    "clients": [{"id": "client", "secret": "s3cret"}],
    "integrations": [{"id": INTEGRATION, "name": "Acme", "phone": "+15550783881"}],
}
MESSAGES = "conversations/messages"


class Cloud:
    """Calls to the sandbox's Genesys Cloud with a token."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.token = self.login().json()["access_token"]

    def login(self, secret="s3cret"):
        form = {"grant_type": "client_credentials"}
        return self.sandbox.http.post("/oauth/token", data=form, auth=("client", secret))

    def call(self, method, path, token=None, **more):
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.sandbox.http.request(method, f"/api/v2/{path}", headers=headers, **more)

    def write(self, text, **changes):
        said = {"integration": INTEGRATION, "name": "Ann", "from": CUSTOMER, "text": text, **changes}
        return self.sandbox.control("genesys/messages", said)

    def leg(self, conversation):
        told = self.call("GET", f"conversations/{conversation}").json()
        return next(row["messages"][0]["id"] for row in told["participants"] if row["purpose"] == "agent")


@pytest.fixture
def cloud(sandbox):
    sandbox.control("genesys/world", WORLD)
    return Cloud(sandbox)


def test_a_token_is_given_for_the_clients_secret_only(cloud):
    given = cloud.login().json()
    assert given["token_type"] == "bearer"
    assert 0 < given["expires_in"] <= 86399
    refused = cloud.login("wrong")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_client")
    assert cloud.call("GET", MESSAGES, token="another").status_code == 401


def test_an_error_has_its_envelope_and_the_id_of_the_call(cloud):
    refused = cloud.call("GET", f"{MESSAGES}/nobody")
    told = refused.json()
    assert (refused.status_code, told["status"], told["code"]) == (404, 404, "not.found")
    assert told["contextId"] == refused.headers["ININ-Correlation-Id"]


def test_calls_are_counted_and_too_many_refused_until_the_minute_is_over(cloud):
    cloud.sandbox.control("genesys/world", {"calls": 2})
    first, second, third = (cloud.call("GET", MESSAGES) for _ in range(3))
    assert (first.headers["inin-ratelimit-count"], second.headers["inin-ratelimit-allowed"]) == ("1", "2")
    assert (third.status_code, third.json()["code"]) == (429, "too.many.requests.retry.after")
    assert 1 <= int(third.headers["Retry-After"]) <= 61
    cloud.sandbox.control("clock", {"offset": 120})
    assert cloud.call("GET", MESSAGES).status_code == 200
    cloud.sandbox.control("clock", {"offset": 0})


def test_open_conversations_come_in_pages(cloud):
    wanted = {cloud.write("Hi", **{"from": f"1650555{number}"})["conversation"] for number in range(1000, 1005)}
    found, number = [], 1
    while True:
        told = cloud.call("GET", MESSAGES, params={"pageSize": 2, "pageNumber": number}).json()
        found += [row["id"] for row in told["entities"]]
        if "nextUri" not in told:
            break
        number += 1
    assert (set(found), len(found), number, told["total"]) == (wanted, 5, 3, 5)


def test_a_message_is_named_by_its_conversation_and_read_in_bulk(cloud):
    first = cloud.write("Hello")
    second = cloud.write("Anybody?")
    assert first["conversation"] == second["conversation"]
    talk = cloud.call("GET", f"{MESSAGES}/{first['conversation']}").json()
    customer = next(row for row in talk["participants"] if row["purpose"] == "customer")
    ids = [row["messageId"] for row in customer["messages"]]
    assert ids == [first["id"], second["id"]]
    bulk = cloud.call("POST", f"{MESSAGES}/{first['conversation']}/messages/bulk", json=[*ids, "none"]).json()
    assert [(row["textBody"], row["direction"]) for row in bulk["entities"]] == [
        ("Hello", "inbound"),
        ("Anybody?", "inbound"),
    ]
    refused = cloud.call("POST", f"{MESSAGES}/{first['conversation']}/messages/bulk", json={"ids": ids})
    assert refused.status_code == 400


def test_what_is_sent_is_in_the_ledger_and_goes_its_way(cloud):
    cloud.sandbox.control("receipts", {"mode": "auto", "delivered_after": 0, "read_after": 3600})
    written = cloud.write("Hello")
    path = f"{MESSAGES}/{written['conversation']}/communications/{cloud.leg(written['conversation'])}/messages"
    sent = cloud.call("POST", path, json={"textBody": "Hello Ann"}).json()
    assert (sent["textBody"], sent["status"]) == ("Hello Ann", "delivery-success")
    assert [(one["id"], one["text"]) for one in cloud.sandbox.sent("genesys")] == [(sent["id"], "Hello Ann")]
    assert cloud.call("POST", path, json={"textBody": "x" * 2001}).status_code == 400
    cloud.sandbox.control("genesys/disconnect", {"id": written["id"]})
    assert cloud.call("POST", path, json={"textBody": "Gone"}).status_code == 404


def test_a_file_goes_up_is_looked_at_and_comes_back_whole(cloud):
    cloud.write("Hello")
    data = b"\x89PNG\r\n\x1a\n" + bytes(40)
    written = cloud.write("", files=[{"data": base64.b64encode(data).decode(), "mime": "image/png", "name": "a.png"}])
    path = f"{MESSAGES}/{written['conversation']}/communications/{cloud.leg(written['conversation'])}/messages"
    place = cloud.call("POST", f"{path}/media").json()
    assert cloud.call("GET", f"{path}/media/{place['id']}").json()["status"] == "uploading"
    assert cloud.call("POST", path, json={"textBody": "", "mediaIds": [place["id"]]}).status_code == 400
    headers = {"Authorization": f"Bearer {cloud.token}"}
    cloud.sandbox.http.post(place["uploadUrl"], headers=headers, files={"file": ("b.png", data, "image/png")})
    assert cloud.call("GET", f"{path}/media/{place['id']}").json()["status"] == "valid"
    sent = cloud.call("POST", path, json={"textBody": "Look", "mediaIds": [place["id"]]}).json()
    file = sent["normalizedMessage"]["content"][0]["attachment"]
    assert (file["mediaType"], file["contentSizeBytes"]) == ("Image", len(data))
    assert cloud.sandbox.http.get(file["url"], headers=headers).content == data
    assert cloud.sandbox.http.get(file["url"]).status_code == 401


def test_outside_the_window_only_a_template_is_delivered(cloud):
    written = cloud.write("Hello", at=1000.0)
    path = f"{MESSAGES}/{written['conversation']}/communications/{cloud.leg(written['conversation'])}/messages"
    assert cloud.call("POST", path, json={"textBody": "Late"}).json()["status"] == "delivery-failed"
    template = {"responseId": "r-1", "bodyParameters": []}
    assert cloud.call("POST", path, json={"messagingTemplate": template}).json()["status"] != "delivery-failed"
    agentless = {"fromAddress": INTEGRATION, "toAddress": "4915112345", "toAddressMessengerType": "whatsapp"}
    assert cloud.call("POST", f"{MESSAGES}/agentless", json={**agentless, "textBody": "Hi"}).status_code == 400
    assert cloud.call("POST", f"{MESSAGES}/agentless", json={**agentless, "messagingTemplate": template}).is_success


def test_integrations_are_made_once_per_number_and_taken_away(cloud):
    path = "conversations/messaging/integrations/whatsapp"
    wanted = {"name": "New", "phoneNumber": "+15551112222", "wabaCertificate": "CERT"}
    made = cloud.call("POST", path, json=wanted).json()
    again = cloud.call("POST", path, json=wanted)
    assert (again.status_code, again.json()["code"]) == (409, "phone.number.already.in.use")
    assert {row["id"] for row in cloud.call("GET", path).json()["entities"]} == {INTEGRATION, made["id"]}
    assert cloud.call("DELETE", f"{path}/{made['id']}").json()["status"] == "Deleting"
    assert cloud.call("DELETE", f"{path}/{made['id']}").status_code == 404


def test_what_the_roles_do_not_allow_is_forbidden_by_name(cloud):
    cloud.sandbox.control("genesys/world", {"permissions": [], "products": []})
    refused = cloud.call("GET", "conversations/messaging/integrations/whatsapp")
    assert refused.status_code == 403
    assert "messaging:whatsappIntegration:view" in refused.json()["message"]
    assert cloud.call("GET", "authorization/products").json()["entities"] == []
    assert cloud.call("GET", "users/me").status_code == 400, "client credentials have no user"


def test_what_was_written_survives_a_restart(new_sandbox):
    new_sandbox.control("genesys/world", WORLD)
    cloud = Cloud(new_sandbox)
    written = cloud.write("Hello")
    path = f"{MESSAGES}/{written['conversation']}/communications/{cloud.leg(written['conversation'])}/messages"
    cloud.call("POST", path, json={"textBody": "Hi Ann"})
    assert new_sandbox.stop() == 0
    new_sandbox.start()
    talk = cloud.call("GET", f"{MESSAGES}/{written['conversation']}").json()
    assert sum(len(row["messages"]) for row in talk["participants"]) == 2
