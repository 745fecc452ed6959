"""The console's frame: navigation by task with its marks, and the search over its things."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.navigation import Task
from channels_admin.health import condition, in_trouble
from channels_admin.models import Channel, FeedKind
from tests import factories
from tests.channels_admin.forms_filled import page_of

pytestmark = pytest.mark.django_db


def groups(client, address=None):
    """{task: its group} of a page's navigation."""
    answer = client.get(address or reverse("console:index"))
    return {group.task: group for group in answer.context["navigation"]}


def found(client, words):
    """{caption: [words of what was found]}."""
    answer = client.get(reverse("console:find"), {"q": words})
    assert answer.status_code == 200
    return {group["caption"]: [one["words"] for one in group["found"]] for group in answer.json()["groups"]}


def test_tasks_come_in_their_order_and_those_without_pages_not_at_all(admin):
    order = list(groups(admin))
    assert order == [task for task in Task if task in order]
    assert Task.CHANNELS in order
    empty = [task for task in Task if task not in order]
    page = admin.get(reverse("console:index")).content.decode()
    assert not [task for task in empty if f'data-test="task-{task.value}"' in page]


def test_only_the_open_task_shows_its_pages(admin):
    page = admin.get(page_of(Channel, "changelist")).content.decode()
    assert 'data-test="task-people"' in page
    assert f'href="{page_of(factories.Station, "changelist")}"' not in page


def test_channels_that_need_attention_are_counted_beside_their_task(admin, licensed):
    assert groups(admin)[Task.CHANNELS].mark is None
    for _n in range(2):
        factories.ChannelFactory().account.suspend("The session was ended")
    mark = groups(admin)[Task.CHANNELS].mark
    assert (mark.words, mark.wants) == (2, "2 channels need attention")


def test_free_licenses_and_the_steps_of_the_set_up_are_marks_too(admin, licensed):
    factories.AccessLicenseFactory()
    shown = groups(admin)
    assert str(shown[Task.LICENSES].mark.words) == "19 free"
    assert str(shown[Task.SET_UP].mark.words) == "1 of 6"


def test_what_the_database_calls_trouble_is_what_the_pages_call_bad(licensed):
    now = timezone.now()
    healthy, failing, late, webhook, off, parked = (factories.ChannelFactory() for _n in range(6))
    for channel in (healthy, failing, late, webhook, parked):
        channel.enable()
    failing.feeds.update(failures=1, last_error="503")
    late.feeds.update(next_poll_at=now - timedelta(minutes=2))
    webhook.feeds.filter(kind=FeedKind.FACEBOOK_POSTS).delete()
    webhook.feeds.update(kind=FeedKind.WHATSAPP, next_poll_at=now - timedelta(days=1))
    parked.account.suspend("The session was ended")
    channels = Channel.objects.select_related("account").prefetch_related("feeds")
    bad = {channel.pk for channel in channels if condition(channel, True, now).bad}
    assert set(in_trouble(now).values_list("pk", flat=True)) == bad == {failing.pk, late.pk, parked.pk}


def test_unlicensed_channels_are_in_trouble_while_they_are_enabled():
    channel = factories.ChannelFactory()
    assert not in_trouble().exists()
    channel.enable()
    assert in_trouble().exists()


def test_the_search_finds_things_by_name_and_says_what_they_are(admin):
    factories.ChannelFactory(name="Espresso talk", addresses=["110"])
    factories.AgentFactory(username="espen", first_name="Espen", last_name="Berg")
    factories.WorkgroupFactory(name="Espresso care")
    assert found(admin, "esp") == {
        "Channels": ["Espresso talk"],
        "Users": ["Espen Berg"],
        "Workgroups": ["Espresso care"],
        "Pages": ["Response libraries", "Add response library"],
    }


def test_the_search_finds_pages_and_what_can_be_added(admin):
    assert found(admin, "add workgroup") == {"Pages": ["Add workgroup"]}
    assert found(admin, "stations")["Pages"] == ["Stations"]
    assert "Channels" in found(admin, "")["Pages"]


def test_the_search_shows_no_secrets_and_gives_addresses_that_open(admin):
    factories.AccountFactory(name="Acme", token="very secret")
    answer = admin.get(reverse("console:find"), {"q": "acme"})
    assert "very secret" not in answer.content.decode()
    for group in answer.json()["groups"]:
        for one in group["found"]:
            assert admin.get(one["url"]).status_code == 200
    assert found(admin, "very secret") == {}


def test_the_search_takes_anything(admin):
    for words in ("\0", "%", "' OR 1=1 --", "x" * 10_000, "“”"):
        found(admin, words)


def test_the_search_asks_for_the_right(client, alice):
    assert alice.get(reverse("console:find"), {"q": "a"}).status_code == 403
    client.logout()
    assert client.get(reverse("console:find"), {"q": "a"}).status_code == 302


def test_the_search_takes_few_queries(admin, django_assert_max_num_queries):
    for number in range(30):
        factories.ChannelFactory(name=f"Acme {number}")
    with django_assert_max_num_queries(45):  # one for each noun that can be found, and a few
        assert len(found(admin, "acme")["Channels"]) == 5
