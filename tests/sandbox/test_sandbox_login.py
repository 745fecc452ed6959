"""Facebook Login: consent, codes, tokens, the pages behind them, and how tokens end."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pyfacebook
import pytest

from tests.sandbox.playing import APP, PAGE, SECRET, world

BACK = "https://desk.example/linked/"
VERIFIER = "a-verifier-that-is-long-enough-for-everybody-to-like"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
ASKED = {"client_id": APP, "redirect_uri": BACK, "state": "s p&", "scope": "pages_show_list,pages_messaging"}
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
DAY = 24 * 3600


def decide(sandbox, decision="allow", **more):
    data = {**ASKED, **PKCE, "granted": "on", "decision": decision, **more}
    answer = sandbox.http.post("/v26.0/dialog/oauth", data=data)
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def trade(sandbox, code="", **more):
    asked = {"client_id": APP, "client_secret": SECRET, "redirect_uri": BACK, "code": code, "code_verifier": VERIFIER}
    return sandbox.http.get("/v26.0/oauth/access_token", params={**asked, **more})


def user_token(sandbox, **more):
    return trade(sandbox, decide(sandbox, **more)["code"]).json()["access_token"]


def long_token(sandbox, **more):
    asked = {"grant_type": "fb_exchange_token", "fb_exchange_token": user_token(sandbox, **more)}
    return trade(sandbox, **asked).json()


def health(sandbox, token):
    asked = {"input_token": token, "access_token": f"{APP}|{SECRET}"}
    return sandbox.http.get("/v26.0/debug_token", params=asked).json()["data"]


def test_the_page_asks_and_escapes(sandbox):
    shown = sandbox.http.get("/v26.0/dialog/oauth", params={**ASKED, "state": '"><script>'})
    assert shown.headers["content-type"].startswith("text/html")
    assert 'name="grant_pages_messaging"' in shown.text and "<script>" not in shown.text
    assert sandbox.http.get("/v26.0/dialog/oauth", params={**ASKED, "client_id": "7"}).status_code == 400


def test_where_consent_leads_back_to_can_be_limited(sandbox):
    described = world()
    described["apps"][0]["redirect_uris"] = ["https://desk.example/other/"]
    sandbox.control("world", described)
    assert sandbox.http.get("/v26.0/dialog/oauth", params=ASKED).status_code == 400


def test_allow_and_deny(sandbox):
    allowed = decide(sandbox)
    assert allowed["state"] == "s p&" and len(allowed["code"]) > 40
    denied = decide(sandbox, decision="deny")
    assert (denied["error"], denied["error_reason"], denied["state"]) == ("access_denied", "user_denied", "s p&")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"client_secret": "wrong"}, 1),
        ({"client_id": "7"}, 101),
        ({"redirect_uri": BACK + "x"}, 100),
        ({"code_verifier": "wrong"}, 100),
        ({"code": "made up"}, 100),
    ],
)
def test_a_code_is_traded_by_its_owner_only(sandbox, wrong, code):
    given = decide(sandbox)["code"]
    assert trade(sandbox, **{"code": given, **wrong}).json()["error"]["code"] == code
    assert "access_token" in trade(sandbox, given).json()


def test_a_code_is_good_once_and_for_ten_minutes(sandbox):
    once = decide(sandbox)["code"]
    assert "access_token" in trade(sandbox, once).json()
    assert trade(sandbox, once).json()["error"]["error_subcode"] == 36009
    late = decide(sandbox)["code"]
    sandbox.control("clock", {"offset": 601})
    assert trade(sandbox, late).json()["error"]["error_subcode"] == 36007


def test_pyfacebook_trades_codes_and_tokens(sandbox):
    class Redirected(pyfacebook.GraphAPI):
        GRAPH_URL = sandbox.url + "/"
        EXCHANGE_ACCESS_TOKEN_URL = sandbox.url + "/oauth/access_token"

    client = Redirected(app_id=APP, app_secret=SECRET, access_token=f"{APP}|{SECRET}", version="v24.0", timeout=5)
    token = user_token(sandbox)
    longer = client.exchange_long_lived_user_access_token(access_token=token)
    assert longer["expires_in"] == 60 * DAY
    told = client.debug_token(longer["access_token"])["data"]
    assert (told["is_valid"], told["type"], told["app_id"]) == (True, "USER", APP)


def test_pages_come_with_tokens_that_do_not_end_when_the_users_is_long_lived(sandbox):
    longer = long_token(sandbox)["access_token"]
    assert sandbox.graph("GET", "me?fields=name", token=longer).json()["name"] == "Sandbox Admin"
    page = sandbox.graph("GET", "me/accounts", token=longer).json()["data"][0]
    assert (page["id"], page["name"]) == (PAGE, "Acme") and "MESSAGING" in page["tasks"]
    assert sandbox.graph("GET", "me?fields=name", token=page["access_token"]).json() == {"name": "Acme", "id": PAGE}
    told = health(sandbox, page["access_token"])
    assert (told["type"], told["expires_at"], told["profile_id"]) == ("PAGE", 0, PAGE)
    assert 89 * DAY < told["data_access_expires_at"] - told["issued_at"] < 91 * DAY
    assert sandbox.graph("GET", "me/accounts", token=longer).json()["data"][0]["access_token"] == page["access_token"]


def test_tokens_end_with_the_clock(sandbox):
    short = user_token(sandbox)
    page = sandbox.graph("GET", "me/accounts", token=short).json()["data"][0]["access_token"]
    sandbox.control("clock", {"offset": 3 * 3600})
    for token in (short, page):
        error = sandbox.graph("GET", PAGE, token=token).json()["error"]
        assert (error["code"], error["error_subcode"]) == (190, 463)
    assert health(sandbox, short)["error"]["subcode"] == 463


def test_what_was_not_granted_is_refused(sandbox):
    data = {**ASKED, **PKCE, "decision": "allow", "grant_pages_show_list": "on"}
    answer = sandbox.http.post("/v26.0/dialog/oauth", data=data)
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    token = trade(sandbox, code).json()["access_token"]
    page = sandbox.graph("GET", "me/accounts", token=token).json()["data"][0]["access_token"]
    assert health(sandbox, page)["scopes"] == ["pages_show_list"]
    assert sandbox.graph("GET", f"{PAGE}/conversations", token=page).json()["error"]["code"] == 200


def test_a_user_without_a_role_on_a_page_does_not_see_it(sandbox):
    other = {"id": "1000000002", "name": "Other", "app": APP}
    sandbox.control("world", {"pages": [other], "users": [{"id": "71", "name": "Uma", "pages": [other["id"]]}]})
    token = user_token(sandbox, user="71")
    assert [one["name"] for one in sandbox.graph("GET", "me/accounts", token=token).json()["data"]] == ["Other"]
    page = sandbox.graph("GET", "me/accounts", token=token).json()["data"][0]["access_token"]
    sandbox.control("world", {"users": [{"id": "71", "name": "Uma", "pages": [PAGE]}]})
    assert sandbox.graph("GET", other["id"], token=page).json()["error"]["error_subcode"] == 492


def test_who_removes_the_app_ends_all_its_tokens(sandbox):
    token = user_token(sandbox)
    page = sandbox.graph("GET", "me/accounts", token=token).json()["data"][0]["access_token"]
    assert sandbox.graph("DELETE", "me/permissions", token=token).json() == {"success": True}
    assert sandbox.graph("GET", PAGE, token=page).json()["error"]["error_subcode"] == 458


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 464, 467, 492])
def test_a_token_is_refused_for_any_reason(sandbox, subcode):
    sandbox.control("tokens/expire", {"token": "page token", "subcode": subcode})
    error = sandbox.graph("GET", PAGE).json()["error"]
    assert (error["code"], error["error_subcode"]) == (190, subcode)
    assert health(sandbox, "page token")["error"]["subcode"] == subcode
    sandbox.control("tokens/restore", {"token": "page token"})
    assert sandbox.graph("GET", PAGE).status_code == 200


def test_calls_by_a_user_have_limits_of_their_own(sandbox):
    token = long_token(sandbox)["access_token"]
    sandbox.control("rate_limits", {"rate_limits": {"graph.user": 1, "graph.page_user": 1}})
    mine = [sandbox.graph("GET", "me", token=token).json() for _ in range(2)]
    pages = [sandbox.graph("GET", PAGE, token=token).json() for _ in range(2)]
    assert [one.get("error", {}).get("code") for one in mine + pages] == [None, 17, None, 32]


def test_tokens_survive_a_restart(new_sandbox):
    new_sandbox.control("world", world())
    token = long_token(new_sandbox)["access_token"]
    assert new_sandbox.stop() == 0
    new_sandbox.start()
    assert new_sandbox.graph("GET", "me/accounts", token=token).json()["data"][0]["id"] == PAGE
