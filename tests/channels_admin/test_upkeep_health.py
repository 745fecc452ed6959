"""How tokens are watched: suspension in words, one mail per incident, warnings ahead of an end (R9)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from channels_admin.models import Account, Incident
from channels_admin.upkeep import checkup, mails
from platforms.base import Grant
from tests import factories
from tests.channels_admin import consenting
from tests.channels_admin.consenting import chooses, there_and_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(sandbox, settings):
    return consenting.played(sandbox, settings)


@pytest.fixture
def account(played, admin):
    """A page, linked by Ada."""
    chooses(admin, there_and_back(admin, consenting.facebook_app()), "110")
    return Account.objects.get()


def now_due():
    Account.objects.update(checked_at=None)
    checkup.check_due()


def refused(played, account, subcode):
    played.control("tokens/expire", {"token": account.token, "subcode": subcode})
    now_due()
    account.refresh_from_db()
    return account


def test_a_good_token_is_in_order_and_its_end_is_known(account):
    now_due()
    account.refresh_from_db()
    assert (account.suspended_at, account.trouble, account.lacks) == (None, "", [])
    assert account.expires_at > timezone.now() + timedelta(days=80), "access to data ends 90 days after consent"
    assert account.ends_at == account.expires_at


def test_every_account_is_asked_about_every_ten_minutes(account, played):
    checkup.check_due()
    played.control("tokens/expire", {"token": account.token})
    Account.objects.update(checked_at=timezone.now() - timedelta(minutes=9))
    checkup.check_due()
    assert Account.objects.get().suspended_at is None
    Account.objects.update(checked_at=timezone.now() - timedelta(minutes=10, seconds=1))
    checkup.check_due()
    assert Account.objects.get().suspended_at


@pytest.mark.parametrize(
    ("subcode", "words"),
    [
        (458, "The app was removed from the account"),
        (459, "sign in and confirm"),
        (460, "The password was changed"),
        (463, "has expired"),
        (464, "is not confirmed"),
        (467, "link the account again"),
        (492, "has no role on it any more"),
    ],
)
def test_a_token_that_is_refused_suspends_the_account_in_the_words_of_its_case(subcode, words, account, played):
    assert words in refused(played, account, subcode).suspended_for
    incident = Incident.objects.get()
    assert (incident.kind, incident.ended) == ("suspended", None) and words in incident.reason


def test_a_platform_that_is_away_suspends_nobody(account, settings):
    settings.GRAPH_URL = "http://127.0.0.1:9"
    now_due()
    account.refresh_from_db()
    assert account.suspended_at is None and "could not be reached" in account.trouble


def test_a_wrong_secret_of_the_app_suspends_nobody(account):
    account.app.secret = "wrong"
    account.app.save()
    now_due()
    account.refresh_from_db()
    assert account.suspended_at is None and "app's ID and secret" in account.trouble


def test_an_answer_about_a_token_that_was_replaced_meanwhile_changes_nothing(account, played):
    old = Account.objects.get()
    played.control("tokens/expire", {"token": old.token})
    Account.objects.get().take(Grant("another token"))
    checkup.check(old)
    assert Account.objects.get().suspended_at is None


def test_administrators_are_told_once_and_only_they(account, played):
    factories.AgentFactory(username="root", is_superuser=True)
    factories.AgentFactory(username="alice")
    factories.AgentFactory(username="gone", is_superuser=True, is_active=False)
    factories.AgentFactory(username="mute", is_superuser=True, email="")
    refused(played, account, 460)
    for _turn in range(3):
        mails.tell()
        now_due()
    (sent,) = mail.outbox
    assert sorted(sent.bcc) == ["ada@acme.example", "root@acme.example"] and sent.to == []
    assert sent.subject == "Acme is suspended: nothing is read or sent"
    assert "The password was changed" in sent.body
    assert f"{consenting.ADDRESS}{reverse('console:channels_admin_account_change', args=[account.pk])}" in sent.body
    assert account.token not in sent.body
    assert Incident.objects.get().mailed_at


def test_after_it_was_linked_again_the_next_suspension_is_an_incident_of_its_own(admin, account, played):
    refused(played, account, 460)
    mails.tell()
    chooses(admin, there_and_back(admin, account.app, account), "110")
    account.refresh_from_db()
    assert account.suspended_at is None
    refused(played, account, 458)
    mails.tell()
    assert [incident.ended is None for incident in Incident.objects.order_by("pk")] == [False, True]
    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_away_disturbs_nobody_and_is_tried_again(account, played, settings):
    usual = settings.MAILERS
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1}}}
    refused(played, account, 460)
    mails.tell()
    incident = Incident.objects.get()
    assert incident.mailed_at is None and incident.mail_due_at > timezone.now()
    settings.MAILERS = usual
    mails.tell()
    assert mail.outbox == [], "not before its time"
    Incident.objects.update(mail_due_at=timezone.now())
    mails.tell()
    assert len(mail.outbox) == 1


def test_of_two_workers_one_writes_the_mail(account, played):
    refused(played, account, 460)
    now, incident = timezone.now(), Incident.objects.get()
    other = Incident.objects.get()
    assert [incident.claim_mail(now), other.claim_mail(now)] == [True, False]


def test_a_known_end_is_warned_of_14_3_and_1_days_ahead_each_once(account):
    end, told = timezone.now() + timedelta(days=20), []
    Account.objects.update(expires_at=end)
    for ahead in (15, 13.9, 10, 2.9, 2, 0.9, 0.5):
        account.refresh_from_db()
        for _turn in range(2):
            checkup.warn(account, now=end - timedelta(days=ahead))
        mails.tell()
        told.append(len(mail.outbox))
    assert told == [0, 1, 1, 2, 2, 3, 3]
    assert [sent.subject for sent in mail.outbox] == ["The access to Acme ends soon"] * 3
    assert "ends in 14 days" in mail.outbox[0].body and "ends in 1 day," in mail.outbox[2].body
    assert f"{end:%Y-%m-%d %H:%M}" in mail.outbox[0].body
    assert Incident.objects.open().get().mark == "1"


def test_an_end_that_has_moved_away_is_no_concern_any_more(account):
    account.expires_at = timezone.now() + timedelta(days=2)
    checkup.warn(account)
    assert Incident.objects.open().count() == 1
    account.expires_at = timezone.now() + timedelta(days=80)
    checkup.warn(account)
    assert Incident.objects.open().count() == 0


def test_a_token_that_renews_itself_is_not_warned_of(played, admin):
    account = consenting.x_account(admin)
    assert account.expires_at < timezone.now() + timedelta(days=1)
    now_due()
    assert not Incident.objects.exists()


def test_every_page_of_the_console_says_what_is_suspended(admin, account, played):
    pages = [reverse("console:index"), reverse("console:channels_admin_channel_changelist")]
    again = reverse("console:channels_admin_account_change", args=[account.pk])
    for page in pages:
        assert "is suspended" not in admin.get(page).content.decode()
    refused(played, account, 460)
    for page in pages:
        shown = admin.get(page).content.decode()
        assert "“Acme” is suspended: nothing is read or sent." in shown
        assert "The password was changed" in shown and again in shown
    assert "Link again" in admin.get(again).content.decode()


def test_the_account_page_shows_what_is_known(admin, account, played):
    now_due()
    page = admin.get(reverse("console:channels_admin_account_change", args=[account.pk])).content.decode()
    assert "Access" in page and "Missing permissions" in page and account.token not in page
    refused(played, account, 458)
    page = admin.get(reverse("console:channels_admin_account_change", args=[account.pk])).content.decode()
    assert "What went wrong" in page and "The app was removed from the account" in page


def test_an_end_that_is_near_is_in_the_console(admin, account):
    account.expires_at = timezone.now() + timedelta(days=2)
    checkup.warn(account)
    needs = admin.get(reverse("console:index")).context["needs"]
    assert "Acme: Access ends" in [str(need.title) for need in needs]
