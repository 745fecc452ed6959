"""Accounts and apps in the console: secrets go in and never come out."""

import pytest
from django.utils import timezone

from audit.console_site import console
from audit.models import Change
from channels_admin.models import Account, Platform, PlatformApp
from rows.encrypted import EncryptedField
from tests import factories
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db


def test_every_encrypted_field_is_kept_out_of_the_audit_log():
    for model, page in console._registry.items():
        encrypted = {field.name for field in model._meta.fields if isinstance(field, EncryptedField)}
        assert encrypted <= set(page.secrets), model


def test_an_account_is_made_with_its_token(admin):
    fill(admin, page_of(Account, "add"), name="Acme", platform="facebook", external_id="110", token=" abc \n")
    assert Account.objects.get().token == "abc"
    assert Change.objects.get().after["token"] == "•••"


def test_a_secret_is_never_shown_again(admin):
    app = factories.PlatformAppFactory(secret="psst-1", verify_token="psst-2")
    account = factories.AccountFactory(token="psst-3", app=app)
    for thing in (app, account):
        for what, args in (("changelist", []), ("change", [thing.pk]), ("add", [])):
            assert b"psst" not in admin.get(page_of(type(thing), what, *args)).content
    answer = fill(admin, page_of(Account, "change", account.pk), token="psst-4", external_id="no number")
    assert faults(answer) and b"psst" not in answer.content
    fill(admin, page_of(Account, "change", account.pk), token="psst-4")
    assert "psst" not in str(list(Change.objects.values()))
    assert Account.objects.get().token == "psst-4"


def test_a_secret_left_blank_is_kept_and_nothing_is_noted_of_it(admin):
    account = factories.AccountFactory(token="kept", name="Old")
    fill(admin, page_of(Account, "change", account.pk), name="New")
    account.refresh_from_db()
    assert (account.token, account.name) == ("kept", "New")
    assert Change.objects.get().before == {"name": "Old"}
    assert Change.objects.get().after == {"name": "New"}


def test_both_secrets_of_an_app_are_kept_or_set_on_their_own(admin):
    app = factories.PlatformAppFactory(secret="one", verify_token="two")
    fill(admin, page_of(PlatformApp, "change", app.pk), verify_token="three")
    app.refresh_from_db()
    assert (app.secret, app.verify_token) == ("one", "three")
    assert Change.objects.get().after == {"verify_token": "•••"}


def test_an_app_shows_where_its_webhooks_go(admin, settings):
    settings.PUBLIC_URL = "https://care.example"
    app = factories.PlatformAppFactory(app_id="7001")
    page = admin.get(page_of(PlatformApp, "change", app.pk)).content.decode()
    assert "https://care.example/webhooks/facebook/7001/" in page


def test_a_new_token_ends_a_suspension(admin):
    account = factories.AccountFactory()
    account.suspend("The session was ended")
    page = admin.get(page_of(Account, "changelist")).content.decode()
    assert "Suspended" in page and "The session was ended" in page
    fill(admin, page_of(Account, "change", account.pk), name="Renamed")
    assert Account.objects.get().suspended_at
    fill(admin, page_of(Account, "change", account.pk), token="new")
    assert Account.objects.get().suspended_at is None


@pytest.mark.parametrize(
    ("platform", "external_id", "with_app", "said"),
    [
        ("twitter", "", None, "X needs the numeric user ID of the account."),
        ("twitter", "@acme", None, "The platform's ID is a number. A name or handle does not do."),
        ("whatsapp", "102", None, "Choose an app: WhatsApp messages come by webhook only."),
        ("whatsapp", "102", "facebook", "This app is on another platform."),
    ],
)
def test_what_a_platform_needs_is_said_in_words(admin, platform, external_id, with_app, said):
    app = factories.PlatformAppFactory(platform=with_app).pk if with_app else ""
    facts = {"name": "Acme", "platform": platform, "external_id": external_id, "app": str(app), "token": "t"}
    assert faults(fill(admin, page_of(Account, "add"), **facts)) == [said]
    assert not Account.objects.exists()


def test_an_account_with_channels_stays_on_its_platform(admin):
    account = factories.ChannelFactory().account
    fill(admin, page_of(Account, "change", account.pk), platform="twitter")
    account.refresh_from_db()
    assert account.platform == Platform.FACEBOOK


def test_an_account_is_deleted_only_without_channels(admin):
    used, unused = factories.ChannelFactory().account, factories.AccountFactory(suspended_at=timezone.now())
    for account in (used, unused):
        admin.post(page_of(Account, "delete", account.pk), {"post": "yes"})
    assert list(Account.objects.all()) == [used]
    assert Change.objects.get().verb == "deleted"
