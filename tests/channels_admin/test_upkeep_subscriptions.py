"""Webhook subscriptions: made, looked at every ten minutes, renewed where they were dropped (R7)."""

from datetime import timedelta

import httpx
import pytest
from django.urls import reverse
from django.utils import timezone

from channels_admin import tasks
from channels_admin.models import Account, Channel, Feed, Gap, Incident, Subscription
from channels_admin.switch import switch_off, switch_on
from channels_admin.upkeep import subscriptions
from tests import factories
from tests.channels_admin import consenting
from tests.channels_admin.consenting import chooses, there_and_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(sandbox, settings):
    return consenting.played(sandbox, settings)


@pytest.fixture
def account(played, admin):
    """A page with an enabled channel for posts and messages."""
    chooses(admin, there_and_back(admin, consenting.facebook_app()), "110")
    account = Account.objects.get()
    factories.ChannelFactory(account=account).enable()
    return account


def turn():
    """Ten minutes later."""
    Subscription.objects.update(checked_at=None)
    subscriptions.check_due()


def fields(played, account):
    """What the platform says that it delivers of the page."""
    headers = {"Authorization": f"Bearer {account.token}"}
    answer = httpx.get(f"{played.url}/v26.0/110/subscribed_apps", headers=headers).json()
    return {field for app in answer["data"] for field in app["subscribed_fields"]}


def drop(played, account):
    """The platform takes our app off the page, as it does after an hour of failures."""
    headers = {"Authorization": f"Bearer {account.token}"}
    assert httpx.delete(f"{played.url}/v26.0/110/subscribed_apps", headers=headers).is_success


def test_while_social_media_is_off_no_platform_is_asked_by_itself(account):
    Account.objects.update(checked_at=None)
    Subscription.objects.update(checked_at=None)
    switch_off(None)
    tasks.check_accounts()
    tasks.check_subscriptions()
    assert not Account.objects.exclude(checked_at=None).exists()
    assert not Subscription.objects.exclude(checked_at=None).exists()
    switch_on(None)
    tasks.check_accounts()
    tasks.check_subscriptions()
    assert Account.objects.get().checked_at and Subscription.objects.exclude(checked_at=None).count() == 2


def states():
    return {one.kind: (one.good_at is not None, one.trouble) for one in Subscription.objects.all()}


def test_a_page_is_subscribed_to_posts_and_messages(account, played):
    drop(played, account)
    subscriptions.check_due()
    assert {"feed", "mention", "messages", "message_echoes"} <= fields(played, account)
    assert states() == {"facebook_posts": (True, ""), "messenger": (True, "")}
    assert not Incident.objects.exists(), "the first time nothing was lost"


def test_what_was_dropped_is_renewed_and_the_time_without_it_read_by_polling(account, played, admin):
    subscriptions.check_due()
    drop(played, account)
    good = timezone.now() - timedelta(minutes=9)
    Subscription.objects.update(good_at=good)
    Feed.objects.update(next_poll_at=timezone.now() + timedelta(hours=1))
    turn()
    assert {"feed", "messages"} <= fields(played, account)
    assert all(feed.next_poll_at <= timezone.now() for feed in Feed.objects.all())
    for incident in Incident.objects.all():
        assert (incident.kind, incident.began) == ("unsubscribed", good) and incident.ended
    assert Incident.objects.count() == 2
    page = admin.get(reverse("console:channels_admin_account_change", args=[account.pk])).content.decode()
    assert "Webhooks stopped" in page and "was no longer delivered to us" in page


def test_what_cannot_be_renewed_is_said_and_is_no_new_incident_each_time(account, played, admin):
    subscriptions.check_due()
    drop(played, account)
    body = {"error": {"message": "(#200) no", "type": "OAuthException", "code": 200}}
    refusal = {"match": {"method": "POST", "path": "subscribed_apps"}, "do": "error", "status": 403, "body": body}
    played.control("faults", refusal | {"times": 4})
    turn()
    turn()
    assert [incident.ended for incident in Incident.objects.all()] == [None, None]
    assert all("permission" in one.trouble for one in Subscription.objects.all())
    assert "Acme: Webhooks stopped" in [
        str(need.title) for need in admin.get(reverse("console:index")).context["needs"]
    ]
    turn()
    assert all(incident.ended for incident in Incident.objects.all()) and Incident.objects.count() == 2
    assert states() == {"facebook_posts": (True, ""), "messenger": (True, "")}


def test_each_is_looked_at_every_ten_minutes_and_by_one_worker(account, played):
    subscriptions.check_due()
    drop(played, account)
    subscriptions.check_due()
    assert fields(played, account) == set(), "not before its time"
    Subscription.objects.update(checked_at=timezone.now() - timedelta(minutes=10, seconds=1))
    subscriptions.check_due()
    assert fields(played, account)


def test_only_what_enabled_channels_read_is_subscribed(account, played):
    subscriptions.check_due()
    channel = account.channels.get()
    channel.disable()
    drop(played, account)
    turn()
    assert not Subscription.objects.exists() and fields(played, account) == set()


def test_a_suspended_account_is_left_alone(account, played):
    account.suspend("The password was changed.")
    subscriptions.check_due()
    assert states() == {"facebook_posts": (False, ""), "messenger": (False, "")}


def test_real_platforms_are_asked_only_where_they_can_reach_us(settings):
    settings.GRAPH_URL, settings.X_URL = "https://graph.facebook.com", "https://api.x.com"
    settings.PUBLIC_URL = "http://localhost:8000"
    assert not subscriptions.reachable()
    settings.PUBLIC_URL = "https://care.example"
    assert subscriptions.reachable()


def test_a_business_account_of_whatsapp_is_subscribed(played):
    number = {"id": "106", "display_phone_number": "351215550100", "name": "Acme", "waba": "102", "token": "t"}
    played.control("world", {"numbers": [number | {"app": "7001"}]})
    app = factories.PlatformAppFactory(platform="whatsapp", app_id="7001", secret="app secret")
    account = factories.AccountFactory(platform="whatsapp", external_id="102", token="t", app=app)
    factories.ChannelFactory(account=account, addresses=["106"], conversation_workgroup=None).enable()
    address, headers = f"{played.url}/v26.0/102/subscribed_apps", {"Authorization": "Bearer t"}
    assert httpx.delete(address, headers=headers).is_success
    subscriptions.check_due()
    assert states() == {"whatsapp": (True, "")}
    assert httpx.get(address, headers=headers).json()["data"]
    assert not Gap.objects.exists(), "the first time nothing was lost"

    now = timezone.now()
    Channel.objects.update(enabled_at=now - timedelta(days=30))
    Subscription.objects.update(checked_at=now - timedelta(days=9))
    subscriptions.check_due()
    down = Gap.objects.get()
    assert (down.since, down.until.date()) == (now - timedelta(days=9), (now - timedelta(days=7)).date())
    assert httpx.delete(address, headers=headers).is_success
    Subscription.objects.update(good_at=now - timedelta(minutes=9))
    turn()
    assert Gap.objects.last().since == now - timedelta(minutes=9), "what is not delivered cannot be polled"


def test_x_without_the_apps_own_token_is_polled_and_says_so(played, admin):
    account = consenting.x_account(admin)
    account.app.bearer = ""
    account.app.save()
    factories.ChannelFactory(account=account, addresses=["acme"]).enable()
    subscriptions.check_due()
    (one,) = Subscription.objects.all()
    assert (one.kind, one.address, one.good_at) == ("x_posts", "5001", None)
    assert "no bearer token" in one.trouble
