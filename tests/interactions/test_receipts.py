"""What the platform reports about our replies: never backwards, and a failure after the end brings it back (R13)."""

import pytest
from django.utils import timezone

from acd import routing
from interactions import changes
from interactions.models import Delivery, Event, Interaction, State
from interactions.wishes import takes_templates
from platforms.base import Receipt, Sent
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]

READ, DELIVERED, SENT, FAILED = Receipt.READ, Receipt.DELIVERED, Receipt.SENT, Receipt.FAILED


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


@pytest.fixture
def reply(interaction, alice):
    """A reply that the platform took."""
    delivery = company.answers(interaction, alice, "Hi")
    delivery.claim()
    delivery.settle(Sent("wamid.hi", timezone.now()))
    return delivery


def told(queue, reply, *receipts, **more):
    """The platform reports; returns the reply's state."""
    company.writes(queue, *[company.receipt(what, "wamid.hi", **more) for what in receipts])
    reply.refresh_from_db()
    return reply.state


@pytest.mark.parametrize(
    ("receipts", "state"),
    [
        ([DELIVERED], "delivered"),
        ([DELIVERED, READ], "read"),
        ([READ, DELIVERED, SENT], "read"),
        ([DELIVERED, DELIVERED], "delivered"),
        ([FAILED], "failed"),
        ([DELIVERED, FAILED], "delivered"),
        ([READ, FAILED], "read"),
        ([FAILED, DELIVERED], "delivered"),
        ([FAILED, SENT], "sent"),
    ],
    ids=str,
)
def test_a_state_never_goes_backwards_and_a_failure_can_be_lifted(receipts, state, queue, reply):
    for receipt in receipts:
        told(queue, reply, receipt)
    assert reply.state == state


def test_each_change_is_one_line_of_the_journal_and_a_repetition_none(queue, interaction, reply):
    told(queue, reply, DELIVERED)
    told(queue, reply, DELIVERED)
    told(queue, reply, SENT)
    states = Event.objects.filter(interaction_id=interaction.pk, kind="delivery").order_by("number")
    assert [line.data["state"] for line in states] == ["sending", "sent", "delivered"]


def test_who_stopped_marketing_at_whatsapp_gets_no_more_templates(queue, interaction, reply):
    told(queue, reply, FAILED, code="131050")
    interaction.thread.customer.refresh_from_db()
    assert takes_templates(interaction.thread.customer) is False


def test_a_failure_says_why_in_the_platforms_words(queue, reply):
    told(queue, reply, FAILED, code="131026", reason="The customer cannot be reached.")
    assert (reply.code, reply.reason, reply.can_retry) == ("131026", "The customer cannot be reached.", True)


def test_a_receipt_that_comes_before_the_answer_to_the_send_is_taken_by_its_mark(queue, interaction, alice):
    delivery = company.answers(interaction, alice)
    delivery.claim()
    company.writes(queue, company.receipt(DELIVERED, "wamid.early", mark=delivery.mark))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.message.external_id) == ("delivered", "wamid.early")
    delivery.settle(Sent("wamid.early", timezone.now()))
    assert delivery.state == "delivered"


@pytest.mark.parametrize(("what", "state"), [(DELIVERED, "delivered"), (FAILED, "failed")])
def test_a_receipt_that_comes_before_the_answer_without_a_mark_waits_for_it(what, state, queue, interaction, alice):
    delivery = company.answers(interaction, alice)
    delivery.claim()
    peer = company.said(by=interaction.thread.peer.external_id).peer
    company.writes(queue, company.receipt(what, "m_early", peer=peer, code="7", reason="Gone."))
    delivery.settle(Sent("m_early", timezone.now()))
    changes.settle()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.code) == (state, "7" if what is FAILED else "")


def test_what_is_reported_of_a_failed_attempt_does_not_touch_the_next_one(queue, reply):
    told(queue, reply, FAILED)
    assert reply.retry()
    assert told(queue, reply, FAILED, mark=reply.mark) == "queued"
    assert told(queue, reply, SENT, mark=reply.mark) == "queued"
    reply.claim()
    reply.settle(Sent("wamid.again", timezone.now()))
    assert told(queue, reply, FAILED, mark=reply.mark) == "sent"
    reply.message.refresh_from_db()
    assert reply.message.external_id == "wamid.again"
    assert told(queue, reply, DELIVERED, mark=reply.mark) == "delivered", "the customer has it after all"


def test_read_up_to_a_time_reads_everything_sent_before(queue, interaction, alice, reply):
    second = company.answers(interaction, alice, "Not seen yet")
    peer = interaction.thread.peer
    watermark = company.receipt(READ, up_to=reply.message.platform_at, peer=company.said(by=peer.external_id).peer)
    company.writes(queue, watermark)
    reply.refresh_from_db()
    second.refresh_from_db()
    assert (reply.state, second.state) == ("read", "queued")


def test_a_receipt_for_what_we_never_sent_is_no_error(queue):
    assert company.writes(queue, company.receipt(DELIVERED, "wamid.unknown", mark="m1")) == []


def test_a_failure_after_the_end_brings_the_conversation_back_to_the_same_agent(queue, interaction, alice, care, reply):
    company.passes(600, company.agent("bob", care))
    interaction.disconnect(alice)
    told(queue, reply, FAILED)
    again = Interaction.objects.open().get()
    assert (again.state, again.preferred, again.thread) == (State.WAITING, alice, interaction.thread)
    routing.route(care.pk)
    again.refresh_from_db()
    assert again.owner == alice
    assert company.journal(interaction)[-1] == "delivery"


def test_a_failure_after_the_end_goes_to_a_colleague_when_the_agent_has_left(queue, interaction, alice, care, reply):
    bob = company.agent("bob", care)
    interaction.disconnect(alice)
    alice.seat.delete()
    told(queue, reply, FAILED)
    routing.route(care.pk)
    assert Interaction.objects.open().get().owner == bob


def test_a_failure_after_the_end_joins_what_the_customer_has_opened_meanwhile(queue, interaction, alice, reply):
    interaction.disconnect(alice)
    company.writes(queue, company.said("Me again"))
    told(queue, reply, FAILED)
    assert Interaction.objects.open().count() == 1


def test_a_failed_reply_can_be_sent_again_after_it_brought_the_conversation_back(queue, interaction, alice, reply):
    interaction.disconnect(alice)
    told(queue, reply, FAILED)
    again = Interaction.objects.open().get()
    company.brought_to(State.CONNECTED, again, alice)
    reply = Delivery.objects.get(pk=reply.pk)
    assert reply.retry()
    assert reply.state == Delivery.State.QUEUED
