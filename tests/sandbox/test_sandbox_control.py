"""The control API: checked inputs, faults, limits, load, and its description."""

import time

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.sandbox.playing import ACME, NUMBER, PAGE, wait_until

ANSWER = {"messaging_product": "whatsapp", "to": "16505551234", "type": "text", "text": {"body": "Hello"}}
HELLO = {"number": NUMBER, "from": "16505551234", "name": "Ann", "text": "Hi"}


def send(sandbox, **more):
    return sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json=ANSWER, **more)


def fault(sandbox, do, path="/messages$", **more):
    sandbox.control("faults", {"match": {"method": "POST", "path": path}, "do": do, **more})


@pytest.fixture
def open_window(sandbox):
    sandbox.control("whatsapp/messages", HELLO)
    return sandbox


def test_the_description_holds_the_schemas_that_check(sandbox):
    described = sandbox.look("openapi.json")
    assert described["openapi"] == "3.1.0" and len(described["paths"]) > 20
    schema = described["paths"]["/control/x/tweets"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    Draft202012Validator.check_schema(schema)
    assert not Draft202012Validator(schema).is_valid({"text": "without an author"})


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("x/tweets", {"text": "Hi"}, "'author' is a required property"),
        ("facebook/posts", {"page": "7", "author": {"name": "A"}, "message": "Hi"}, "There is no page 7"),
        ("facebook/comments", {"object": "7", "author": {"name": "A"}, "message": "Hi"}, "no post or comment 7"),
        ("whatsapp/messages", {"number": NUMBER, "name": "A"}, "`from`"),
        ("x/messages", {"from": {"username": "ann"}, "to": "nobody", "text": "Hi"}, "nobody else named nobody"),
        ("faults", {"do": "explode"}, "do: 'explode' is not one of"),
        ("faults", {"do": "error", "match": {"path": "("}}, "no regular expression"),
        ("clock", {"offset": "soon"}, "offset: 'soon' is not of type 'number'"),
    ],
)
def test_bad_input_is_a_sentence(sandbox, path, body, why):
    answer = sandbox.http.post(f"/control/{path}", json=body)
    assert answer.status_code == 400 and why in answer.json()["error"] and answer.json()["error"].endswith(".")


def test_a_body_that_is_no_json_is_refused(sandbox):
    assert sandbox.http.post("/control/clock", content=b"{").status_code == 400


def test_an_error_without_effect_and_one_after_it(open_window):
    fault(open_window, "error", status=503, body={"error": {"code": 2, "message": "Service unavailable"}})
    assert (send(open_window).status_code, open_window.sent()) == (503, [])
    fault(open_window, "error_after")
    assert send(open_window).status_code == 500
    assert len(open_window.sent()) == 1
    assert send(open_window).status_code == 200


@pytest.mark.parametrize(("do", "published"), [("drop", 0), ("drop_after", 1)])
def test_a_dropped_connection(open_window, do, published):
    fault(open_window, do)
    with pytest.raises(httpx.TransportError):
        send(open_window)
    assert len(open_window.sent()) == published


@pytest.mark.parametrize(("do", "published"), [("hang", 0), ("hang_after", 1)])
def test_an_answer_that_never_comes(open_window, do, published):
    fault(open_window, do)
    with pytest.raises(httpx.ReadTimeout):
        send(open_window, timeout=0.3)
    assert len(open_window.sent()) == published


def test_slow_answers_times_and_forgetting(open_window):
    fault(open_window, "slow", seconds=4, times=2)
    assert send(open_window).elapsed.total_seconds() > 3.9
    open_window.control("faults", method="DELETE")
    assert send(open_window).elapsed.total_seconds() < 3.9


def test_an_empty_page_before_the_end_loses_nothing(sandbox):
    made = [
        sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": f"{number}"})["id"]
        for number in range(3)
    ]
    sandbox.control("faults", {"match": {"path": "/feed"}, "do": "empty_page"})
    first = sandbox.graph("GET", f"{PAGE}/feed?fields=id").json()
    assert first["data"] == []
    assert [one["id"] for one in sandbox.http.get(first["paging"]["next"]).json()["data"]] == made[::-1]
    tweet = sandbox.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme"})["id"]
    sandbox.control("faults", {"match": {"path": "/mentions"}, "do": "empty_page"})
    empty = sandbox.x("GET", f"users/{ACME}/mentions").json()
    assert "data" not in empty
    token = empty["meta"]["next_token"]
    assert sandbox.x("GET", f"users/{ACME}/mentions?pagination_token={token}").json()["data"][0]["id"] == tweet


def test_a_next_link_may_name_the_real_host(sandbox):
    for number in range(2):
        sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": f"{number}"})
    sandbox.control("faults", {"match": {"path": "/feed"}, "do": "real_next"})
    link = sandbox.graph("GET", f"{PAGE}/feed?limit=1").json()["paging"]["next"]
    assert link.startswith("https://graph.facebook.com/v26.0/")


def test_x_counts_down_to_429_and_begins_anew(sandbox):
    sandbox.control("rate_limits", {"rate_limits": {"x.mentions": 2}})
    answers = [sandbox.x("GET", f"users/{ACME}/mentions") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["x-rate-limit-remaining"] for one in answers] == ["1", "0", "0"]
    assert answers[2].headers["x-rate-limit-limit"] == "2"
    assert 890 < int(answers[2].headers["x-rate-limit-reset"]) - time.time() < 902
    sandbox.control("clock", {"offset": 901})
    assert sandbox.x("GET", f"users/{ACME}/mentions").status_code == 200


def test_the_documented_limits_are_the_usual_ones_and_can_be_off(sandbox):
    assert sandbox.x("GET", "dm_events").headers["x-rate-limit-limit"] == "15"
    assert [sandbox.x("GET", "dm_events").status_code for _ in range(15)][-2:] == [200, 429]
    sandbox.control("rate_limits", {"rate_limits": "off"})
    assert {sandbox.x("GET", "dm_events").status_code for _ in range(20)} == {200}


def test_graph_usage_headers_and_errors(sandbox):
    sandbox.control("rate_limits", {"rate_limits": {"graph.page": {"limit": 4, "seconds": 120}}})
    answers = [sandbox.graph("GET", f"{PAGE}/feed") for _ in range(5)]
    usage = answers[1].headers["x-business-use-case-usage"]
    assert usage.startswith(f'{{"{PAGE}":[{{"type":"pages","call_count":50,')
    assert answers[4].json()["error"]["code"] == 80001
    assert '"estimated_time_to_regain_access":2' in answers[4].headers["x-business-use-case-usage"]
    sandbox.control("rate_limits", {"rate_limits": {"graph.app": 1}})
    assert [sandbox.graph("GET", PAGE).json().get("error", {}).get("code") for _ in range(2)] == [None, 4]
    assert sandbox.graph("GET", PAGE).headers["x-app-usage"].startswith('{"call_count":300')


def test_a_burst_to_one_whatsapp_customer_is_stopped(open_window):
    open_window.control("rate_limits", {"rate_limits": {"whatsapp.pair": {"limit": 2, "seconds": 60}}})
    assert [send(open_window).json().get("error", {}).get("code") for _ in range(3)] == [None, None, 131056]
    open_window.control("clock", {"offset": 61})
    assert send(open_window).status_code == 200


def test_the_past_and_the_turned_clock(sandbox):
    made = sandbox.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme", "at": 1_700_000_000.5})
    assert made["sent_at"] == 1_700_000_000.5
    read = sandbox.x("GET", f"tweets/{made['id']}?tweet.fields=created_at").json()["data"]
    assert read["created_at"] == "2023-11-14T22:13:20.500Z"
    assert sandbox.control("clock", {"offset": 3600})["now"] > time.time() + 3590


def test_the_ledger_is_asked_by_platform_number_and_addressee(open_window):
    for _ in range(3):
        send(open_window)
    every = open_window.look("sent")
    assert [one["seq"] for one in every["data"]] == [1, 2, 3] and every["last"] == 3
    assert [one["seq"] for one in open_window.look("sent?after=1&to=16505551234")["data"]] == [2, 3]
    assert open_window.look("sent?platform=x")["data"] == []
    assert open_window.look("counts")["whatsapp"]["published"] == 3


def test_reset_keeps_nothing(open_window):
    send(open_window)
    open_window.control("reset")
    assert open_window.look("sent") == {"data": [], "last": 0}
    assert open_window.graph("GET", PAGE).json()["error"]["code"] == 190


def test_load_keeps_its_schedule(hooked, receiver):
    asked = {"kind": "whatsapp", "number": NUMBER, "customers": 20, "rate": 100, "seconds": 1.5, "text": "Load"}
    run = hooked.control("load", asked)["id"]
    progress = wait_until(lambda: (told := hooked.look(f"load/{run}"))["delivered"] == 150 and told)
    assert (progress["done"], progress["sent"], progress["errors"]) == (True, 150, 0)
    assert progress["lag_p99_ms"] < 10_000
    texts = [one["text"]["body"] for one in receiver.values("messages")]
    assert sorted(int(text.split("#")[1].split(" ")[0]) for text in texts) == list(range(1, 151))
    assert abs(float(texts[0].split("@")[1]) - time.time()) < 10
    assert len({one["from"] for one in receiver.values("messages")}) == 20


def test_load_follows_a_plan(hooked, receiver):
    plan = [{"from": "16505550002", "name": "Bob", "at_ms": 200}, {"from": "16505550001", "name": "Ann", "at_ms": 0}]
    hooked.control("load", {"kind": "whatsapp", "number": NUMBER, "plan": plan})
    wait_until(lambda: len(receiver.values("messages")) == 2)
    assert [one["from"] for one in receiver.values("messages")] == ["16505550001", "16505550002"]
    assert receiver.deliveries[1][2] - receiver.deliveries[0][2] > 0.15
