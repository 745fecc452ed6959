"""The console's home: how far the set-up is, what needs attention."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agents.models import License, Membership, Seat
from channels_admin.models import Channel, Feed, PlatformApp, Price, Usage
from channels_admin.switch import switch_on
from tests import factories
from tests.channels_admin import factories_whatsapp

pytestmark = pytest.mark.django_db


def home(client):
    return client.get(reverse("console:index")).context


def done(client):
    return [step.done for step in home(client)["steps"]]


def titles(client):
    return [str(need.title) for need in home(client)["needs"]]


def test_the_steps_are_done_one_after_the_other(admin):
    assert done(admin) == [False] * 6
    switch_on(admin.person)
    assert done(admin) == [True] + [False] * 5
    app = factories.PlatformAppFactory()
    assert done(admin) == [True, True, False, False, False, False]
    account = factories.AccountFactory(app=app)
    assert done(admin) == [True, True, True, False, False, False]
    channel = factories.ChannelFactory(account=account)
    channel.enable()
    assert done(admin) == [True, True, True, True, False, False]
    bob = factories.AgentFactory(workgroups=[channel.direct_workgroup])
    assert done(admin) == [True, True, True, True, True, False]
    Seat.take(bob)
    assert done(admin)[-1] is False, "without an access license nobody receives anything"
    factories.AccessLicenseFactory(agent=bob)
    assert done(admin) == [True] * 6


def test_the_first_step_not_done_is_the_current_one(admin):
    switch_on(admin.person)
    assert [step.current for step in home(admin)["steps"]] == [False, True, False, False, False, False]


def test_an_access_license_of_the_station_counts_too(admin):
    group, desk = factories.WorkgroupFactory(), factories.StationFactory()
    Seat.take(factories.AgentFactory(workgroups=[group]), desk)
    factories.AccessLicenseFactory(agent=None, station=desk)
    assert done(admin)[-1]


def test_a_license_that_ran_out_does_not_count(admin):
    factories.LicenseFactory(expires_on=timezone.now().date() - timedelta(days=1))
    assert titles(admin) == ["The license “Social media” has ended"]


def test_all_is_well(admin, licensed):
    channel = factories.ChannelFactory()
    channel.enable()
    for group in (channel.conversation_workgroup, channel.direct_workgroup):
        factories.MembershipFactory(workgroup=group)
    assert titles(admin) == []
    assert b"All is well" in admin.get(reverse("console:index")).content


def test_what_needs_attention_is_named_the_gravest_first(admin, licensed):
    suspended = factories.AccountFactory(name="Old page")
    suspended.suspend("The session was ended")
    channel = factories.ChannelFactory(name="Care")
    channel.enable()
    Feed.objects.update(failures=1, last_error="503 from Facebook")
    factories.PlatformAppFactory(name="App")
    PlatformApp.objects.update(refused=4)
    License.objects.filter(part=License.Part.FEATURE_WHATSAPP).update(expires_on=timezone.now().date())
    License.objects.filter(part=License.Part.ACCESS_WHATSAPP).update(count=1)
    factories.AccessLicenseFactory(family="whatsapp")
    Membership.objects.create(agent=factories.AgentFactory(), workgroup=channel.direct_workgroup)
    assert titles(admin) == [
        "Old page is suspended: nothing is read or sent",
        "4 webhook deliveries to “App” were refused",
        "Care: Failing",
        f"Nobody answers in “{channel.conversation_workgroup}”",
        "The license “WhatsApp” ends soon",
        "No access license for WhatsApp is left",
    ]


def test_a_suspended_account_is_named_once(admin, licensed):
    channel = factories.ChannelFactory(direct_workgroup=None)
    factories.MembershipFactory(workgroup=channel.conversation_workgroup)
    channel.enable()
    channel.account.suspend("The session was ended")
    assert len(titles(admin)) == 1


def test_used_and_free_licenses_are_shown(admin, licensed):
    factories.AccessLicenseFactory()
    count = home(admin)["counts"][0]
    assert (count.used, count.free, count.loaded) == (1, 9, 10)


def test_numbers_budgets_news_and_stretched_feeds_want_attention_too(admin, licensed):
    channel = factories.ChannelFactory(name="Care", monthly_budget="10.00")
    channel.enable()
    for group in (channel.conversation_workgroup, channel.direct_workgroup):
        factories.MembershipFactory(workgroup=group)
    Feed.objects.filter(kind="messenger").update(why="quota", interval_now=60_000)
    Price.objects.update_or_create(platform=channel.platform, kind="call", defaults={"amount": "1"})
    Usage.objects.create(channel=channel, day=timezone.now().date(), kind="call", count=9)
    factories_whatsapp.PhoneNumberFactory(number="+351210", quality="YELLOW")
    notice = factories_whatsapp.PlatformNoticeFactory(grave=True, words="A template was rejected")
    assert sorted(titles(admin)) == [
        "A template was rejected",
        "Care is stretched from 5 s to 1 min",
        "Care nears its budget",
        "The quality of +351210 is medium",
    ]
    assert [need.level for need in home(admin)["needs"]] == ["major", "major", "warning", "minor"]
    for need in home(admin)["needs"]:
        assert admin.get(need.url).status_code == 200
    notice.refresh_from_db()
    assert "A template was rejected" not in titles(admin), "it was read"
    Usage.objects.update(count=10)
    assert "Care has used up its budget" in titles(admin)


def test_of_many_channels_those_in_trouble_come_first_and_the_rest_is_a_click_away(admin, licensed):
    for n in range(30):
        factories.ChannelFactory(name=f"Channel {n:02}")
    last = Channel.objects.get(name="Channel 29")
    last.account.suspend("The session was ended")
    shown = [row["channel"].name for row in home(admin)["channels"]]
    assert shown[:2] == ["Channel 29", "Channel 00"] and len(shown) == 25
    page = admin.get(reverse("console:index"), {"platform": "twitter"}).content.decode()
    assert "No channel of this platform." in page
    assert b"See 5 more" in admin.get(reverse("console:index")).content
