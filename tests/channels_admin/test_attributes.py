"""The attribute editor and the server parameters: the channel's own rows, by name, typed and with history (R36, R37)."""

import pytest
from django.urls import reverse

from agents.models import ServerParameter
from audit.models import Change
from channels_admin.attributes import set_attributes
from channels_admin.models import Platform
from tests import company, factories
from tests.channels_admin.forms_filled import fill

pytestmark = pytest.mark.django_db
Name = ServerParameter.Name
SERVER = "console:attributes_server"


@pytest.fixture
def channel():
    """A Facebook channel."""
    return factories.ChannelFactory(
        name="Care",
        conversation_workgroup__name="Public",
        direct_workgroup__name="Private",
        addresses=["110220330440550"],
    )


def page(channel):
    """The address of its attributes."""
    return reverse("console:attributes_channel", args=[channel.pk])


def values(client, channel):
    """{attribute: value} as the page shows them."""
    return {row.name: row.value for row in client.get(page(channel)).context["rows"]}


def test_a_channel_is_shown_with_its_path_class_and_attributes(admin, channel):
    shown = admin.get(page(channel))
    assert shown.context["path"] == rf"\Production\SocialMedia\{channel.pk}" in shown.content.decode()
    assert "ChannelId" in shown.content.decode()
    found = values(admin, channel)
    assert {name: found[name] for name in ("ConversationWorkgroup", "DirectMessageWorkgroup", "Type")} == {
        "ConversationWorkgroup": "Public",
        "DirectMessageWorkgroup": "Private",
        "Type": "Facebook",
    }
    assert (found["PollInterval"], found["PostLimit"], found["snCreated"]) == ("5000", "100", "0")
    assert {row.name for row in shown.context["rows"] if not row.editable} >= {"Type", "snCreated", "snModified"}


def test_a_change_is_the_channels_own_and_counts_at_the_next_poll(admin, care):
    channel = company.channel(care, public=care, platform=Platform.FACEBOOK, address="110220330440550")
    assert fill(admin, page(channel), PollInterval="7000", PostLimit="50").status_code == 302
    channel.refresh_from_db()
    assert (channel.poll_interval, channel.post_limit) == (7000, 50)
    assert channel.feeds.first().asked == 7000
    assert values(admin, channel)["PollInterval"] == "7000"
    change = Change.objects.get()
    assert (change.by, change.before, change.after) == (
        admin.person,
        {"poll_interval": 5000, "post_limit": 100},
        {"poll_interval": 7000, "post_limit": 50},
    )
    assert values(admin, channel)["snModified"] == f"{change.pk} ({change.pk:#x})"


@pytest.mark.parametrize(
    ("attribute", "value", "reason"),
    [
        ("PollInterval", "999", "greater than or equal to 1000"),
        ("PollInterval", "soon", "Enter a whole number."),
        ("PollInterval", "", "This field is required."),
        ("PostLimit", "501", "less than or equal to 500"),
        ("PostLimit", "12.5", "Enter a whole number."),
        ("ConversationWorkgroup", "Nobody", "There is no workgroup “Nobody”"),
        ("OpensForDays", "0", "greater than or equal to 1"),
        ("Name", "", "This field is required."),
    ],
)
def test_a_bad_value_is_refused_and_the_one_in_force_stays(admin, channel, attribute, value, reason):
    before = values(admin, channel)
    answer = fill(admin, page(channel), **{attribute: value, "DirectMessageWorkgroup": ""})
    said = answer.content.decode()
    assert answer.status_code == 400
    assert reason in said and f"In force: {before[attribute]}." in said
    assert values(admin, channel) == before, "the good value beside the bad one is not taken either"
    assert not Change.objects.exists()


def test_what_is_read_only_cannot_be_written(admin, channel):
    before = values(admin, channel)
    admin.post(page(channel), {"snCreated": "7", "Type": "Twitter", "Enabled": "1"})
    assert values(admin, channel) == before


def test_whatsapp_has_no_conversation_workgroup(channel, admin):
    account = factories.AccountFactory(platform=Platform.WHATSAPP)
    number = factories.ChannelFactory(account=account, conversation_workgroup=None, addresses=["106540352242922"])
    assert set_attributes(number.pk, {"ConversationWorkgroup": "Public"}, admin.person) == {
        "ConversationWorkgroup": "WhatsApp has no public conversations. Leave it blank."
    }


def test_both_parameters_are_there_and_on_in_a_new_installation():
    assert dict(ServerParameter.objects.values_list("name", "value")) == dict.fromkeys(Name.values, 1)


@pytest.mark.parametrize(("value", "on"), [("0", False), ("1", True), ("2", True), ("-7", True), (" 12 ", True)])
def test_a_parameter_is_on_with_every_integer_but_0(admin, value, on):
    name = Name.RECOVERS_CONVERSATIONS
    assert admin.post(reverse(SERVER), {"name": name, "value": value}).status_code == 302
    assert ServerParameter.is_on(name) is on
    assert ServerParameter.is_on(Name.RECOVERS_MESSAGES)


@pytest.mark.parametrize("value", ["", "yes", "1.5", "0x1", "99999999999999999999"])
def test_a_value_that_is_no_integer_is_refused_and_the_old_one_stays(admin, value):
    answer = admin.post(reverse(SERVER), {"name": Name.RECOVERS_MESSAGES, "value": value})
    assert answer.status_code == 400 and "what is in force stays" in answer.content.decode()
    assert ServerParameter.objects.get(name=Name.RECOVERS_MESSAGES).value == 1
    assert not Change.objects.exists()


def test_an_unknown_parameter_is_refused_with_the_known_names(admin):
    said = admin.post(reverse(SERVER), {"name": "Chat \0Recovery", "value": "1"}).content.decode()
    assert "There is no server parameter “Chat Recovery”" in said and Name.RECOVERS_MESSAGES in said


def test_a_parameter_is_removed_added_again_and_its_history_stays(admin):
    name = Name.RECOVERS_MESSAGES
    admin.post(reverse(SERVER), {"name": name, "remove": "1"})
    assert not ServerParameter.is_on(name)
    admin.post(reverse(SERVER), {"name": name, "value": "3"})
    assert ServerParameter.is_on(name)
    changes = [(line.verb, line.before.get("value"), line.after.get("value")) for line in history(admin)]
    assert changes == [("created", None, 3), ("deleted", 1, None)]


def history(client):
    """The lines under the server parameters, the newest first."""
    return client.get(reverse(SERVER)).context["history"]


def test_the_editor_asks_for_the_right(alice, channel):
    for address in (reverse("console:attributes"), reverse(SERVER), page(channel)):
        assert alice.get(address).status_code == 403
        assert alice.post(address, {"name": Name.RECOVERS_MESSAGES, "value": "0"}).status_code == 403
    assert ServerParameter.is_on(Name.RECOVERS_MESSAGES)


def test_the_tree_finds_channels_by_name_or_id_and_takes_few_queries(admin, channel, django_assert_max_num_queries):
    for n in range(20):
        factories.ChannelFactory(name=f"Other {n}")
    tree = reverse("console:attributes")
    assert [one.name for one in admin.get(tree, {"q": "car"}).context["channels"]] == ["Care"]
    assert channel in admin.get(tree, {"q": str(channel.pk)}).context["channels"]
    with django_assert_max_num_queries(26):
        admin.get(page(channel))
