"""The console's home: how far the set-up is, what needs attention."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agents.models import License, Membership, Seat
from channels_admin.models import Feed, PlatformApp
from channels_admin.switch import switch_on
from tests import factories

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
        "Care: Failing",
        "The license “WhatsApp” ends soon",
        "No access license for WhatsApp is left",
        "4 webhook deliveries to “App” were refused",
        f"Nobody answers in “{channel.conversation_workgroup}”",
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
