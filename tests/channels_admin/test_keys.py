"""Secrets at rest: what opens them, and changing the key while everything runs."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from channels_admin.management.commands.rotate_keys import encrypted_fields, write_anew
from channels_admin.models import Account, PlatformApp
from rows.encrypted import Unreadable, unseal
from tests import factories

pytestmark = [pytest.mark.both, pytest.mark.django_db]

OLD, NEW, OTHER = ("b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2w=", "bmV3" * 10 + "bmU=", "b3Ro" * 10 + "b3Q=")
ABOUT = "channels_admin_account.token"


def stored(column="token", table="channels_admin_account"):
    """What lies in the database, row by row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def rotated():
    """Run the command; returns {column: what it says of it}."""
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    return dict(line.split(": ") for line in said.getvalue().splitlines())


@pytest.fixture(autouse=True)
def ring(settings):
    """Begin with the old key."""
    settings.FIELD_KEYS = [OLD]
    return settings


def test_the_first_key_writes_and_each_reads(ring):
    factories.AccountFactory(token="one")
    ring.FIELD_KEYS = [NEW, OLD]
    factories.AccountFactory(token="two")
    assert sorted(account.token for account in Account.objects.all()) == ["one", "two"]
    assert [unseal(value, ABOUT)[1] for value in stored()] == [1, 0]


def test_rotating_writes_every_secret_anew_and_then_the_old_key_can_go(ring):
    for number in range(3):
        factories.AccountFactory(token=f"token {number}", refresh_token="" if number else "refresh")
    factories.PlatformAppFactory(secret="s", verify_token="v", client_secret="c", bearer="b")
    ring.FIELD_KEYS = [NEW, OLD]
    said = rotated()
    assert said[ABOUT] == "3 written anew, 0 had the first key already, 0 unreadable"
    assert said["channels_admin_account.refresh_token"].startswith("1 written anew")
    ring.FIELD_KEYS = [NEW]
    assert [account.token for account in Account.objects.order_by("pk")] == ["token 0", "token 1", "token 2"]
    assert Account.objects.earliest("pk").refresh_token == "refresh"
    app = PlatformApp.objects.get()
    assert (app.secret, app.verify_token, app.client_secret, app.bearer) == ("s", "v", "c", "b")


def test_rotating_goes_through_every_encrypted_field_there_is():
    assert {field.about for field in encrypted_fields()} >= {
        ABOUT,
        "channels_admin_account.refresh_token",
        "channels_admin_platformapp.secret",
        "channels_admin_consent.found",
    }
    assert set(rotated()) == {field.about for field in encrypted_fields()}


def test_rotating_may_be_interrupted_and_repeated(ring):
    for number in range(4):
        factories.AccountFactory(token=f"token {number}")
    ring.FIELD_KEYS = [NEW, OLD]
    half = Account.objects.order_by("pk")[:2]
    for account in half:
        Account.objects.filter(pk=account.pk).update(token=account.token)  # as far as the first run came
    assert rotated()[ABOUT] == "2 written anew, 2 had the first key already, 0 unreadable"
    before = stored()
    assert rotated()[ABOUT] == "0 written anew, 4 had the first key already, 0 unreadable"
    assert stored() == before


def test_a_thousand_rows_are_gone_through_in_batches(ring):
    Account.objects.bulk_create(Account(platform="facebook", name=f"{n}", token=f"{n}") for n in range(1001))
    ring.FIELD_KEYS = [NEW, OLD]
    assert rotated()[ABOUT].startswith("1001 written anew")
    ring.FIELD_KEYS = [NEW]
    assert {account.token for account in Account.objects.all()} == {f"{n}" for n in range(1001)}


def test_a_token_that_was_renewed_meanwhile_is_left_alone(ring):
    account = factories.AccountFactory(token="old")
    (read,) = stored()
    ring.FIELD_KEYS = [NEW, OLD]
    Account.objects.update(token="renewed")
    write_anew(Account._meta.get_field("token"), account.pk, read)
    assert Account.objects.get().token == "renewed"


def test_what_no_key_opens_is_counted_named_and_stops_nothing_else(ring):
    factories.AccountFactory(token="lost")
    ring.FIELD_KEYS = [OTHER]
    factories.AccountFactory(token="kept")
    ring.FIELD_KEYS = [NEW, OTHER]
    with pytest.raises(CommandError, match="1 values .* FIELD_KEYS"):
        rotated()
    assert Account.objects.latest("pk").token == "kept"
    assert unseal(stored()[1], ABOUT)[1] == 0


def test_a_missing_key_is_said_by_the_name_of_the_setting(ring):
    account = factories.AccountFactory(token="psst")
    ring.FIELD_KEYS = [NEW]
    with pytest.raises(Unreadable, match=f"FIELD_KEYS opens a value of {ABOUT}") as failed:
        account.refresh_from_db()
    assert "psst" not in str(failed.value) and stored()[0] not in str(failed.value)


@pytest.mark.parametrize("key", ["", "short", "AAAA", "not base64 at all, whatever you say"])
def test_a_key_that_is_none_is_said_by_the_name_of_the_setting(key, ring):
    ring.FIELD_KEYS = [OLD, key]
    with pytest.raises(ImproperlyConfigured, match="Key 2 of the setting FIELD_KEYS is not 32 bytes"):
        factories.AccountFactory(token="psst")


def test_a_value_moved_to_another_column_is_not_opened():
    factories.AccountFactory(token="psst")
    with pytest.raises(Unreadable):
        unseal(stored()[0], "channels_admin_account.refresh_token")


@pytest.mark.parametrize("value", ["no ciphertext", "AQ==", "psst", "é"])
def test_what_is_no_ciphertext_is_not_passed_off_as_the_secret(value):
    account = factories.AccountFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE channels_admin_account SET token = %s", [value])
    with pytest.raises(Unreadable):
        account.refresh_from_db()
