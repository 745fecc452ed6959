"""Linking an account of X, and keeping its tokens, over real HTTP."""

import base64
import hashlib
import socket
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from platforms import times
from platforms.base import AppKeys, Outcome, PlatformError
from platforms.http import shared_client
from platforms.twitter import linking

from .conftest import OWN

BACK = "https://acme.example/linked"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.fixture(params=["confidential", "public"])
def keys(company, request):
    """The company's app: with a secret, and without."""
    secret = "app-secret" if request.param == "confidential" else ""
    app = {"id": f"x-{request.param}", "client_id": f"client-{request.param}", "client_secret": secret}
    company.control("world", {"x_apps": [{**app, "consumer_secret": "consumer-secret", "bearer": "app-bearer"}]})
    return AppKeys(app["client_id"], secret, company.sandbox.url, company.sandbox.url)


def consent(company, keys, **changes):
    """What the administrator is sent back with."""
    url = linking.authorize_url(keys, BACK, "state-1", CHALLENGE)
    assert shared_client().get(url).status_code == 200
    form = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    answer = shared_client().post(
        f"{company.sandbox.url}/i/oauth2/authorize", data={**form, "user": OWN, "answer": "allow", **changes}
    )
    told = parse_qs(urlsplit(answer.headers["location"]).query)
    assert told.pop("state") == ["state-1"]
    return {name: values[0] for name, values in told.items()}


def grant_of(company, keys):
    return linking.exchange(keys, BACK, consent(company, keys)["code"], VERIFIER)


def test_consent_brings_a_token_for_two_hours_and_whose_it_is(company, keys):
    grant = grant_of(company, keys)
    assert timedelta(minutes=100) < grant.expires_at - times.now() <= timedelta(hours=2)
    assert set(grant.scopes) == set(linking.SCOPES + linking.ALSO)
    (account,) = linking.linkables(keys, grant)
    assert (account.external_id, account.handle, account.lacks, account.grant) == (OWN, "acme", (), grant)
    assert linking.health(keys, grant.token).valid
    assert grant.token not in repr(grant) and grant.refresh not in repr(account)


def test_what_was_not_consented_to_is_named(company, keys):
    code = consent(company, keys, scope="tweet.read users.read offline.access")["code"]
    (account,) = linking.linkables(keys, linking.exchange(keys, BACK, code, VERIFIER))
    assert set(account.lacks) == set(linking.SCOPES) - {"tweet.read", "users.read", "offline.access"}


def test_who_says_no_is_sent_back_with_that(company, keys):
    assert consent(company, keys, answer="deny") == {"error": "access_denied"}


def test_a_code_is_good_once_and_only_with_its_verifier(company, keys):
    code = consent(company, keys)["code"]
    linking.exchange(keys, BACK, code, VERIFIER)
    for used, verifier in ((code, VERIFIER), (consent(company, keys)["code"], "another")):
        with pytest.raises(PlatformError) as failure:
            linking.exchange(keys, BACK, used, verifier)
        assert failure.value.outcome is Outcome.MESSAGE_FAILED
        assert "link again" in failure.value.reason


@pytest.mark.parametrize("word", ["invalid_grant", "invalid_request"])
def test_a_refresh_token_brings_the_next_pair_once(company, keys, word):
    company.control("x/behavior", {"bad_grant": word})
    first = grant_of(company, keys)
    second = linking.refresh(keys, first.refresh)
    assert second.token != first.token and second.refresh != first.refresh
    assert linking.health(keys, second.token).valid
    with pytest.raises(PlatformError) as failure:
        linking.refresh(keys, first.refresh)
    assert (failure.value.outcome, failure.value.code) == (Outcome.ACCOUNT_SUSPENDED, "invalid_grant")


def test_a_token_given_back_is_not_valid_and_giving_it_back_again_does_no_harm(company, keys):
    grant = grant_of(company, keys)
    for _ in range(2):
        linking.revoke(keys, grant.token)
    health = linking.health(keys, grant.token)
    assert not health.valid and "link the account again" in health.reason


def test_a_wrong_secret_is_said_to_be_one(company, keys):
    wrong = AppKeys(keys.client_id, "wrong", keys.base)
    with pytest.raises(PlatformError) as failure:
        linking.refresh(wrong, "a-token")
    assert failure.value.outcome is Outcome.ACCOUNT_SUSPENDED
    assert "client id and secret" in failure.value.reason
    assert "wrong" not in str(failure.value) + repr(wrong)


@pytest.mark.parametrize("do", ["drop", "drop_after", "error", "error_after"])
def test_a_renewal_without_an_answer_may_have_used_up_the_token(company, keys, do):
    grant = grant_of(company, keys)
    company.fault(do, "/2/oauth2/token", status=503)
    with pytest.raises(PlatformError) as failure:
        linking.refresh(keys, grant.refresh)
    assert failure.value.outcome is Outcome.UNKNOWN
    assert grant.refresh not in str(failure.value)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (429, {"title": "Too Many Requests"}, Outcome.WAIT),
        (400, {"error": "unsupported_grant_type"}, Outcome.MESSAGE_FAILED),
        (401, {"error": "invalid_client"}, Outcome.ACCOUNT_SUSPENDED),
        (200, {"token_type": "bearer"}, Outcome.UNKNOWN),
        (200, "<html>", Outcome.UNKNOWN),
    ],
)
def test_other_answers_to_a_renewal(company, keys, status, body, outcome):
    company.fault("error", "/2/oauth2/token", status=status, body=body)
    with pytest.raises(PlatformError) as failure:
        linking.refresh(keys, "a-token")
    assert failure.value.outcome is outcome
    assert (failure.value.retry_at is not None) is (outcome is Outcome.WAIT)


def test_who_cannot_be_reached_has_not_used_up_the_token():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(PlatformError) as failure:
        linking.refresh(AppKeys("id", "secret", f"http://127.0.0.1:{port}"), "a-token")
    assert failure.value.outcome is Outcome.RETRY


def test_a_platform_that_cannot_be_asked_says_nothing_about_a_token(company, keys):
    company.fault("error", "/2/users/me", "GET", status=503)
    with pytest.raises(PlatformError) as failure:
        linking.health(keys, "x-token")
    assert failure.value.outcome is Outcome.RETRY


class Asked(BaseHTTPRequestHandler):
    """Writes down what it is asked."""

    def do_POST(self):
        length = int(self.headers["content-length"])
        self.server.asked.append((dict(self.headers), parse_qs(self.rfile.read(length).decode())))
        body = b'{"access_token":"t","expires_in":7200,"token_type":"bearer"}'
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def listening():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    server.asked = []
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_app_with_a_secret_shows_it_in_the_header_only():
    with listening() as server:
        base = f"http://127.0.0.1:{server.server_port}"
        linking.refresh(AppKeys("id", "secret", base), "a-token")
        linking.refresh(AppKeys("id", "", base), "a-token")
    (headers, form), (open_headers, open_form) = server.asked
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"id:secret").decode()
    assert form == {"grant_type": ["refresh_token"], "refresh_token": ["a-token"]}
    assert "Authorization" not in open_headers and open_form["client_id"] == ["id"]
