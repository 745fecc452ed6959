"""The switch that enables social media (R31): nothing passes before it is on, off acts as disabling every channel."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agents.models import Installation
from audit.models import Change
from channels_admin.models import Channel, Feed, SwitchedOff
from channels_admin.switch import switch_off, switch_on
from interactions.intake import take_in
from interactions.models import Interaction, Message
from tests import company, factories
from tests.channels_admin.forms_filled import page_of

pytestmark = pytest.mark.django_db


def turn(client, to, **more):
    """Press the page's button."""
    return client.post(reverse("console:switch"), {"to": to} | more, follow=True).content.decode()


def bar(client):
    """What the top bar says."""
    page = client.get(reverse("console:index")).content.decode()
    return "on" if "Social media on" in page else "off" if "Social media off" in page else None


def test_a_new_installation_is_off_and_no_channel_can_be_enabled(admin):
    channel = factories.ChannelFactory()
    Installation.objects.update(social_media=False)
    assert bar(admin) == "off"
    said = admin.post(reverse("console:channel_enable", args=[channel.pk]), follow=True).content.decode()
    assert "Social media is off: switch it on first." in said
    with pytest.raises(SwitchedOff):
        channel.enable()
    assert not Feed.objects.exists(), "so nothing is polled, and what webhooks bring is for none of ours"

    assert "Social media is on." in turn(admin, "on")
    channel.enable()
    assert channel.enabled and bar(admin) == "on"
    change = Change.objects.get(verb="switched on")
    assert (change.by, change.noun) == (admin.person, "agents.installation")


def test_off_disables_every_channel_and_on_enables_those_that_went_off_with_it(admin, care):
    first, second = company.channel(care, address="1"), company.channel(care, address="2")
    second.disable()
    interaction = company.writes(first)[0]
    page = admin.get(reverse("console:switch")).content.decode()
    assert "1 enabled channel is disabled at once." in page and "1 open interaction can be answered" in page
    assert "1 channel was disabled." in turn(admin, "off")
    assert list(Channel.objects.filter(enabled_at__isnull=False)) == []
    assert Change.objects.get(verb="switched off").after == {"disabled": [first.name]}
    assert Feed.objects.polled().count() == 0

    company.writes(first, company.said("while off", by="351900000009"))
    assert list(Interaction.objects.all()) == [interaction], "stored, and opens nothing"
    assert Message.objects.get(text="while off").interaction is None
    company.writes(first, company.said("more", by="351900000001"))
    assert Message.objects.get(text="more").interaction == interaction, "what is open goes on"

    turn(admin, "on")
    assert list(Channel.objects.filter(enabled_at__isnull=False)) == [first], "the other one was off by itself"


@pytest.mark.parametrize(("begin", "opened"), [("", 0), ("stopped", 1)])
def test_on_again_asks_from_now_or_from_where_each_stopped(admin, care, begin, opened):
    channel = company.channel(care)
    switch_off(None)
    company.writes(channel, company.said("while off", at=timezone.now()))
    Channel.objects.update(disabled_at=timezone.now() - timedelta(minutes=5))
    page = admin.get(reverse("console:switch")).content.decode()
    assert "from now" in page and "from where each stopped" in page and channel.name in page
    turn(admin, "on", **{"from": begin})
    channel.refresh_from_db()
    assert channel.enabled and (channel.disabled_at is not None) == bool(opened)


def test_a_channel_that_cannot_be_enabled_any_more_is_named_and_stays_off(admin, care):
    channel = company.channel(care)
    switch_off(None)
    channel.account.token = ""
    channel.account.save()
    assert "stays disabled: Give the account" in turn(admin, "on")
    assert Installation.here().social_media and not Channel.objects.get().enabled


def test_turning_it_twice_changes_nothing_more(admin, care):
    company.channel(care)
    assert switch_on(admin.person) == []
    assert len(switch_off(admin.person)) == 1 and switch_off(admin.person) == []
    assert Change.objects.count() == 1


def test_the_switch_asks_for_the_right(alice):
    assert alice.get(reverse("console:switch")).status_code == 403
    assert alice.post(reverse("console:switch"), {"to": "on"}).status_code == 403
    assert not Installation.here().social_media


def test_it_costs_nothing_where_messages_pass(care):
    channel = company.channel(care)
    feed = channel.feeds.get()
    with CaptureQueriesContext(connection) as seen:
        take_in(feed, [company.said(f"{n}", by=f"3519{n}") for n in range(3)])
        Feed.objects.claim(timezone.now(), limit=50)
    assert Interaction.objects.count() == 3
    assert not [one for one in seen.captured_queries if "agents_installation" in one["sql"]]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_channel_slips_through_while_it_is_turned(care):
    for turn_number in range(15):
        Installation.objects.update_or_create(pk=1, defaults={"social_media": True})
        channel = factories.ChannelFactory(name=f"Channel {turn_number}")
        together(lambda channel=channel: enabling(channel), lambda: switch_off(None))
        assert not Channel.objects.filter(enabled_at__isnull=False).exists()


def enabling(channel):
    """Enable it, if it can be."""
    try:
        channel.enable()
    except SwitchedOff:
        return


def together(*works):
    """Do all at the same time."""
    gate = threading.Barrier(len(works))

    def one(work):
        gate.wait()
        try:
            work()
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=one, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_the_home_page_leads_to_it(admin):
    page = admin.get(reverse("console:index")).content.decode()
    assert page.count(f'href="{reverse("console:switch")}"') >= 2, "the step and the top bar"
    assert admin.get(page_of(Channel, "changelist")).content.decode().count("Social media off") == 1
