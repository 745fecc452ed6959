"""Consent, codes, tokens and their end on X; rate limits per user and per app; the month's credit."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import xdk

from tests.sandbox.playing import ACME, world

BACK = "https://desk.example/link"
SCOPES = "tweet.read tweet.write users.read dm.read media.write offline.access"
KEYS = ("client", "client secret")
X_APP = {"id": "77", "client_id": KEYS[0], "client_secret": KEYS[1], "consumer_secret": "consumer secret"}


@pytest.fixture
def app(sandbox):
    sandbox.control("world", world() | {"x_apps": [X_APP | {"bearer": "app bearer", "redirect_uris": [BACK]}]})
    return sandbox


@pytest.fixture
def library(app):
    return xdk.Client(
        base_url=app.url,
        client_id=KEYS[0],
        client_secret=KEYS[1],
        redirect_uri=BACK,
        scope=SCOPES,
    )


def consent(app, address, answer="allow"):
    """What a person does in the browser; the parameters with which they come back."""
    page = app.http.get(address.removeprefix("https://x.com"))
    assert page.status_code == 200 and "wants to access your account" in page.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    back = app.http.post("/i/oauth2/authorize", data={**hidden, "user": ACME, "answer": answer})
    assert back.status_code == 302 and back.headers["location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back.headers["location"]).query).items()}


def tokens(app, **asked):
    return app.http.post("/2/oauth2/token", data=asked, auth=KEYS)


def test_xdk_links_an_account_and_renews_it(app, library):
    told = consent(app, library.get_authorization_url(state="abc"))
    assert told["state"] == "abc"
    pair = library.exchange_code(told["code"])
    assert (pair["expires_in"], pair["scope"]) == (7200, SCOPES)
    assert app.x("GET", "users/me", token=pair["access_token"]).json()["data"]["id"] == ACME
    again = tokens(app, grant_type="refresh_token", refresh_token=pair["refresh_token"]).json()
    assert again["access_token"] != pair["access_token"] and again["refresh_token"] != pair["refresh_token"]
    spent = tokens(app, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    assert (spent.status_code, spent.json()["error"]) == (400, "invalid_request")
    assert app.x("GET", "users/me", token=again["access_token"]).status_code == 200


def test_a_refusal_comes_back_too(app, library):
    assert consent(app, library.get_authorization_url(state="abc"), "deny") == {
        "error": "access_denied",
        "state": "abc",
    }


@pytest.mark.parametrize("wrong", ["verifier", "redirect", "late", "twice"])
def test_a_code_serves_once_soon_and_for_its_owner(app, library, wrong):
    code = consent(app, library.get_authorization_url(state="abc"))["code"]
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK + ("/other" if wrong == "redirect" else ""),
        "code_verifier": "x" * 43 if wrong == "verifier" else library.oauth2_auth.code_verifier,
    }
    if wrong == "late":
        app.control("clock", {"offset": 31})
    if wrong == "twice":
        assert tokens(app, **asked).status_code == 200
    assert tokens(app, **asked).status_code == 400
    app.control("x/behavior", {"bad_grant": "invalid_grant"})
    assert tokens(app, **asked).json()["error"] == "invalid_grant"


def test_the_page_of_consent_refuses_what_does_not_fit(app, library):
    address = library.get_authorization_url(state="abc")
    for wrong in (
        address.replace("client_id=client", "client_id=other"),
        address.replace("desk.example", "evil.example"),
        address.replace("S256", "plain"),
        address.replace("tweet.read", "everything"),
    ):
        assert app.http.get(wrong.removeprefix("https://x.com")).status_code == 400


def test_clients_prove_themselves(app):
    asked = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": KEYS[0]}
    refused = app.http.post("/2/oauth2/token", data=asked)
    assert (refused.status_code, refused.json()["error"]) == (401, "unauthorized_client")
    assert app.http.post("/2/oauth2/token", data=asked, auth=(KEYS[0], "wrong")).status_code == 401


@pytest.fixture
def pair(app, library):
    return library.exchange_code(consent(app, library.get_authorization_url(state="abc"))["code"])


def test_tokens_end_after_two_hours_and_by_revocation(app, pair):
    app.control("clock", {"offset": 7201})
    assert app.x("GET", "users/me", token=pair["access_token"]).status_code == 401
    again = tokens(app, grant_type="refresh_token", refresh_token=pair["refresh_token"]).json()
    assert app.x("GET", "users/me", token=again["access_token"]).status_code == 200
    gone = app.http.post("/2/oauth2/revoke", data={"token": again["access_token"]}, auth=KEYS)
    assert gone.json() == {"revoked": True}
    assert app.x("GET", "users/me", token=again["access_token"]).status_code == 401
    assert tokens(app, grant_type="refresh_token", refresh_token=again["refresh_token"]).status_code == 400


def test_a_user_may_withdraw_the_consent(app, pair):
    assert app.control("x/revoke", {"user": ACME})["apps"] == ["77"]
    assert app.x("GET", "users/me", token=pair["access_token"]).status_code == 401
    assert app.x("GET", "users/me").status_code == 401


def test_scopes_limit_what_a_token_may_do(app, pair):
    assert app.x("GET", "dm_events", token=pair["access_token"]).status_code == 200
    person = app.control("x/messages", {"from": {"username": "ann"}, "to": "acme", "text": "Psst"})["from"]
    path = f"dm_conversations/with/{person}/messages"
    refused = app.x("POST", path, token=pair["access_token"], json={"text": "Hi"})
    assert (refused.status_code, refused.json()["title"]) == (403, "Forbidden")
    assert app.x("POST", path, json={"text": "Hi"}).status_code == 201


def test_the_apps_own_token_reads_but_does_not_write(app):
    given = app.http.post("/oauth2/token", data={"grant_type": "client_credentials"}, auth=("77", "consumer secret"))
    assert given.json() == {"token_type": "bearer", "access_token": "app bearer"}
    mentions = app.x("GET", f"users/{ACME}/mentions", token="app bearer")
    assert (mentions.status_code, mentions.headers["x-rate-limit-limit"]) == (200, "450")
    assert app.x("GET", f"users/{ACME}/mentions").headers["x-rate-limit-limit"] == "300"
    refused = app.x("POST", "tweets", token="app bearer", json={"text": "Hi"})
    assert refused.status_code == 403 and refused.json()["type"].endswith("unsupported-authentication")
    assert app.x("GET", "webhooks").json()["title"] == "Unsupported Authentication"


def test_users_and_apps_are_counted_apart(app):
    app.control("rate_limits", {"rate_limits": {"x.search": 1, "x.search.app": 2}})
    asked = {"params": {"query": "acme"}}
    answers = [app.x("GET", "tweets/search/recent", token=one, **asked) for one in ["x token", "app bearer"] * 2]
    assert [one.status_code for one in answers] == [200, 200, 429, 200]
    app.control("rate_limits", {"rate_limits": {"x.post_day.app": 1}})
    posts = [app.x("POST", "tweets", json={"text": text}) for text in ("One", "Two")]
    assert [one.status_code for one in posts] == [201, 429]
    assert posts[1].headers["x-app-limit-24hour-remaining"] == "0"


def test_the_months_credit_ends(app):
    app.control("x/behavior", {"usage": "capped"})
    capped = app.x("GET", f"users/{ACME}/mentions")
    assert capped.status_code == 429 and capped.json()["type"].endswith("usage-capped")
    assert "x-rate-limit-reset" not in capped.headers
    app.control("x/behavior", {"usage": "depleted"})
    assert app.x("GET", "dm_events").status_code == 402
    app.control("x/behavior", {"usage": "open"})
    assert app.x("GET", "usage/tweets", token="app bearer").json()["data"]["project_id"] == "77"


def test_what_was_given_out_survives_a_restart(new_sandbox):
    new_sandbox.control("world", world() | {"x_apps": [X_APP]})
    asked = {"client_id": KEYS[0], "redirect_uri": BACK, "response_type": "code", "state": "s", "scope": SCOPES}
    verifier = "v" * 43

    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked |= {"code_challenge": challenge, "code_challenge_method": "S256", "user": ACME, "answer": "allow"}
    back = new_sandbox.http.post("/i/oauth2/authorize", data=asked).headers["location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    exchange = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier}
    pair = tokens(new_sandbox, **exchange).json()
    new_sandbox.stop()
    new_sandbox.start()
    assert new_sandbox.x("GET", "users/me", token=pair["access_token"]).status_code == 200
    assert tokens(new_sandbox, grant_type="refresh_token", refresh_token=pair["refresh_token"]).status_code == 200


def test_the_fixed_token_of_the_world_needs_no_app(sandbox):
    assert sandbox.x("GET", "users/me").json()["data"]["username"] == "acme"
