"""Linking accounts: there and back, what may be chosen, and what does not get through (R9, R31)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Change
from channels_admin.linkers import linker
from channels_admin.models import Account, Consent, Feed, Incident
from tests import factories
from tests.channels_admin import consenting
from tests.channels_admin.consenting import ALLOW, DENY, asked, begin, chooses, consents, there_and_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(sandbox, settings):
    return consenting.played(sandbox, settings)


@pytest.fixture
def app(played):
    return consenting.facebook_app()


@pytest.fixture
def x_app(played):
    return consenting.x_app()


def text(page):
    return " ".join(page.content.decode().split())


def test_pages_are_linked_with_a_token_each(admin, app):
    page = there_and_back(admin, app)
    assert "Acme Outlet" in text(page) and "110" in text(page)
    answer = chooses(admin, page, "110", "111")
    accounts = {account.external_id: account for account in Account.objects.all()}
    assert {pk: account.name for pk, account in accounts.items()} == {"110": "Acme", "111": "Acme Outlet"}
    assert accounts["110"].token != accounts["111"].token
    for account in accounts.values():
        assert account.app == app and account.linked_at and not account.lacks
        assert linker("facebook").health(app.keys(), account.token).valid
    assert "are linked" in text(answer)
    assert set(Change.objects.filter(verb="linked").values_list("name", flat=True)) == {"Acme", "Acme Outlet"}
    assert not Consent.objects.exists()


def test_only_what_was_chosen_is_linked(admin, app):
    chooses(admin, there_and_back(admin, app), "111")
    assert [account.external_id for account in Account.objects.all()] == ["111"]


def test_who_chose_nothing_may_choose_again(admin, app):
    page = there_and_back(admin, app)
    again = chooses(admin, page)
    assert again.status_code == 200 and "Choose at least one." in text(again)
    chooses(admin, page, "110")
    assert Account.objects.count() == 1


def test_an_x_account_is_linked_with_both_tokens_and_their_end(admin, x_app):
    account = consenting.x_account(admin)
    assert (account.name, account.platform, account.app) == ("@acme", "twitter", x_app)
    assert account.token and account.refresh_token and "offline.access" in account.scopes
    left = account.expires_at - timezone.now()
    assert timedelta(hours=1, minutes=50) < left < timedelta(hours=2, minutes=1)
    assert account.renewable and account.ends_at is None
    assert consenting.me(account) == "5001"


def test_what_is_kept_meanwhile_is_encrypted_and_no_page_shows_it(admin, app):
    page = there_and_back(admin, app)
    kept = Consent.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, session, verifier, found FROM channels_admin_consent")
        stored = " ".join(cursor.fetchone())
    assert '"token"' in kept.found
    for secret in (kept.verifier, '"token"', admin.session.session_key):
        assert secret not in stored
    chooses(admin, page, "110")
    account = Account.objects.get()
    seen = text(page) + text(admin.get(reverse("console:channels_admin_account_change", args=[account.pk])))
    assert account.token not in seen and kept.verifier not in seen
    assert account.token not in str(list(Change.objects.values()))


def test_a_missing_permission_is_said_and_kept(admin, app):
    page = there_and_back(admin, app, decision="allow", grant_pages_messaging=None)
    assert "Permissions are missing: pages_messaging" in text(page)
    chooses(admin, page, "110")
    assert Account.objects.get().lacks == ["pages_messaging"]
    assert "Permissions are missing" in text(admin.get(reverse("console:channels_admin_account_changelist")))


def test_to_link_again_keeps_the_row_its_channel_and_how_far_it_was(admin, app):
    account = factories.AccountFactory(external_id="110", name="Our page", token="the old one", app=app)
    channel = factories.ChannelFactory(account=account)
    channel.enable()
    later = timezone.now() + timedelta(minutes=5)
    Feed.objects.update(cursor={"at": "here"}, next_poll_at=later)
    account.suspend("The password was changed.")
    chooses(admin, there_and_back(admin, app, account), "110")
    again = Account.objects.get()
    assert (again.pk, again.name, again.suspended_at, again.suspended_for) == (account.pk, "Our page", None, "")
    assert again.token != "the old one" and again.channels.get() == channel
    for feed in Feed.objects.all():
        assert feed.cursor == {"at": "here"} and feed.next_poll_at <= timezone.now()
    assert Incident.objects.get().ended


def test_a_page_that_is_linked_already_is_the_same_account_without_asking_for_it(admin, app):
    account = factories.AccountFactory(external_id="110", name="Our page")
    page = there_and_back(admin, app)
    assert "Linked already as “Our page”" in text(page)
    chooses(admin, page, "110")
    assert Account.objects.get().pk == account.pk


def test_a_page_whose_account_was_deleted_comes_back_with_its_conversations(admin, app):
    account = factories.AccountFactory(external_id="110", name="Our page", deleted_at=timezone.now(), token="")
    chooses(admin, there_and_back(admin, app), "110")
    again = Account.objects.current().get()
    assert again.pk == account.pk and again.token


def test_the_token_of_another_page_is_refused_in_words(admin, app):
    account = factories.AccountFactory(external_id="999", name="Other page", token="kept")
    page = there_and_back(admin, app, account)
    assert page.status_code == 400
    assert "“Other page” has the ID 999, which is not among what was allowed" in text(page)
    answer = admin.post(reverse("console:link_choose", args=[Consent.objects.get().pk]), {"chosen": "110"})
    assert "Not the account that is to be linked again." in text(answer)
    account.refresh_from_db()
    assert (account.token, account.external_id, Account.objects.count()) == ("kept", "999", 1)


def test_an_account_entered_by_hand_without_an_id_gets_one_but_never_anothers(admin, app):
    mine, other = (
        factories.AccountFactory(external_id="", name="By hand"),
        factories.AccountFactory(external_id="111"),
    )
    page = there_and_back(admin, app, mine)
    assert "Choose one" in text(chooses(admin, page, "110", "111")) or "Linked as" in text(page)
    page = there_and_back(admin, app, mine)
    assert f"Linked as “{other.name}” already." in text(page)
    chooses(admin, page, "110")
    mine.refresh_from_db()
    assert mine.external_id == "110"


@pytest.mark.parametrize("platform", ["facebook", "twitter"])
def test_a_refusal_is_a_sentence_and_a_way_on(platform, admin, app, x_app):
    wanted = app if platform == "facebook" else x_app
    page = there_and_back(admin, wanted, **DENY[platform])
    assert page.status_code == 400 and "was not allowed" in text(page)
    assert reverse("console:link_start", args=[wanted.pk]) in text(page), "one can try again"
    assert not Account.objects.exists()


def test_a_code_that_came_too_late_is_a_sentence(admin, x_app, played):
    back = consents(begin(admin, x_app)["location"], **ALLOW["twitter"])
    played.control("clock", {"offset": 40})
    page = admin.get(back, follow=True)
    assert page.status_code == 400 and "too long ago" in text(page)


def test_a_platform_that_is_away_is_a_sentence(admin, app, settings):
    back = consents(begin(admin, app)["location"], **ALLOW["facebook"])
    settings.GRAPH_URL = "http://127.0.0.1:9"
    page = admin.get(back, follow=True)
    assert page.status_code == 400 and "could not be reached" in text(page)


def test_whoever_manages_no_page_is_told_so(admin, app, played):
    played.control("world", {"users": [{"id": "9", "name": "Ada", "pages": ["none"]}]})
    assert "has no page there" in text(there_and_back(admin, app))


def test_a_way_back_is_good_once(admin, app):
    back = consents(begin(admin, app)["location"], **ALLOW["facebook"])
    assert admin.get(back).status_code == 302
    assert admin.get(back).status_code == 400


def test_a_choice_is_good_once(admin, app):
    page = there_and_back(admin, app)
    chooses(admin, page, "110")
    assert "not open" in text(chooses(admin, page, "111"))
    assert Account.objects.count() == 1


def test_a_way_back_is_good_for_ten_minutes(admin, app):
    back = consents(begin(admin, app)["location"], **ALLOW["facebook"])
    Consent.objects.update(begun_at=timezone.now() - timedelta(minutes=10, seconds=1))
    assert admin.get(back).status_code == 400
    assert not Account.objects.exists()


@pytest.mark.parametrize("who", ["another browser of the same person", "another person", "nobody we know of"])
def test_a_way_back_is_good_in_the_browser_that_began_only(who, admin, app):
    back = consents(begin(admin, app)["location"], **ALLOW["facebook"])
    other = Client()
    if who == "another person":
        other.force_login(factories.AgentFactory(username="eve", rights=["channels_admin.administer"]))
    else:
        other.force_login(admin.person)
    if who == "nobody we know of":
        back = back.replace(asked(back)["state"], "made-up")
    assert other.get(back).status_code == 400
    choice = Consent.objects.get().pk
    assert admin.get(consents(begin(admin, app)["location"], **ALLOW["facebook"])).status_code == 302
    assert (
        other.get(reverse("console:link_choose", args=[Consent.objects.exclude(pk=choice).get().pk])).status_code == 400
    )


def test_a_state_of_another_platform_is_none_of_this_one(admin, app, x_app):
    back = consents(begin(admin, app)["location"], **ALLOW["facebook"])
    assert admin.get(back.replace("/link/facebook/", "/link/twitter/")).status_code == 400
    assert admin.get(back.replace("/link/facebook/", "/link/whatsapp/")).status_code == 404


def test_the_platform_sends_people_to_our_own_address_only(admin, app, settings):
    sent = asked(begin(admin, app)["location"])
    assert sent["redirect_uri"] == f"{consenting.ADDRESS}/console/link/facebook/"
    assert sent["code_challenge_method"] == "S256" and Consent.objects.get().verifier not in str(sent)
    settings.PUBLIC_URL = "https://care.example"
    answer = begin(admin, app, next="https://evil.example")
    assert answer.status_code == 400 and "https://care.example" in text(answer)


def test_the_pages_need_the_right(alice, app):
    assert begin(alice, app).status_code == 403
    assert alice.get(reverse("console:link_callback", args=["facebook"])).status_code == 403
    assert alice.get(reverse("console:link_choose", args=[1])).status_code == 403
    assert not Consent.objects.exists()


def test_linking_begins_with_a_form_of_ours_only(admin, app):
    assert admin.get(reverse("console:link_start", args=[app.pk])).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin.person)
    assert begin(strict, app).status_code == 403
    assert not Consent.objects.exists()


def test_a_form_may_lead_to_the_pages_of_consent(admin, app, settings):
    page = admin.get(reverse("console:channels_admin_account_changelist"))
    assert "Link Facebook pages" in text(page) and reverse("console:link_start", args=[app.pk]) in text(page)
    policy = {words.split()[0]: words.split()[1:] for words in page["Content-Security-Policy"].split("; ")}
    assert "http://127.0.0.1:9" in policy["form-action"], "where the tests' settings say that both platforms are"
    assert "'self'" in policy["form-action"]


def test_accounts_of_other_platforms_and_apps_that_link_nothing_are_not_found(admin, app):
    elsewhere = factories.AccountFactory(platform="twitter")
    assert begin(admin, app, account=elsewhere.pk).status_code == 404
    assert begin(admin, app, account="x").status_code == 404
    assert begin(admin, factories.PlatformAppFactory(platform="whatsapp")).status_code == 404
