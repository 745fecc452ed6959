"""Linking pages as a person does it: consent, code, tokens, and what becomes of them, against the sandbox."""

import base64
import hashlib
import logging
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from platforms import facebook
from platforms.base import AppKeys, Outcome, PlatformError
from platforms.facebook import linking

from .conftest import PAGE, WORLD

BACK, STATE, VERIFIER = "https://ours.example/linked", "state-1", "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.fixture
def keys(company):
    (app,) = WORLD["apps"]
    return AppKeys(app["id"], app["secret"], company.sandbox.url, company.sandbox.url, "v26.0")


def consent(keys, without=()):
    """Allow what is asked for, as the dialog's form does; returns the code."""
    asked = parse_qs(urlsplit(linking.authorize_url(keys, BACK, STATE, CHALLENGE)).query)
    form = {name: values[0] for name, values in asked.items()} | {"decision": "allow"}
    form |= {f"grant_{scope}": "on" for scope in form["scope"].split(",") if scope not in without}
    answer = httpx.post(f"{keys.authorize_base}/v26.0/dialog/oauth", data=form)
    sent_back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert sent_back["state"] == [STATE]
    return sent_back["code"][0]


def test_the_dialog_is_asked_for_all_permissions_with_a_challenge(keys):
    asked = urlsplit(linking.authorize_url(keys, BACK, STATE, CHALLENGE))
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert (asked.path, query["client_id"], query["redirect_uri"]) == ("/v26.0/dialog/oauth", keys.client_id, BACK)
    assert (query["code_challenge"], query["code_challenge_method"]) == (CHALLENGE, "S256")
    assert set(linking.NEEDED) <= set(query["scope"].split(","))
    assert httpx.get(asked.geturl()).status_code == 200
    assert keys.client_secret not in asked.geturl()


def test_a_code_brings_a_long_lived_token_and_the_pages_with_theirs(keys, company):
    grant = linking.exchange(keys, BACK, consent(keys), VERIFIER)
    assert grant.expires_at - datetime.now(UTC) > timedelta(days=50)
    assert set(linking.NEEDED) <= set(grant.scopes)
    (page,) = linking.linkables(keys, grant)
    assert (page.external_id, page.name, page.handle, page.lacks) == (PAGE, "ACME Bread", "acmebread", ())
    assert page.grant.token != grant.token and page.grant.expires_at is None
    wire = company.wire("facebook_posts", token=page.grant.token)
    facebook.subscribe(wire, "")
    assert facebook.subscribed(wire, "")


def test_a_code_holds_once_and_only_with_its_verifier(keys):
    code = consent(keys)
    with pytest.raises(PlatformError) as failure:
        linking.exchange(keys, BACK, code, "another" * 10)
    assert failure.value.outcome is Outcome.MESSAGE_FAILED and "link the account again" in failure.value.reason
    linking.exchange(keys, BACK, code, VERIFIER)
    with pytest.raises(PlatformError) as failure:
        linking.exchange(keys, BACK, code, VERIFIER)
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_what_was_not_granted_is_named(keys):
    grant = linking.exchange(keys, BACK, consent(keys, without=("pages_messaging",)), VERIFIER)
    (page,) = linking.linkables(keys, grant)
    assert page.lacks == ("pages_messaging",)
    assert linking.health(keys, page.grant.token).lacks == ("pages_messaging",)


def test_a_token_is_healthy_until_the_consent_ends(keys, company):
    grant = linking.exchange(keys, BACK, consent(keys), VERIFIER)
    (page,) = linking.linkables(keys, grant)
    health = linking.health(keys, page.grant.token)
    assert (health.valid, health.reason, health.lacks) == (True, "", ())
    assert timedelta(days=80) < health.expires_at - datetime.now(UTC) < timedelta(days=91)
    company.control("tokens/expire", {"token": page.grant.token})
    health = linking.health(keys, page.grant.token)
    assert (health.valid, health.reason) == (False, "The access token has expired: link the account again.")


def test_a_token_that_nobody_knows_is_not_valid(keys):
    health = linking.health(keys, "made-up")
    assert not health.valid and "link the account again" in health.reason


def test_wrong_keys_of_the_app_are_told_apart_from_a_bad_token(keys):
    wrong = AppKeys(keys.client_id, "wrong", keys.base, keys.authorize_base, keys.version)
    for ask in (lambda: linking.health(wrong, "any"), lambda: linking.exchange(wrong, BACK, consent(keys), VERIFIER)):
        with pytest.raises(PlatformError) as failure:
            ask()
        assert "the app's ID and secret" in failure.value.reason


def test_no_secret_is_shown_or_logged(keys, caplog):
    # As the product sets it: the HTTP library itself writes whole addresses one level below.
    caplog.set_level(logging.WARNING)
    caplog.set_level(logging.DEBUG, "platforms")
    grant = linking.exchange(keys, BACK, consent(keys), VERIFIER)
    linkables = linking.linkables(keys, grant)
    linking.health(keys, linkables[0].grant.token)
    shown = f"{keys!r} {grant!r} {linkables!r} {caplog.text}"
    for secret in (keys.client_secret, grant.token, linkables[0].grant.token):
        assert secret not in shown
