"""What each platform's errors mean, from answers as they were captured, and what a broken line means."""

import base64
import logging
import socket
from datetime import timedelta

import httpx
import pytest

from platforms import facebook, graph, graph_errors, messenger, times, twitter, x_api
from platforms.base import Outcome, PlatformError, Rate, Wire
from platforms.http import shared_client

from .conftest import PAGE, outgoing

RETRY, WAIT, FAILED = Outcome.RETRY, Outcome.WAIT, Outcome.MESSAGE_FAILED
SUSPENDED, SENT, UNKNOWN = Outcome.ACCOUNT_SUSPENDED, Outcome.ALREADY_SENT, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("method", "status", "code", "subcode", "outcome"),
    [
        ("POST", 500, 1, None, UNKNOWN),
        ("POST", 500, 2, None, UNKNOWN),
        ("GET", 500, 2, None, RETRY),
        ("GET", 400, 4, None, WAIT),
        ("GET", 400, 17, None, WAIT),
        ("GET", 400, 32, None, WAIT),
        ("GET", 400, 613, None, WAIT),
        ("GET", 400, 80001, None, WAIT),
        ("POST", 400, 80006, None, WAIT),
        ("POST", 400, 341, None, WAIT),
        ("GET", 403, 10, None, SUSPENDED),
        ("GET", 403, 200, None, SUSPENDED),
        ("GET", 403, 299, None, SUSPENDED),
        ("GET", 400, 100, 33, FAILED),
        ("POST", 400, 100, None, FAILED),
        ("GET", 401, 190, 463, SUSPENDED),
        ("GET", 400, 190, 460, SUSPENDED),
        ("GET", 401, 102, None, SUSPENDED),
        ("POST", 400, 368, None, FAILED),
        ("POST", 400, 506, None, SENT),
        ("GET", 404, 803, None, FAILED),
        ("POST", 400, 1609005, None, FAILED),
        ("POST", 400, 10, 2018278, FAILED),
        ("POST", 400, 10, 2018065, FAILED),
        ("POST", 400, 551, 1545041, FAILED),
        ("POST", 400, 100, 2018001, FAILED),
        ("POST", 400, 1200, 2018024, RETRY),
        ("POST", 401, 0, None, SUSPENDED),
        ("POST", 400, 131047, None, FAILED),
        ("POST", 400, 131026, None, FAILED),
        ("POST", 400, 130497, None, FAILED),
        ("POST", 400, 130403, None, FAILED),
        ("POST", 429, 130429, 2494055, WAIT),
        ("POST", 400, 131056, None, WAIT),
        ("POST", 503, 131016, None, RETRY),
        ("POST", 500, 131057, None, RETRY),
        ("POST", 400, 131031, None, SUSPENDED),
        ("POST", 400, 987654, None, FAILED),
        ("POST", 500, 987654, None, UNKNOWN),
        ("GET", 500, 987654, None, RETRY),
    ],
)
def test_graph_errors_mean(method, status, code, subcode, outcome):
    error = {"message": f"(#{code}) Something", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    error |= {"error_subcode": subcode} if subcode else {}
    found = graph.explain(method, status, {"error": error}, httpx.Headers())
    assert found.outcome is outcome
    assert found.code == (f"{code}/{subcode}" if subcode else str(code))
    assert found.reason and "#" not in found.reason.replace("(#987654)", "")
    assert (found.retry_at is not None) is (outcome is WAIT)


# Every code of Meta's error tables that the product can meet: Graph API, Messenger Platform, WhatsApp Cloud API.
TOLD = {
    SUSPENDED: """0 3 10 102 190 190/458 190/459 190/460 190/463 190/464 190/467 190/492 200 210 299 131031
        133010""",
    WAIT: "4 17 32 341 613 80001 80006 80007 130429 131048 131056 131064 133016",
    UNKNOWN: "1 2",
    RETRY: "1200 1200/2018024 131000 131016 131057 133004",
    SENT: "506",
    FAILED: """33 100 100/33 230 368 551 551/1545041 200/1545041 803 10900 10903 10904 1609005 10/2018065 10/2018278
        100/2018001 100/2018108 100/2018344 2018108 2018344
        130403 130472 130497 131008 131009 131021 131026 131030 131037 131042 131045 131047 131049 131050 131051 131052
        131053 131062 131063 132000 132001 132005 132007 132012 132015 132016 132068 132069 133005 133006 133008 133009
        133015 135000 136024 137000
        2388019 2388039 2388040 2388047 2388072 2388073 2388293 2388299 100/2388019 100/2388299""",
}


@pytest.mark.parametrize(
    ("code", "outcome"), [(code, outcome) for outcome, codes in TOLD.items() for code in codes.split()]
)
def test_every_code_has_its_meaning_in_words(code, outcome):
    number, _, subcode = code.partition("/")
    found, words = graph_errors.meaning(int(number), int(subcode) if subcode else None)
    assert found is outcome
    # A sentence for a person, without the platform's own words.
    assert words[0].isupper() and words.endswith(".") and len(words) > 20 and "#" not in words
    error = {"error": {"code": int(number), "error_subcode": int(subcode) if subcode else None}}
    assert graph.explain("POST", 400, error, httpx.Headers()).reason == words


def test_what_hides_behind_a_refused_value_is_told_and_not_the_value():
    assert graph_errors.meaning(100, 2388299) == graph_errors.meaning(2388299)
    assert graph_errors.meaning(100, 2018344)[1] != graph_errors.meaning(100)[1]
    assert graph_errors.meaning(100, 999999999) == graph_errors.meaning(100)
    assert graph_errors.meaning(987654) is None


def test_a_graph_error_with_status_200_or_without_a_code_is_one_all_the_same():
    found = graph.explain("GET", 200, {"error": {"message": "Oops", "is_transient": True}}, httpx.Headers())
    assert (found.outcome, found.reason) == (RETRY, "Oops")
    assert graph.explain("GET", 200, {"data": []}, httpx.Headers()) is None


def test_after_a_rate_error_we_come_again_when_the_header_says():
    usage = '{"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":7}]}'
    headers = httpx.Headers({"X-Business-Use-Case-Usage": usage})
    found = graph.explain("GET", 400, {"error": {"code": 80001}}, headers)
    assert timedelta(minutes=6) < found.retry_at - times.now() <= timedelta(minutes=7)


@pytest.mark.parametrize(
    ("headers", "used", "waits"),
    [
        ({}, 0, False),
        ({"X-App-Usage": '{"call_count":28,"total_time":25,"total_cputime":31}'}, 31, False),
        ({"X-App-Usage": '{"call_count":96,"total_time":25,"total_cputime":31}'}, 96, True),
        ({"X-App-Usage": '{"call_count":5}', "X-Business-Use-Case-Usage": '{"1":[{"total_time":80}]}'}, 80, False),
        ({"X-Business-Use-Case-Usage": '{"1":[{"call_count":9,"estimated_time_to_regain_access":2}]}'}, 9, True),
        ({"X-Business-Use-Case-Usage": '{"1":[{"type":"pages","call_count":77},{"type":"messenger"}]}'}, 77, False),
        ({"X-Business-Use-Case-Usage": '{"1":[{"type":"ads_management","call_count":100}]}'}, 0, False),
        (
            {"X-Business-Use-Case-Usage": '{"1":[{"type":"messenger","call_count":"12"}],"2":[{"total_time":99}]}'},
            99,
            True,
        ),
        ({"X-App-Usage": "no json", "X-Business-Use-Case-Usage": '{"1":7}'}, 0, False),
    ],
)
def test_graph_tells_our_budget(headers, used, waits):
    rate = graph.rate(httpx.Headers(headers))
    assert (rate.used, rate.wait_until is not None) == (used, waits)


def test_when_calls_are_taken_again_is_kept_and_believed_for_a_day_at_most():
    usage = '{"1":[{"type":"pages","call_count":40,"estimated_time_to_regain_access":9}]}'
    rate = graph.rate(httpx.Headers({"X-Business-Use-Case-Usage": usage}))
    assert timedelta(minutes=8) < rate.wait_until - times.now() <= timedelta(minutes=9)
    endless = graph.rate(httpx.Headers({"X-Business-Use-Case-Usage": usage.replace("9}", "1e9}")}))
    assert endless.wait_until - times.now() <= timedelta(days=1)


@pytest.mark.parametrize(
    ("method", "status", "answer", "outcome"),
    [
        (
            "GET",
            401,
            {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"},
            SUSPENDED,
        ),
        ("GET", 429, {"title": "Too Many Requests", "type": "about:blank", "detail": "Too Many Requests"}, WAIT),
        ("GET", 429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, WAIT),
        ("GET", 429, {"title": "UsageCapExceeded", "type": "https://api.x.com/2/problems/usage-capped"}, SUSPENDED),
        ("POST", 403, {"detail": "You are not allowed to create a Tweet with duplicate content.", "status": 403}, SENT),
        ("POST", 403, {"detail": "Reply to this conversation is not allowed because you have not been ..."}, FAILED),
        ("POST", 403, {"detail": "You cannot send messages to this user."}, FAILED),
        ("POST", 403, {"title": "x", "type": "https://api.x.com/2/problems/client-forbidden"}, SUSPENDED),
        ("POST", 403, {"detail": "Your account is suspended and is not permitted to access this feature."}, SUSPENDED),
        ("GET", 403, {"detail": "You are not permitted to use this endpoint."}, SUSPENDED),
        ("POST", 402, {"title": "CreditsDepleted"}, SUSPENDED),
        ("POST", 404, {"title": "Not Found Error"}, FAILED),
        ("POST", 400, {"title": "Invalid Request", "errors": [{"message": "text is too long"}]}, FAILED),
    ],
)
def test_problems_of_x_mean(method, status, answer, outcome):
    found = x_api.explain(method, status, answer, httpx.Headers())
    assert (found.outcome, found.code) == (outcome, str(status))
    assert found.reason
    assert (found.retry_at is not None) is (outcome is WAIT)


def test_x_tells_our_budget_and_when_to_come_again():
    reset = times.unix(times.now()) + 600
    headers = {"x-rate-limit-limit": "300", "x-rate-limit-remaining": "75", "x-rate-limit-reset": str(reset)}
    assert x_api.rate(httpx.Headers(headers)) == Rate(75.0, None, 300, 75, times.moment(reset))
    headers["x-rate-limit-remaining"] = "0"
    assert x_api.rate(httpx.Headers(headers)) == Rate(100.0, times.moment(reset), 300, 0, times.moment(reset))
    found = x_api.explain("GET", 429, {}, httpx.Headers(headers))
    assert found.retry_at == times.moment(reset)


@pytest.mark.parametrize(("do", "outcome"), [("drop", RETRY), ("hang", RETRY), ("error", RETRY)])
def test_a_broken_line_while_reading_is_tried_again(company, do, outcome):
    company.fault(do, "/2/users", "GET", **({"status": 502, "body": "<html>bad gateway"} if do == "error" else {}))
    with httpx.Client(timeout=0.5) as impatient, pytest.raises(PlatformError) as failure:
        twitter.lookup(company.wire("x_posts", http=impatient), "acme")
    assert failure.value.outcome is outcome


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "drop"},
        {"do": "hang"},
        {"do": "error", "status": 502, "body": "<html>bad gateway"},
        {"do": "error", "status": 200, "body": "<html>fine"},
        {"do": "error", "status": 200, "body": {}},
    ],
)
@pytest.mark.parametrize(
    ("module", "kind", "path"),
    [(facebook, "facebook_posts", "/comments"), (messenger, "messenger", "/messages"), (twitter, "x_posts", "/tweets")],
)
def test_a_broken_line_while_sending_leaves_the_result_unknown(company, module, kind, path, fault):
    company.fault(path=path, **fault)
    with httpx.Client(timeout=0.5) as impatient, pytest.raises(PlatformError) as failure:
        module.send(company.wire(kind, http=impatient), outgoing("Hello", to="1", parent=f"{PAGE}_1"))
    assert failure.value.outcome is UNKNOWN


def test_a_platform_that_cannot_be_reached_has_carried_nothing_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    wire = Wire(shared_client(), f"http://127.0.0.1:{port}", PAGE, "secret-token")
    with pytest.raises(PlatformError) as failure:
        facebook.send(wire, outgoing("Hello", parent="1_2"))
    assert failure.value.outcome is RETRY


def test_a_token_that_the_platform_repeats_reaches_neither_the_error_nor_the_log(company, caplog):
    caplog.set_level(logging.DEBUG)
    body = {"error": {"code": 2500, "message": "Malformed access token page-token"}}
    company.fault("error", "/comments", "POST", status=400, body=body)
    with pytest.raises(PlatformError) as failure:
        facebook.send(company.wire("facebook_posts"), outgoing("Hello", parent=f"{PAGE}_1"))
    assert failure.value.reason == "Malformed access token …"
    assert "page-token" not in caplog.text + str(failure.value) + repr(company.wire("facebook_posts"))


@pytest.mark.parametrize("token", ["töken", "line\nbreak"])
def test_a_token_that_fits_no_header_is_not_given_away(token):
    wire = Wire(shared_client(), "http://127.0.0.1:9", PAGE, token)
    with pytest.raises(PlatformError) as failure:
        facebook.send(wire, outgoing("Hello", parent="1_2"))
    assert failure.value.outcome is SUSPENDED
    assert token not in str(failure.value) and failure.value.__context__ is None


def test_one_process_has_one_client():
    assert shared_client() is shared_client()
    assert shared_client().follow_redirects is False
    assert (shared_client().timeout.connect, shared_client().timeout.read) == (5, 15)


# A published example of HMAC-SHA256 with the key "key".
FOX = b"The quick brown fox jumps over the lazy dog"
FOX_SIGNED = bytes.fromhex("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")


def test_signatures_are_checked_over_the_raw_bytes():
    of_meta, of_x = f"sha256={FOX_SIGNED.hex()}", f"sha256={base64.b64encode(FOX_SIGNED).decode()}"
    for verify, right, wrong in ((graph.verify, of_meta, of_x), (x_api.verify, of_x, of_meta)):
        assert verify("key", FOX, right)
        assert not verify("other", FOX, right)
        assert not verify("key", FOX + b" ", right)
        for signature in (wrong, right[:-1], "", None, "sha256=é"):
            assert not verify("key", FOX, signature)


def test_x_is_answered_that_the_webhook_is_ours():
    response = {"response_token": f"sha256={base64.b64encode(FOX_SIGNED).decode()}"}
    assert x_api.challenge("key", FOX.decode()) == response


def test_the_handshake_gives_the_challenge_back_for_the_right_token_only():
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "mine"}
    assert graph.handshake(asked, "mine") == "1158201444"
    assert graph.handshake(asked, "other") is None
    assert graph.handshake(asked, "") is None
    assert graph.handshake({**asked, "hub.mode": "other"}, "mine") is None
    assert graph.handshake({}, "mine") is None
