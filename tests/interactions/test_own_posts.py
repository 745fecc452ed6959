"""What the company's own account wrote: our replies coming back, and what staff wrote on the platform itself (R10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interactions import ours, outbox
from interactions.models import Aside, Delivery, Interaction, Message, State, Thread
from platforms.base import Detail, Media, MediaKind, Sent
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice, company.said("Hello"))


def own(text, **more):
    """A message of the company's account to the customer, as the platform shows it."""
    return company.said(text, own=True, author=None, **more)


def texts():
    """The conversation."""
    return [message.text for message in Thread.objects.get().messages.all()]


def test_our_reply_that_comes_back_with_its_mark_is_adopted_before_the_answer_to_the_send(queue, interaction, alice):
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    company.writes(queue, own("Hi", id="wamid.hi", mark=delivery.mark))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.message.external_id) == (Delivery.State.SENT, "wamid.hi")
    delivery.settle(Sent("wamid.hi", timezone.now()))
    assert texts() == ["Hello", "Hi"]


def test_our_reply_that_comes_back_after_the_answer_is_known(queue, interaction, alice):
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    delivery.settle(Sent("wamid.hi", timezone.now()))
    company.writes(queue, own("Hi", id="wamid.hi"))
    assert texts() == ["Hello", "Hi"]


def test_without_a_mark_it_is_set_aside_while_a_reply_of_ours_is_on_its_way(queue, interaction, alice):
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    company.writes(queue, own("Hi", id="wamid.hi"))
    assert texts() == ["Hello", "Hi"], "it is not shown twice meanwhile"
    assert Aside.objects.get().external_id == "wamid.hi"

    outbox._finish(delivery, lambda: delivery.settle(Sent("wamid.hi", timezone.now())))
    assert (texts(), Aside.objects.count()) == (["Hello", "Hi"], 0)


def test_what_was_set_aside_and_turns_out_not_to_be_ours_was_written_by_staff(queue, interaction, alice):
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    company.writes(queue, own("I answered on my phone", id="wamid.phone"))
    outbox._finish(delivery, lambda: delivery.settle(Sent("wamid.hi", timezone.now())))
    assert sorted(texts()) == ["Hello", "Hi", "I answered on my phone"]
    native = Message.objects.get(external_id="wamid.phone")
    assert (native.outbound, native.agent, native.interaction) == (True, None, interaction)


def test_a_reply_whose_answer_never_came_is_found_among_what_was_set_aside(queue, interaction, alice, platform):
    delivery = company.answers(interaction, alice, "Two  spaces")
    delivery.claim()
    company.writes(queue, own("Two spaces", id="wamid.hi"))
    delivery.doubt(timezone.now())
    outbox.look_for(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.message.external_id) == (Delivery.State.SENT, "wamid.hi")
    assert texts() == ["Hello", "Two  spaces"]


def test_a_reply_that_shows_up_when_it_is_to_be_sent_again_is_not_sent_twice(queue, interaction, alice, platform):
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    delivery.doubt(timezone.now())
    delivery.again(timezone.now() + timedelta(seconds=60))
    company.writes(queue, own("Something else", id="wamid.other"), own("Hi", id="wamid.hi"))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.message.external_id) == (Delivery.State.SENT, "wamid.hi")
    assert texts() == ["Hello", "Hi", "Something else"]


def test_a_file_that_staff_sent_while_ours_was_under_way_is_neither_lost_nor_taken_for_ours(queue, interaction, alice):
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    photo = Media(MediaKind.IMAGE, "https://cdn.example/cup.png", "77", "image/png")
    place = Detail("location", "Lisbon", {"latitude": 38.7})
    company.writes(queue, own("", id="wamid.photo", media=(photo,), details=(place,)))
    outbox._finish(delivery, lambda: delivery.settle(Sent("wamid.hi", timezone.now())))
    native = Message.objects.get(external_id="wamid.photo")
    assert (native.carries, native.details[0]["text"]) == ("image", "Lisbon")
    assert native.attachments.get().media == photo

    pictured = company.answers(interaction, alice, "Look")
    company.with_file(pictured.message)
    pictured.claim()
    company.writes(queue, own("Look", id="wamid.look"))
    assert ours.found_aside(pictured) is None, "ours has a file, this one has none"


def test_what_staff_wrote_natively_joins_the_open_interaction(queue, interaction):
    company.writes(queue, own("From my phone"))
    assert company.journal(interaction)[-1] == "message"
    assert (interaction.state, interaction.customer_waits_since) == (State.CONNECTED, None)


def test_what_staff_wrote_natively_brings_an_ended_conversation_back(queue, interaction, alice):
    interaction.disconnect(alice)
    opened = company.writes(queue, own("One more thing from us"))[0]
    assert (opened.state, opened.thread, opened.unread) == (State.WAITING, interaction.thread, 0)
    assert str(opened.customer) == "Ann", "the customer, not the company"


def test_a_message_of_the_company_alone_opens_nothing(queue):
    assert company.writes(queue, own("Anybody there?")) == []
    assert not Interaction.objects.exists()


def test_an_old_own_message_is_history(queue, interaction, alice):
    interaction.disconnect(alice)
    assert company.writes(queue, own("Long ago", at=queue.enabled_at - timedelta(days=1))) == []
    assert texts() == ["Long ago", "Hello"]


def test_a_mark_of_somebody_elses_program_is_no_reply_of_ours(queue, interaction):
    company.writes(queue, own("From another tool", mark="m999999"), own("And one more", mark="tool-7"))
    assert texts() == ["Hello", "From another tool", "And one more"]


def test_a_mark_from_another_conversation_adopts_nothing_here(queue, interaction, alice):
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    company.writes(queue, company.said(by="351900000002"))
    company.writes(queue, own("Hi", by="351900000002", mark=delivery.mark))
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.SENDING
