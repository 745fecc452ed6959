"""What the composer accepts, and in which words it refuses (R14, R16)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from channels_admin.models import Platform
from interactions.models import Delivery, Interaction, Message, NotAllowed, Refused, State
from platforms.base import Detail, Person, Sent
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


@pytest.fixture
def page(care):
    return company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")


def test_a_reply_is_a_row_before_it_is_a_request(interaction, alice):
    delivery = company.answers(interaction, alice, "Hi")
    assert (delivery.state, delivery.message.text, delivery.message.agent) == (Delivery.State.QUEUED, "Hi", alice)
    assert company.journal(interaction)[-1] == "reply"
    assert (interaction.state, interaction.unread, interaction.last_message) == (State.CONNECTED, 0, delivery.message)


def test_the_same_click_twice_is_one_message(interaction, alice):
    uuid = uuid4()
    first, new = interaction.reply(alice, "Hi", uuid=uuid)
    assert new
    assert interaction.reply(alice, "Hi", uuid=uuid) == (first, False)
    assert Message.objects.filter(outbound=True).count() == 1
    assert company.journal(interaction).count("reply") == 1


def test_a_click_repeated_after_the_end_still_says_what_became_of_it(interaction, alice):
    uuid = uuid4()
    first, _new = interaction.reply(alice, "Hi", uuid=uuid)
    interaction.disconnect(alice)
    assert interaction.reply(alice, "Hi", uuid=uuid) == (first, False)


def test_a_reply_used_elsewhere_is_refused_in_words(interaction, alice, queue):
    uuid = uuid4()
    interaction.reply(alice, "Hi", uuid=uuid)
    other = company.connected(queue, alice, company.said(by="351900000002"))
    with pytest.raises(Refused, match="already used elsewhere"):
        other.reply(alice, "Hi", uuid=uuid)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_is_no_reply(text, interaction, alice):
    with pytest.raises(Refused, match="Write something first"):
        company.answers(interaction, alice, text)


def test_a_text_may_be_as_long_as_the_platform_allows_and_no_longer(interaction, alice):
    company.answers(interaction, alice, "x" * 4096)
    with pytest.raises(Refused, match="3 characters too many"):
        company.answers(interaction, alice, "x" * 4099)


def test_an_x_reply_is_counted_the_way_x_counts(care, alice):
    handle = company.channel(None, public=care, platform=Platform.TWITTER, address="5001")
    interaction = company.connected(handle, alice, company.commented(id="1", thread="1"))
    company.answers(interaction, alice, "https://example.com/" + "x" * 400)
    with pytest.raises(Refused, match="20 characters too many"):
        company.answers(interaction, alice, "愛" * 150)


def test_when_the_window_has_closed_nothing_can_be_written(interaction, alice):
    company.passes(24 * 3600 - 59, interaction.thread)
    with pytest.raises(Refused, match="reply window has closed") as refused:
        company.answers(interaction, alice)
    assert refused.value.code == "closed"


def test_shortly_before_it_closes_something_can(interaction, alice):
    company.passes(24 * 3600 - 70, interaction.thread)
    assert company.answers(interaction, alice).state == Delivery.State.QUEUED


def test_what_the_platform_says_of_a_customer_opens_no_window(interaction, alice, queue):
    company.passes(25 * 3600, interaction.thread)
    moved = Detail("system", "Ann's number is another one now", {"type": "user_changed_number"})
    company.writes(queue, company.said("", details=(moved,)))
    with pytest.raises(Refused, match="window has closed"):
        interaction.reply(alice, "Hi", uuid=uuid4())


def test_who_has_said_nothing_yet_has_no_window(interaction):
    interaction.thread.last_inbound_at = None
    assert interaction.thread.window_is_closed()


def test_a_customer_known_by_another_id_is_blocked_by_the_numbers_that_are_known_of_him(queue):
    ann = Person("business_scoped", "US.1", name="Ann")
    (opened,) = company.writes(queue, company.said(peer=ann, author=ann))
    assert opened.thread.destination_refused() is None
    named = Person("business_scoped", "US.1", name="Ann", also=(("phone", "5352345678"),))
    company.writes(queue, company.said(peer=named, author=named))
    assert opened.thread.destination_refused()[0] == "blocked"


def test_the_customers_next_message_opens_the_window_again(interaction, alice, queue):
    company.passes(timedelta(days=2).total_seconds(), interaction.thread)
    company.writes(queue, company.said("Back"))
    interaction.thread.refresh_from_db()
    assert company.answers(interaction, alice).state == Delivery.State.QUEUED


@pytest.mark.parametrize("state", [State.ALERTING, State.HELD, State.PARKED, State.DISCONNECTED])
def test_only_what_is_connected_can_be_answered(state, queue, alice):
    interaction = company.brought_to(state, company.writes(queue)[0], alice)
    with pytest.raises(NotAllowed):
        company.answers(interaction, alice)
    assert not Message.objects.filter(outbound=True).exists()
    assert interaction.closed_for() == "Pick it up to answer."


def test_a_public_reply_answers_the_newest_post_unless_another_is_named(page, alice):
    first = company.commented("First", id="110_1", thread="110_1")
    second = company.commented("Second", id="110_2", thread="110_1", under="110_1")
    interaction = company.connected(page, alice, first, second)
    assert company.answers(interaction, alice).message.parent.text == "Second"
    named = Message.objects.get(text="First")
    assert company.answers(interaction, alice, parent=named).message.parent == named


def test_a_private_reply_answers_the_person(interaction, alice):
    delivery = company.answers(interaction, alice)
    assert (delivery.message.parent, delivery.outgoing().to) == (None, "351900000001")


def test_a_message_of_another_conversation_cannot_be_answered_here(page, alice):
    other = company.connected(page, alice, company.commented("Other", id="110_9"))
    interaction = company.connected(page, alice, company.commented("Mine", id="110_1"))
    with pytest.raises(Refused, match="belongs to another conversation"):
        company.answers(interaction, alice, parent=other.last_message)


def test_what_the_platform_lets_nobody_answer_is_refused_before_it_is_called(page, alice):
    interaction = company.connected(page, alice, company.commented(can_reply=False))
    with pytest.raises(Refused, match="does not let this account answer"):
        company.answers(interaction, alice)


def test_a_failed_reply_can_be_discarded_and_leaves_the_conversation_as_it_was(interaction, alice):
    before = interaction.last_message, interaction.customer_waits_since, None
    delivery = company.answers(interaction, alice)
    delivery.fail("131026", "Nobody there.")
    interaction.discard(delivery.message, alice)
    interaction.refresh_from_db()
    assert not Message.objects.filter(outbound=True).exists()
    assert (interaction.last_message, interaction.customer_waits_since, interaction.first_reply_at) == before
    assert company.journal(interaction)[-1] == "discarded"


def test_a_reply_that_failed_has_answered_nobody_until_it_goes_out_after_all(interaction, alice):
    since = lambda: Interaction.objects.get().customer_waits_since  # noqa: E731
    begun, delivery = since(), company.answers(interaction, alice)
    assert begun and since() is None
    delivery.fail("131026", "Nobody there.")
    assert since() == begun
    Delivery.objects.get().retry()
    assert since() is None


@pytest.mark.parametrize("move", ["queued", "sending", "sent", "uncertain"])
def test_a_reply_that_may_be_on_the_platform_cannot_be_discarded(move, interaction, alice):
    delivery = company.answers(interaction, alice)
    if move != "queued":
        delivery.claim()
    if move == "sent":
        delivery.settle(Sent("wamid.1", delivery.due_at))
    if move == "uncertain":
        delivery.doubt(None)
    with pytest.raises(Refused, match="Only a reply that failed"):
        interaction.discard(delivery.message, alice)
    assert Delivery.objects.get().state == move


def test_a_colleague_cannot_discard_it(interaction, alice, care):
    delivery = company.answers(interaction, alice)
    delivery.fail("1", "No.")
    with pytest.raises(NotAllowed):
        interaction.discard(delivery.message, company.agent("bob", care))
    assert Delivery.objects.get().state == "failed"
