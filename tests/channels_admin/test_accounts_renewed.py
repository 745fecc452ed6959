"""Tokens that end: renewed once by one of many, never used by halves, and what happens when that fails (R9)."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from channels_admin.linkers import linker
from channels_admin.models import Account, Incident, PlatformApp
from channels_admin.renewing import LOST, renew
from channels_admin.upkeep.renewals import refresh_due
from platforms.base import Grant, PlatformError
from tests import crowd
from tests.channels_admin import consenting
from tests.channels_admin.forms_filled import Form, page_of
from tests.servers import wait_until

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def played(sandbox, settings):
    return consenting.played(sandbox, settings)


@pytest.fixture
def account(played, admin):
    """Linked an hour and a half ago."""
    return consenting.x_account(admin, taken_at=timezone.now() - timedelta(minutes=90))


def ends_in(account, **span):
    Account.objects.filter(pk=account.pk).update(expires_at=timezone.now() + timedelta(**span))


def again(account):
    return Account.objects.get(pk=account.pk)


def test_a_token_is_renewed_five_minutes_before_it_ends(account):
    ends_in(account, minutes=6)
    refresh_due()
    assert again(account).token == account.token
    ends_in(account, minutes=4)
    refresh_due()
    renewed = again(account)
    assert renewed.token != account.token and renewed.refresh_token != account.refresh_token
    assert renewed.expires_at > timezone.now() + timedelta(hours=1)
    assert (renewed.generation, renewed.renewing_until) == (account.generation + 1, None)
    assert consenting.me(renewed) == "5001"


def test_whoever_finds_it_ended_renews_it_before_the_request(account):
    ends_in(account, seconds=-1)
    stale = again(account)
    assert stale.wire("5001").token == again(account).token != account.token


def test_a_refused_token_is_renewed_once_and_the_request_repeated(account, played):
    played.control("tokens/expire", {"token": account.token})
    assert consenting.me(again(account)) == "5001"
    assert again(account).generation == account.generation + 1
    assert again(account).suspended_at is None


def test_what_is_refused_with_a_fresh_token_too_suspends_the_account(account, played):
    played.control("tokens/expire", {"token": account.token})
    consenting.me(account)
    again(account).suspend("The access to X is no longer valid.")
    assert again(account).suspended_for == "The access to X is no longer valid."


def test_a_failure_that_looks_like_the_token_is_answered_with_a_renewal_first(account):
    account.suspend("The access to X is no longer valid.")
    assert again(account).suspended_at is None
    refresh_due()
    assert again(account).generation == account.generation + 1


def test_what_an_older_token_met_suspends_nothing(account):
    old = again(account)
    account.take(Grant("given by hand"))
    old.suspend("It was refused.")
    assert again(account).suspended_at is None
    assert not Incident.objects.exists()


def test_a_consent_that_was_taken_back_suspends_the_account_with_one_incident(account, played):
    played.control("x/revoke", {"user": "5001"})
    for _turn in range(3):
        with pytest.raises(PlatformError):
            consenting.me(again(account))
    suspended = again(account)
    assert suspended.suspended_at and "link the account again" in suspended.suspended_for
    assert Incident.objects.get().kind == "suspended"


def test_while_x_is_away_nothing_is_lost_and_the_next_turn_renews(account, settings, played):
    ends_in(account, minutes=1)
    settings.X_URL = "http://127.0.0.1:9"
    refresh_due()
    waiting = again(account)
    assert (waiting.token, waiting.suspended_at, waiting.renewing_until) == (account.token, None, None)
    assert "could not be reached" in waiting.trouble
    settings.X_URL = played.url
    refresh_due()
    assert again(account).generation == account.generation + 1


def test_wrong_keys_of_the_app_cost_no_account(account):
    PlatformApp.objects.update(client_id="wrong")
    ends_in(account, minutes=1)
    refresh_due()
    waiting = again(account)
    assert waiting.suspended_at is None and "client id and secret" in waiting.trouble
    PlatformApp.objects.update(client_id="x client")
    refresh_due()
    assert again(account).generation == account.generation + 1 and again(account).trouble == ""


def test_a_pair_that_never_reached_us_is_said_in_words(account, played):
    """The platform made the pair and its answer was lost: the refresh token is used up."""
    played.control("faults", {"match": {"path": "/2/oauth2/token"}, "do": "drop_after"})
    ends_in(account, minutes=1)
    refresh_due()
    unsure = again(account)
    assert unsure.suspended_at is None and unsure.renewing_until
    refresh_due()
    assert again(account).renewing_until == unsure.renewing_until, "nobody tries while it may still come"
    Account.objects.update(renewing_until=timezone.now() - timedelta(seconds=1))
    refresh_due()
    assert again(account).suspended_for == LOST


def test_whoever_died_before_he_asked_is_taken_over_when_his_lease_has_run_out(account):
    ends_in(account, minutes=1)
    Account.objects.update(renewing_until=timezone.now() - timedelta(seconds=1))
    refresh_due()
    assert again(account).generation == account.generation + 1


def test_inside_a_transaction_nothing_is_renewed(account):
    with transaction.atomic():
        assert renew(again(account)) is False
    assert again(account).refresh_token == account.refresh_token


def test_a_form_that_was_open_meanwhile_does_not_bring_the_old_pair_back(account, admin):
    address = page_of(Account, "change", account.pk)
    data = Form(admin.get(address).content.decode()).data | {"name": ["Renamed"]}
    ends_in(account, minutes=1)
    refresh_due()
    renewed = again(account)
    admin.post(address, data)
    saved = again(account)
    assert saved.name == "Renamed"
    assert (saved.token, saved.refresh_token, saved.generation) == (
        renewed.token,
        renewed.refresh_token,
        renewed.generation,
    )


def test_a_token_entered_by_hand_is_not_renewed(account, admin):
    address = page_of(Account, "change", account.pk)
    admin.post(address, Form(admin.get(address).content.decode()).data | {"token": ["by hand"]})
    saved = again(account)
    assert (saved.token, saved.refresh_token, saved.expires_at, saved.renewable) == ("by hand", "", None, False)


def test_of_eight_threads_one_renews_and_all_go_on(account, played):
    played.control("tokens/expire", {"token": account.token})
    start = threading.Barrier(8)

    def ask(_number):
        start.wait()
        try:
            mine = again(account)
            return consenting.me(mine), mine.token
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    renewed = again(account)
    assert answers == [("5001", renewed.token)] * 8
    assert renewed.generation == account.generation + 1


@pytest.mark.slow
def test_processes_that_use_an_account_while_its_tokens_end_never_use_a_refresh_token_twice(
    account, played, tmp_path, monkeypatch
):
    """X takes a refresh token once: whoever used one twice, or half a pair, would lock the account out."""
    monkeypatch.setenv("X_URL", played.url)
    jobs = [("tests.channels_admin.consenting:keep_asking", account.pk, tmp_path, number) for number in range(4)]
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(crowd.run, *jobs)
        try:
            wait_until(lambda: running.done() or len(list(tmp_path.glob("answered-*"))) == 4, patience=120)
            for turn in range(1, 6):
                played.control("clock", {"offset": turn * 8000})  # every token has ended
                wait_until(lambda turn=turn: again(account).generation >= account.generation + turn, patience=60)
                time.sleep(0.2)  # so that some meet the new one in the middle of their work
        finally:
            (tmp_path / "stop").touch()
        running.result(timeout=120)
    last = again(account)
    assert (last.generation, last.suspended_at) == (account.generation + 5, None)
    assert not Incident.objects.exists()
    assert linker("twitter").health(last.app.keys(), last.token).valid
