"""From posts to interactions: what opens one, what joins it, and what is history only (R8, R11, R15)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agents.models import License
from channels_admin.models import Channel, Platform
from interactions.intake import take_in
from interactions.models import Event, Interaction, Message, State, Thread
from interactions.polling.watching import watches
from platforms.base import Person
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_a_first_message_opens_an_interaction_in_the_channels_workgroup(queue, care):
    interaction = company.writes(queue, company.said("Hello"))[0]
    assert (interaction.state, interaction.workgroup, str(interaction.customer)) == (State.WAITING, care, "Ann")
    assert (interaction.unread, interaction.last_message.text) == (1, "Hello")
    assert company.journal(interaction) == ["received"]


def test_further_messages_join_it(queue, alice):
    interaction = company.connected(queue, alice)
    company.writes(queue, company.said("And"), company.said("another"))
    assert company.journal(interaction)[-2:] == ["message", "message"]
    assert (interaction.state, interaction.unread) == (State.CONNECTED, 3)
    assert interaction.inbound_number == interaction.last_event


def test_what_is_known_changes_nothing(queue):
    post = company.said("Once", id="wamid.once")
    interaction = company.writes(queue, post, post)[0]
    company.writes(queue, post)
    assert Message.objects.count() == 1
    assert company.journal(interaction) == ["received"]


def test_two_customers_have_two_interactions(queue):
    assert len(company.writes(queue, company.said(by="351900000001"), company.said(by="351900000002"))) == 2


def test_after_disconnect_the_next_message_opens_a_new_one_with_the_conversation_so_far(queue, alice):
    first = company.connected(queue, alice, company.said("Before"))
    first.disconnect(alice)
    second = company.writes(queue, company.said("After"))[0]
    assert (second.state, second.thread) == (State.WAITING, first.thread)
    assert [message.text for message in second.thread.messages.all()] == ["Before", "After"]
    assert [message.text for message in second.messages.all()] == ["After"]


def test_what_a_channel_reads_later_than_the_rest_begins_later(care):
    """Who chooses a workgroup for private messages after months does not want those of all the months at once."""
    page = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110", began=timedelta(days=60))
    Channel.objects.filter(pk=page.pk).update(direct_workgroup=care)
    page.refresh_from_db()
    page.feeds.sync(page, since=timezone.now())
    private, public = (page.feeds.get(kind=kind) for kind in ("messenger", "facebook_posts"))
    watching = watches([private, public])
    assert (watching[private.pk].began, watching[public.pk].began) == (private.began_at, page.enabled_at)
    ann = Person("page_scoped", "901", name="Ann", scope="110")
    take_in(private, [company.said("Long ago", peer=ann, author=ann, at=timezone.now() - timedelta(days=3))])
    assert not Interaction.objects.exists()
    take_in(private, [company.said("Now", peer=ann, author=ann)])
    assert Interaction.objects.get().last_message.text == "Now"


def test_what_is_older_than_the_channel_is_history_and_opens_nothing(queue):
    old = company.said("Old", at=queue.enabled_at - timedelta(seconds=1))
    assert company.writes(queue, old) == []
    assert Message.objects.get().interaction is None
    interaction = company.writes(queue, company.said("New"))[0]
    assert [message.text for message in interaction.thread.messages.all()] == ["Old", "New"]


def test_a_message_of_the_very_moment_of_enabling_opens_one(queue):
    assert len(company.writes(queue, company.said(at=queue.enabled_at))) == 1


def _disabled(queue):
    queue.disable()


def _unlicensed(queue):
    License.objects.filter(part=License.Part.FEATURE_WHATSAPP).delete()


def _ran_out(queue):
    License.objects.update(expires_on=timezone.now().date() - timedelta(days=1))


@pytest.mark.parametrize("stop", [_disabled, _unlicensed, _ran_out])
def test_a_channel_that_is_stopped_opens_nothing_new_but_serves_what_is_open(stop, queue, alice):
    interaction = company.connected(queue, alice)
    stop(queue)
    opened = company.writes(queue, company.said("Still there?"), company.said("New here", by="351900000002"))
    assert opened == [interaction]
    assert company.journal(interaction)[-1] == "message"
    interaction.disconnect(alice)
    assert company.writes(queue, company.said("Too late")) == []
    assert Message.objects.count() == 4, "nothing that came is thrown away"


def test_a_channel_enabled_again_begins_anew(queue):
    queue.disable()
    company.writes(queue, company.said("Meanwhile"))
    Channel.objects.get(pk=queue.pk).enable()
    assert len(company.writes(queue, company.said("Now"))) == 1


def test_the_cursor_moves_with_the_messages(queue):
    feed = queue.feeds.get()
    take_in(feed, [company.said()], cursor={"after": "7"})
    feed.refresh_from_db()
    assert feed.cursor == {"after": "7"}


def test_a_batch_that_breaks_in_the_middle_leaves_neither_messages_nor_a_moved_cursor(queue):
    """An id that the database does not take stands for any crash between the first row and the commit."""
    feed = queue.feeds.get()
    broken = company.said("Second", id=None, can_reply="neither yes nor no")
    with pytest.raises(Exception, match="neither yes nor no"):
        take_in(feed, [company.said("First"), broken], cursor={"after": "7"})
    feed.refresh_from_db()
    assert (feed.cursor, Message.objects.count(), Interaction.objects.count()) == ({}, 0, 0)
    assert Event.objects.count() == 0


def test_the_customer_waits_since_his_first_unanswered_message(queue, alice):
    begun = timezone.now().replace(microsecond=0) - timedelta(minutes=5)
    interaction = company.connected(queue, alice, company.said(at=begun))
    company.writes(queue, company.said(at=begun + timedelta(minutes=1)))
    interaction.refresh_from_db()
    assert interaction.customer_waits_since == begun
    company.answers(interaction, alice)
    assert interaction.customer_waits_since is None
    later = begun + timedelta(minutes=2)
    company.writes(queue, company.said(at=later), company.said(at=later + timedelta(minutes=1)))
    interaction.refresh_from_db()
    assert interaction.customer_waits_since == later


def test_a_message_that_comes_late_neither_hides_the_newest_nor_shortens_the_wait(queue):
    now = timezone.now().replace(microsecond=0)
    earlier = now - timedelta(minutes=3)
    interaction = company.writes(queue, company.said("Newest", at=now))[0]
    company.writes(queue, company.said("Came late", at=earlier))
    interaction.refresh_from_db()
    assert interaction.last_message.text == "Newest"
    assert interaction.customer_waits_since == earlier


def test_the_window_is_counted_from_the_platforms_time_of_the_newest_message(queue):
    now = timezone.now().replace(microsecond=0)
    company.writes(queue, company.said(at=now), company.said(at=now - timedelta(minutes=30)))
    thread = Thread.objects.get()
    assert thread.window_closes_at == now + timedelta(hours=24)
    assert not thread.window_is_closed(now + timedelta(hours=24, seconds=-61))
    assert thread.window_is_closed(now + timedelta(hours=24, seconds=-60)), "a minute before the platform closes it"


def test_public_conversations_have_no_window(care):
    page = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")
    thread = company.writes(page, company.commented())[0].thread
    assert thread.window_closes_at is None
    assert not thread.window_is_closed(timezone.now() + timedelta(days=365))


def test_words_that_a_database_cannot_hold_are_no_reason_to_lose_a_message(queue):
    interaction = company.writes(queue, company.said("before\x00after", name="An\x00n"))[0]
    assert (interaction.last_message.text, str(interaction.customer)) == ("beforeafter", "Ann")


def ended_before_it_is_stored(execute, sql, *more):
    """Ends what is open between looking for it and storing the message, as an agent's click at that moment would."""
    if sql.startswith('INSERT INTO "interactions_message"'):
        Interaction.objects.open().update(state=State.DISCONNECTED)
    return execute(sql, *more)


@pytest.mark.parametrize("enabled", [True, False])
def test_what_comes_at_the_moment_of_the_end_is_not_the_ended_ones(enabled, queue):
    [first] = company.writes(queue, company.said("one"))
    if not enabled:
        queue.disable()
    with connection.execute_wrapper(ended_before_it_is_stored):
        company.writes(queue, company.said("two"))
    later = Message.objects.get(text="two").interaction
    assert later != first
    assert (later is not None) == enabled
    assert company.journal(first) == ["received"]
