"""Channels in the console: made, changed, enabled, disabled, polled; what is wrong is said in words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Change
from channels_admin.models import Account, Channel, Feed, FeedKind, Platform
from interactions import polling
from interactions.models import Interaction
from tests import factories
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db
PAGE = "110220330440550"


def add(client, account, **facts):
    """Send the form of a new channel."""
    facts = {"name": "Acme", "account": str(account.pk), "poll_interval": "5000", "post_limit": "100"} | facts
    return fill(client, page_of(Channel, "add"), **facts)


def press(client, channel, verb):
    """One of the buttons of a channel's page; returns what the next page says."""
    answer = client.post(reverse(f"console:channel_{verb}", args=[channel.pk]), follow=True)
    return [str(message) for message in answer.context["messages"]]


def of(platform, **more):
    """An account of a platform."""
    return factories.AccountFactory(platform=platform, **more)


def test_lines_become_lists(admin):
    group = factories.WorkgroupFactory()
    lines = {"addresses": " @acme \n\nrival\nacme", "keywords": "acme duo\n-hiring\nacme duo"}
    add(admin, of("twitter"), conversation_workgroup=str(group.pk), **lines)
    channel = Channel.objects.get()
    assert (channel.addresses, channel.keywords) == (["acme", "rival"], ["acme duo", "-hiring"])
    assert channel.platform == Platform.TWITTER and not channel.enabled
    page = admin.get(page_of(Channel, "change", channel.pk)).content.decode()
    assert ">\nacme\nrival</textarea>" in page.replace("\r", "")


def test_a_channel_made_through_the_forms_reads_what_customers_write(admin, licensed, sandbox, settings):
    settings.GRAPH_URL = sandbox.url
    sandbox.control("world", {"pages": [{"id": PAGE, "name": "Acme", "token": "page token"}]})
    fill(admin, page_of(Account, "add"), name="Acme", platform="facebook", external_id=PAGE, token="page token")
    group = factories.WorkgroupFactory()
    add(admin, Account.objects.get(), addresses=PAGE, conversation_workgroup=str(group.pk))
    channel = Channel.objects.get()
    assert not Feed.objects.due(timezone.now()).exists()
    assert press(admin, channel, "enable")[-1] == "“Acme” is enabled: it reads from now on."
    Channel.objects.update(enabled_at=timezone.now() - timedelta(minutes=1))
    sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": "It leaks"})
    assert polling.poll_due() == 1
    assert Interaction.objects.get().workgroup == group
    page = admin.get(page_of(Channel, "change", channel.pk)).content.decode()
    assert "Healthy" in page and "It leaks" not in page


@pytest.mark.parametrize(
    ("platform", "facts", "said"),
    [
        ("facebook", {"addresses": ""}, "Enter the ID of at least one page."),
        ("facebook", {"addresses": "acme"}, "“acme” is not a page ID: those are numbers, like 110220330440550."),
        ("facebook", {"addresses": "110", "keywords": "acme"}, "Keywords are searched on X only."),
        ("twitter", {}, "Enter at least one handle or one keyword."),
        (
            "twitter",
            {"keywords": "acme\n" + "\n".join(f"-{n}{'x' * 50}" for n in range(10))},
            "The excluded words are too long together: X takes 512 characters in one search. Take some out.",
        ),
        ("twitter", {"keywords": "-hiring"}, "Enter at least one handle or one keyword."),
        ("twitter", {"addresses": "ac me"}, "“ac me” is not a handle: those are up to 15 letters, digits or _."),
        ("twitter", {"keywords": '""'}, '“""” cannot be searched for. A keyword is a word or a phrase.'),
        ("whatsapp", {"addresses": "1\n2"}, "Enter the ID of one phone number. Every number has a channel of its own."),
        (
            "whatsapp",
            {"addresses": "+351 21"},
            "This is not a phone number ID: Meta gives it as digits only, beside the number itself.",
        ),
    ],
)
def test_what_a_platform_cannot_read_is_said_in_words(admin, platform, facts, said):
    groups = {"direct_workgroup": str(factories.WorkgroupFactory().pk)}
    assert faults(add(admin, of(platform), **groups, **facts)) == [said]
    assert not Channel.objects.exists()


def test_whatsapp_has_no_public_conversations(admin):
    group = str(factories.WorkgroupFactory().pk)
    facts = {"addresses": "106", "conversation_workgroup": group}
    said = faults(add(admin, of("whatsapp"), **facts))
    assert "WhatsApp has no public conversations. Leave it blank." in said
    assert "Choose who answers: without a workgroup the messages are not read." in said


def test_a_channel_needs_somebody_who_answers(admin):
    said = faults(add(admin, of("facebook"), addresses="110"))
    assert said == ["Choose at least one workgroup: nobody would answer."]


def test_only_workgroups_with_a_queue_can_be_chosen(admin):
    group = factories.WorkgroupFactory(queue_type="none", name="No queue here")
    answer = add(admin, of("facebook"), addresses="110", conversation_workgroup=str(group.pk))
    assert "Select a valid choice. That choice is not one of the available choices." in faults(answer)
    assert "No queue here" not in admin.get(page_of(Channel, "add")).content.decode()


@pytest.mark.parametrize(
    ("platform", "address", "said"),
    [
        ("facebook", "110", "The page 110 belongs to the channel “First” already, and can belong to one only."),
        ("whatsapp", "106", "The number 106 belongs to the channel “First” already, and can belong to one only."),
    ],
)
def test_a_page_or_number_belongs_to_one_channel(admin, platform, address, said):
    public = {"conversation_workgroup": None} if platform == "whatsapp" else {}
    first = factories.ChannelFactory(name="First", account=of(platform), addresses=[address], **public)
    first.enable()
    field = "direct_workgroup" if platform == "whatsapp" else "conversation_workgroup"
    account = of(platform, app=factories.PlatformAppFactory(platform=platform))
    answer = add(admin, account, addresses=address, **{field: str(factories.WorkgroupFactory().pk)})
    assert faults(answer) == [said]


def test_two_channels_may_look_for_the_same_tweets_but_one_inbox_is_read_once(admin):
    account, group = of("twitter", external_id="5001"), str(factories.WorkgroupFactory().pk)
    factories.ChannelFactory(name="First", account=account, addresses=["acme"]).enable()
    said = faults(add(admin, account, addresses="acme", conversation_workgroup=group, direct_workgroup=group))
    assert said[0].startswith("The direct-message inbox of X account 5001 belongs to the channel “First” already")
    assert add(admin, account, addresses="acme", conversation_workgroup=group).status_code == 302


def test_a_clash_that_nobody_could_foresee_is_a_sentence(admin):
    first = factories.ChannelFactory(addresses=["110"])
    second = factories.ChannelFactory(addresses=["110"])
    assert "is enabled" in press(admin, first, "enable")[0]
    said = press(admin, second, "enable")
    assert "can belong to one only" in said[0]
    second.refresh_from_db()
    assert not second.enabled


def test_an_enabled_channel_reads_what_it_says_from_now_on(admin):
    channel = factories.ChannelFactory(addresses=["110"])
    channel.enable()
    Feed.objects.filter(kind=FeedKind.MESSENGER).update(cursor={"seen": 7})
    fill(admin, page_of(Channel, "change", channel.pk), addresses="110\n111", conversation_workgroup="")
    assert sorted(channel.feeds.values_list("kind", "address", "cursor__seen")) == [
        ("messenger", "110", 7),
        ("messenger", "111", None),
    ]


def test_a_disabled_channel_reads_nothing_when_it_is_changed(admin):
    channel = factories.ChannelFactory()
    fill(admin, page_of(Channel, "change", channel.pk), name="Renamed")
    assert not Feed.objects.exists()


def test_enable_says_what_is_missing(admin):
    channel = factories.ChannelFactory(
        account=of("facebook", token=""), conversation_workgroup=None, direct_workgroup=None
    )
    said = " ".join(press(admin, channel, "enable"))
    assert "Choose a workgroup first" in said and "an access token first" in said
    assert not Channel.objects.get().enabled


def test_a_disabled_channel_keeps_its_place_and_is_noted(admin):
    channel = factories.ChannelFactory()
    press(admin, channel, "enable")
    Feed.objects.update(cursor={"seen": 7})
    press(admin, channel, "disable")
    assert not Channel.objects.get().enabled
    assert set(Feed.objects.values_list("cursor__seen", flat=True)) == {7}
    assert not Feed.objects.due(timezone.now()).exists()
    assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == ["enabled", "disabled"]


def test_poll_now_makes_all_feeds_due(admin):
    channel = factories.ChannelFactory()
    assert "enable it first" in press(admin, channel, "poll")[0]
    channel.enable()
    Feed.objects.update(next_poll_at=timezone.now() + timedelta(hours=1))
    assert press(admin, channel, "poll") == [f"“{channel}” is being read."]
    assert Feed.objects.due(timezone.now()).count() == 2


def test_several_channels_are_enabled_and_disabled_at_once(admin):
    channels = [factories.ChannelFactory() for _n in range(3)]
    chosen = {"_selected_action": [str(channel.pk) for channel in channels[:2]], "index": "0", "select_across": "0"}
    admin.post(page_of(Channel, "changelist"), chosen | {"action": "enable_chosen"})
    assert [channel.enabled for channel in Channel.objects.order_by("pk")] == [True, True, False]
    admin.post(page_of(Channel, "changelist"), chosen | {"action": "disable_chosen"})
    assert not Channel.objects.exclude(enabled_at=None).exists()


def test_the_page_shows_asked_for_and_real_interval_lag_and_the_last_error(admin, licensed):
    channel = factories.ChannelFactory(account=of("twitter", external_id="5001"), addresses=["acme"])
    channel.enable()
    Feed.objects.filter(kind=FeedKind.X_DIRECT).update(
        last_error="429, too many requests", failures=2, next_poll_at=timezone.now() - timedelta(minutes=7)
    )
    page = admin.get(page_of(Channel, "change", channel.pk)).content.decode()
    for words in ("Failing", "429, too many requests", "1 min</b>", "the platform does not allow more", "7 min"):
        assert words in page, words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Healthy"),
        ({"suspend": True}, "Account suspended"),
        ({"late": timedelta(minutes=5)}, "Behind"),
        ({"unlicensed": True}, "Not licensed"),
        ({"disable": True}, "Disabled"),
    ],
)
def test_the_list_says_how_a_channel_does(admin, licensed, change, words):
    channel = factories.ChannelFactory()
    channel.enable()
    if "suspend" in change:
        channel.account.suspend("The token ended")
    if "unlicensed" in change:
        factories.License.objects.all().delete()
    if "disable" in change:
        channel.disable()
    Feed.objects.update(next_poll_at=timezone.now() - change.get("late", timedelta(0)))
    assert words in admin.get(page_of(Channel, "changelist")).content.decode()


def test_the_list_is_filtered_and_searched(admin):
    factories.ChannelFactory(name="Alpha", enabled_at=timezone.now())
    factories.ChannelFactory(name="Beta", account=of("twitter"))
    address = page_of(Channel, "changelist")

    def names(**query):
        return [channel.name for channel in admin.get(address, query).context["cl"].result_list]

    assert names() == ["Alpha", "Beta"]
    assert names(q="bet") == ["Beta"]
    assert names(enabled="1") == ["Alpha"]
    assert names(platform__exact="twitter") == ["Beta"]
    Channel.objects.get(name="Alpha").account.suspend("The session was ended")
    assert names(enabled="attention") == ["Alpha"]
    assert names(workgroup=str(Channel.objects.get(name="Beta").direct_workgroup_id)) == ["Beta"]
