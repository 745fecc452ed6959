"""Calling a reply back: nothing leaves before its time, and never is it both sent and called back (R64a)."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from random import Random
from time import sleep

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from channels_admin.models import Platform
from interactions import outbox
from interactions.models import Attachment, Delivery, Interaction, Message, Refused, Thread
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]
TOGETHER = 24


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice)


def kept_back(interaction, by, text="Hello!", keep=5, **more):
    """A reply that can be called back; returns its delivery."""
    return company.answers(interaction, by, text, keep=keep, **more)


def test_nothing_leaves_before_its_time_and_then_it_does(interaction, alice, platform):
    reply = kept_back(interaction, alice)
    assert reply.undo_until - timezone.now() > timedelta(seconds=4)
    assert outbox.due_now() == []
    outbox.deliver(reply.pk)  # a hint that comes too early
    assert platform.ask("sent")["data"] == []
    company.passes(6, reply)
    assert outbox.due_now() == [reply.pk]
    outbox.deliver(reply.pk)
    assert [item["text"] for item in platform.ask("sent")["data"]] == ["Hello!"]


def test_what_is_called_back_never_leaves_and_leaves_the_row_as_it_was(interaction, alice, platform):
    interaction.refresh_from_db()
    facts = ("last_message_id", "customer_waits_since", "first_reply_at", "first_reply_in_id", "state")
    before = [getattr(interaction, fact) for fact in facts]
    reply = kept_back(interaction, alice)
    interaction.refresh_from_db()
    assert before != [getattr(interaction, fact) for fact in facts]
    interaction.undo(reply.message, alice)
    interaction.refresh_from_db()
    assert [getattr(interaction, fact) for fact in facts] == before
    assert not Message.objects.filter(outbound=True).exists() and not Delivery.objects.exists()
    assert company.journal(interaction)[-2:] == ["reply", "undone"]
    outbox.deliver(reply.pk)
    assert platform.ask("sent")["data"] == []


def test_an_earlier_answer_still_counts_after_a_later_one_was_called_back(interaction, alice):
    company.answers(interaction, alice, "First")
    interaction.refresh_from_db()
    first = interaction.first_reply_at
    interaction.undo(kept_back(interaction, alice).message, alice)
    interaction.refresh_from_db()
    assert (interaction.first_reply_at, interaction.customer_waits_since) == (first, None)
    assert interaction.last_message.text == "First"


def test_what_a_worker_has_taken_cannot_be_called_back(interaction, alice):
    reply = kept_back(interaction, alice)
    company.passes(6, reply)
    assert reply.claim()
    with pytest.raises(Refused, match="on its way already"):
        interaction.undo(reply.message, alice)
    assert Delivery.objects.get().state == Delivery.State.SENDING


def test_its_file_goes_back_into_the_composer(interaction, alice):
    file = Attachment(agent=alice, interaction=interaction, kind="image", mime="image/png", size=3, state="kept")
    file.file.save("cup.png", ContentFile(b"png"))
    reply = kept_back(interaction, alice, attachments=[file])
    assert interaction.undo(reply.message, alice) == [file]
    file.refresh_from_db()
    assert file.message is None and file.file.storage.exists(file.file.name)
    kept_back(interaction, alice, attachments=[file])


def test_words_and_a_file_that_go_apart_come_back_together(care, alice):
    page = company.channel(None, public=care, platform=Platform.TWITTER, address="5001")
    interaction = company.connected(page, alice, company.commented())
    file = Attachment.objects.create(agent=alice, kind="image", mime="image/png", size=3, state="kept")
    reply = kept_back(interaction, alice, attachments=[file])
    assert interaction.undo(reply.message, alice) == [file]
    assert not Message.objects.filter(outbound=True).exists()


@pytest.mark.parametrize(("likes", "seconds"), [({}, 0), ({"undo_private": 8}, 8), ({"undo_public": 9}, 0)])
def test_for_how_long_is_as_the_agent_likes_it(likes, seconds, interaction, alice):
    alice.chosen = likes
    assert interaction.undo_seconds(alice) == seconds


def test_public_ones_are_kept_back_five_seconds_unless_somebody_likes_it_otherwise(care, alice):
    page = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")
    interaction = company.connected(page, alice, company.commented())
    assert (interaction.undo_seconds(alice), interaction.undo_seconds(alice, private=True)) == (5, 0)


def test_shortly_before_its_window_closes_nothing_is_kept_back(interaction, alice):
    alice.chosen = {"undo_private": 10}
    Thread.objects.update(last_inbound_at=timezone.now() - timedelta(hours=23, minutes=59, seconds=30))
    assert Interaction.objects.get().undo_seconds(alice) == 0


def test_a_page_that_closes_calls_nothing_back(interaction, alice, platform):
    reply = kept_back(interaction, alice)
    interaction.disconnect(alice)
    company.passes(6, reply)
    outbox.deliver(reply.pk)
    reply.refresh_from_db()
    assert reply.state == Delivery.State.SENT


def at_once(*jobs):
    """Run these at the same moment, each in a thread with a connection of its own."""
    start = threading.Barrier(len(jobs))

    def run(job):
        start.wait()
        try:
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(run, jobs))


def call_all_back(interaction, by, replies, undone):
    """Call one after the other back, as a person would; `undone` gets the words of those that were."""
    pause = Random(7)
    for reply in replies:
        sleep(pause.random() / 50)
        with contextlib.suppress(Refused, Message.DoesNotExist):  # sent, or the other caller had it
            Interaction.objects.get(pk=interaction).undo(Message.objects.get(uuid=reply.message.uuid), by)
            undone.add(reply.message.text)


def send_all(replies):
    """What a worker does with them, over and over."""
    for reply in replies * 3:
        outbox.deliver(reply.pk)


@pytest.mark.django_db(transaction=True)
def test_of_many_replies_called_back_while_workers_take_them_each_is_one_or_the_other(queue, alice, platform):
    interaction = company.connected(queue, alice)
    replies = [kept_back(interaction, alice, f"Number {number:02}") for number in range(TOGETHER)]
    Delivery.objects.update(due_at=timezone.now(), undo_until=timezone.now())
    undone = set()
    agent, worker = partial(call_all_back, interaction.pk, alice, replies, undone), partial(send_all, replies)
    at_once(agent, agent, worker, worker)
    sent = [item["text"] for item in platform.ask("sent")["data"]]
    assert sent and undone, "both happened"
    assert sorted([*sent, *undone]) == [f"Number {number:02}" for number in range(TOGETHER)], (
        "each once, and one of both"
    )
    assert not Delivery.objects.filter(state=Delivery.State.UNDONE).exists()
