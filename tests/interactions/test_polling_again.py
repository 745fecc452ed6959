"""What changed after it was read: edits, hidings and deletions are found by looking again (R6, R8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from channels_admin.models import Account, Feed, Platform, Why
from interactions import polling
from interactions.models import Event, Interaction, Message
from interactions.polling import rereading
from interactions.polling.rereading import reread_due
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]

PATIENCE = 60  # seconds
SECOND = timedelta(seconds=1)


@pytest.fixture
def feed(platform):
    channel = company.channel(None, public=company.workgroup(), platform=Platform.FACEBOOK, address="110")
    return channel.feeds.get()


def posted(platform, number, text):
    """A visitor writes on the page; returns the id of his post."""
    author = {"id": f"90{number}", "name": f"Visitor {number}"}
    return platform.control("facebook/posts", {"page": "110", "author": author, "message": text})["id"]


def read(feed):
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=timezone.now(), busy_until=None)
    polling.poll_due()


def again(feed):
    """It is time to look again; returns how many feeds were."""
    Feed.objects.filter(pk=feed.pk).update(next_reread_at=timezone.now() - SECOND)
    return reread_due(PATIENCE)


def by_id(number):
    return Message.objects.get(external_id=number)


def test_what_was_edited_hidden_or_deleted_meanwhile_is_seen(feed, platform):
    edited, hidden, deleted, left = (posted(platform, n, f"Post {n}") for n in range(4))
    read(feed)
    platform.control("facebook/edits", {"object": edited, "message": "In other words"})
    platform.control("facebook/hidings", {"object": hidden, "hidden": True})
    platform.control("facebook/deletions", {"object": deleted})
    read(feed)
    assert by_id(edited).text == "Post 0", "polling alone does not show it"
    assert again(feed) == 1
    assert by_id(edited).text == "In other words" and by_id(edited).edited_at
    assert by_id(hidden).hidden and not by_id(left).hidden
    assert by_id(deleted).deleted_at and not by_id(left).deleted_at
    assert (by_id(left).text, by_id(left).edited_at) == ("Post 3", None)
    before = list(Event.objects.values_list("interaction_id", "kind"))
    again(feed)
    assert list(Event.objects.values_list("interaction_id", "kind")) == before, "what is known is no news"


def test_what_is_hidden_when_it_is_first_read_is_shown_as_such(feed, platform):
    hidden = posted(platform, 1, "Buy followers")
    platform.control("facebook/hidings", {"object": hidden, "hidden": True})
    read(feed)
    assert by_id(hidden).hidden


def told(message):
    return {"thread": message.thread, "channel": message.channel, "interaction": message.interaction}


def test_all_that_is_open_is_looked_at_and_no_private_answer(feed, platform):
    """Of what is over only the newest; and what answered a post in private is no post of the page."""
    posts = [posted(platform, n, f"Post {n}") for n in range(2)]
    read(feed)
    opened, over, now = by_id(posts[0]), by_id(posts[1]), timezone.now()
    answer = {"private_reply": True, "outbound": True, "parent": opened, "platform_at": now}
    Message.objects.create(external_id="m_private", **answer, **told(opened))
    again(feed)
    assert by_id("m_private").deleted_at is None
    over.interaction.disconnect(None)
    at = [now + n * SECOND for n in range(rereading.MOST)]
    Message.objects.bulk_create(
        Message(external_id=f"110_{n}", platform_at=at[n], **told(over)) for n in range(rereading.MOST)
    )
    looked_at = {name for name, *_ in rereading._still_of_interest(feed)}
    assert posts[0] in looked_at and posts[1] not in looked_at and len(looked_at) == rereading.MOST + 1


def test_it_looks_again_every_few_hours_only(feed, platform):
    posted(platform, 1, "Hello")
    read(feed)
    assert (again(feed), reread_due(PATIENCE)) == (1, 0)
    feed.refresh_from_db()
    assert timedelta(hours=3.9) < feed.next_reread_at - timezone.now() < timedelta(hours=4.5)


def test_x_charges_for_each_post_so_it_is_asked_once_a_day(platform):
    channel = company.channel(None, public=company.workgroup(), platform=Platform.TWITTER, address="5001")
    assert again(channel.feeds.get()) == 1
    assert channel.feeds.get().next_reread_at > timezone.now() + timedelta(hours=23.9)


def test_what_is_old_and_over_is_not_looked_at_again(feed, platform):
    old, open_still = posted(platform, 1, "Old"), posted(platform, 2, "Old, but open")
    read(feed)
    Message.objects.update(platform_at=timezone.now() - timedelta(days=8))
    Interaction.objects.filter(pk=by_id(old).interaction_id).update(
        state="disconnected", disconnected_at=timezone.now(), owner=None
    )
    for number in (old, open_still):
        platform.control("facebook/edits", {"object": number, "message": "Changed"})
    again(feed)
    assert (by_id(old).text, by_id(open_still).text) == ("Old", "Changed")


@pytest.mark.parametrize("why", [Why.WAIT, Why.USAGE, Why.BACKOFF])
def test_where_the_budget_is_scarce_what_is_new_goes_first(feed, why):
    Feed.objects.update(why=why)
    assert again(feed) == 0


@pytest.mark.parametrize("change", [{"enabled_at": None}, {}])
def test_a_channel_that_is_not_read_is_not_read_again(feed, change):
    if change:
        feed.channel.disable()
    else:
        feed.channel.account.suspend("The token ended")
    assert again(feed) == 0


def test_a_refused_token_stops_the_account(feed, platform):
    posted(platform, 1, "Hello")
    read(feed)
    error = {"error": {"message": "Expired", "type": "OAuthException", "code": 190}}
    platform.control("faults", {"match": {"method": "GET"}, "do": "error", "status": 401, "body": error})
    assert again(feed) == 1
    assert Account.objects.get(pk=feed.channel.account_id).suspended_at


def test_a_platform_that_is_down_changes_nothing(feed, platform):
    number = posted(platform, 1, "Hello")
    read(feed)
    platform.control("faults", {"match": {"method": "GET"}, "do": "error", "status": 503, "times": 9})
    assert again(feed) == 1
    assert by_id(number).deleted_at is None
    platform.control("faults", method="DELETE")
    platform.control("facebook/deletions", {"object": number})
    again(feed)
    assert by_id(number).deleted_at
