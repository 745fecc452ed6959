"""Sent, and no answer: looked for before anything else, never repeated on a guess (R97)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from channels_admin.models import Platform
from interactions import outbox, polling
from interactions.models import Delivery, Interaction, Message
from interactions.models import State as Stage
from platforms.base import Receipt
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]

State = Delivery.State
VISITOR = {"id": "901", "name": "Marta"}


@pytest.fixture
def post(platform):
    """A visitor's post on the page; its id there."""
    return platform.control("facebook/posts", {"page": "110", "author": VISITOR, "message": "It leaks"})["id"]


@pytest.fixture
def comment(care, alice, post):
    """Alice's public answer to it, queued."""
    page = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")
    polling.poll(page.feeds.get())
    interaction = company.brought_to(Stage.CONNECTED, Interaction.objects.get(), alice)
    return company.answers(interaction, alice, "We are sorry")


@pytest.fixture
def chat(care, alice, platform):
    """Alice's answer in WhatsApp, queued."""
    return company.answers(company.connected(company.channel(care), alice), alice, "We are sorry")


def breaks(platform, how, path="comments"):
    """The answer to the next send never comes; `how` says whether it was published."""
    platform.control("faults", {"match": {"method": "POST", "path": path}, "do": how})


def looked(delivery, seconds=0):
    """One look, when it is due; returns the delivery as it is then."""
    if seconds:
        Delivery.objects.filter(pk=delivery.pk).update(due_at=delivery.due_at - timedelta(seconds=seconds))
    outbox.look_for(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def sent(platform):
    return platform.ask("sent")["data"]


def test_published_without_an_answer_is_found_and_not_sent_again(comment, platform):
    breaks(platform, "drop_after")
    outbox.deliver(comment.pk)
    comment.refresh_from_db()
    assert comment.state == State.UNCERTAIN
    assert looked(comment).state == State.SENT
    assert Message.objects.get(pk=comment.message_id).external_id == sent(platform)[0]["id"]
    assert len(sent(platform)) == 1


def test_surely_absent_is_asked_twice_45_seconds_apart_and_then_sent_again(comment, platform):
    breaks(platform, "drop")
    outbox.deliver(comment.pk)
    comment.refresh_from_db()
    assert looked(comment).state == State.UNCERTAIN
    assert comment.absent == 1

    assert looked(comment, 40).absent == 1, "it is too early for the second look"
    assert looked(comment, 6).state == State.QUEUED
    outbox.deliver(comment.pk)
    comment.refresh_from_db()
    assert (comment.state, comment.attempts, len(sent(platform))) == (State.SENT, 2, 1)


def test_what_turns_up_at_the_second_look_is_not_sent_again(comment, platform, post):
    breaks(platform, "drop")
    outbox.deliver(comment.pk)
    comment.refresh_from_db()
    looked(comment)
    page = {"id": "110", "name": "Acme"}
    made = platform.control("facebook/comments", {"object": post, "author": page, "message": "We are sorry"})
    assert looked(comment, 46).state == State.SENT
    assert Message.objects.get(pk=comment.message_id).external_id == made["id"]


def test_a_look_that_the_platform_does_not_answer_counts_for_nothing(comment, platform):
    breaks(platform, "drop")
    outbox.deliver(comment.pk)
    comment.refresh_from_db()
    platform.control("faults", {"match": {"method": "GET", "path": "comments"}, "do": "drop"})
    looked(comment)
    assert (comment.state, comment.absent) == (State.UNCERTAIN, 0)


def test_an_earlier_answer_in_the_same_words_is_not_taken_for_it(comment, alice, platform):
    outbox.deliver(comment.pk)
    again = company.answers(Interaction.objects.get(), alice, "We are sorry")
    breaks(platform, "drop")
    outbox.deliver(again.pk)
    again.refresh_from_db()
    assert looked(again).absent == 1


def test_only_one_worker_looks(comment, platform):
    breaks(platform, "drop")
    outbox.deliver(comment.pk)
    assert outbox.doubtful_now() == [comment.pk]
    looked(comment)
    assert outbox.doubtful_now() == []
    looked(comment)
    assert comment.absent == 1


def test_where_nobody_can_look_a_person_decides_after_two_minutes(chat, platform):
    breaks(platform, "drop_after", "messages")
    outbox.deliver(chat.pk)
    chat.refresh_from_db()
    assert looked(chat).state == State.UNCERTAIN
    company.passes(61, chat)
    looked(chat)
    assert not chat.can_retry, "a receipt may still come"

    company.passes(121, chat)
    looked(chat)
    assert (chat.state, chat.due_at, chat.can_retry) == (State.UNCERTAIN, None, True)
    assert len(sent(platform)) == 1, "never a second one on a guess"


def test_a_receipt_with_our_mark_settles_the_doubt_even_after_a_person_was_asked(chat, platform):
    breaks(platform, "drop_after", "messages")
    outbox.deliver(chat.pk)
    company.passes(121, chat)
    looked(chat)
    there = sent(platform)[0]
    company.writes(chat.message.channel, company.receipt(Receipt.DELIVERED, there["id"], mark=there["mark"]))
    chat.refresh_from_db()
    assert (chat.state, chat.can_retry) == (State.DELIVERED, False)


def test_a_person_may_send_a_doubtful_one_again(chat, platform):
    breaks(platform, "drop", "messages")
    outbox.deliver(chat.pk)
    company.passes(121, chat)
    looked(chat)
    assert chat.retry()
    outbox.deliver(chat.pk)
    chat.refresh_from_db()
    assert (chat.state, len(sent(platform))) == (State.SENT, 1)


def test_a_worker_that_died_while_sending_leaves_a_doubt_after_40_seconds(comment):
    comment.claim()
    outbox.settle_lost()
    comment.refresh_from_db()
    assert comment.state == State.SENDING
    Delivery.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    outbox.settle_lost()
    comment.refresh_from_db()
    assert (comment.state, outbox.doubtful_now()) == (State.UNCERTAIN, [comment.pk])


def test_nothing_in_doubt_is_sent_by_the_tick(chat, platform):
    breaks(platform, "drop", "messages")
    outbox.deliver(chat.pk)
    assert outbox.due_now() == []
    outbox.deliver(chat.pk)
    assert sent(platform) == []
