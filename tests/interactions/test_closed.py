"""Out-of-hours replies (R34b, R26): once per conversation, inside the window, marked, and never as a person."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agents.models import OpeningHours, Workgroup
from channels_admin.models import Account, Platform, Word
from interactions import closed, outbox
from interactions.models import Delivery, Interaction, Message, Thread
from interactions.serializers import message as drawn
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db]
TEXT = "We are closed. Write “agent” for a person when we open."


@pytest.fixture(autouse=True)
def _words(db):
    Word.objects.get_or_create(kind="handoff", text="agent", defaults={"language": "en"})


@pytest.fixture
def night(care):
    """The workgroup keeps hours, and is closed for the next hours."""
    Workgroup.objects.filter(pk=care.pk).update(keeps_hours=True, closed_reply=TEXT)
    tomorrow = timezone.now() + timedelta(days=2)
    OpeningHours.objects.create(workgroup=care, weekday=tomorrow.weekday(), opens=0, closes=1440)
    return care


def told():
    """The automatic messages there are."""
    return list(Message.objects.exclude(automatic="").order_by("pk"))


def test_who_waits_while_it_is_closed_is_told_once(night, queue, alice):
    interaction = company.writes(queue)[0]
    for _turn in range(3):
        closed.say_closed_due()
        company.writes(queue)
    (message,) = told()
    assert (message.text, message.automatic, message.agent, message.outbound) == (TEXT, "closed", None, True)
    assert message.delivery.state == Delivery.State.QUEUED
    interaction.refresh_from_db()
    assert interaction.state == "waiting" and interaction.customer_waits_since, "it is no answer: he still waits"
    assert company.journal(interaction).count("reply") == 1
    assert drawn(Message.objects.select_related("author", "delivery").get(pk=message.pk))["agent"]["name"] == (
        "Automatic reply"
    )


def test_a_new_interaction_of_the_same_night_is_not_told_again_but_one_of_another_night_is(night, queue, alice):
    interaction = company.writes(queue)[0]
    closed.say_closed_due()
    interaction.disconnect(None)
    company.writes(queue)
    closed.say_closed_due()
    assert len(told()) == 1
    Thread.objects.update(told_closed_until=timezone.now() - timedelta(minutes=1))
    closed.say_closed_due()
    assert len(told()) == 2


@pytest.mark.parametrize("change", ["open", "always", "no text", "no word", "picked up", "late"])
def test_nothing_is_said_where_it_must_not_be(night, queue, alice, change):
    (interaction,) = company.writes(queue)
    if change == "open":
        OpeningHours.objects.create(workgroup=night, weekday=timezone.now().weekday(), opens=0, closes=1440)
    elif change == "always":
        Workgroup.objects.update(keeps_hours=False)
    elif change == "no text":
        Workgroup.objects.update(closed_reply="")
    elif change == "no word":
        Word.objects.filter(kind="handoff").delete()
    elif change == "picked up":
        company.brought_to("connected", interaction, alice)
    else:
        Thread.objects.update(last_inbound_at=timezone.now() - timedelta(hours=24))
    closed.say_closed_due()
    assert told() == []


@pytest.mark.parametrize(("also", "said"), [(False, 0), (True, 1)])
def test_public_posts_are_answered_only_where_somebody_wants_that(night, also, said):
    Workgroup.objects.update(closed_reply_in_public=also)
    page = company.channel(None, public=night, platform=Platform.FACEBOOK, address="110")
    company.writes(page, company.commented())
    closed.say_closed_due()
    assert len(told()) == said
    assert all(message.parent for message in told()), "as a comment under what was written"


def test_the_window_is_that_of_machines_though_people_may_answer_for_longer(night):
    page = company.channel(night, platform=Platform.FACEBOOK, address="110")
    Account.objects.update(human_agent=True)
    (interaction,) = company.writes(page)
    Thread.objects.update(last_inbound_at=timezone.now() - timedelta(hours=30))
    closed.say_closed_due()
    assert told() == []
    Thread.objects.update(last_inbound_at=timezone.now())
    closed.say_closed_due()
    assert told()[0].delivery.outgoing().by_hand is False, "so it never carries the HUMAN_AGENT tag"
    assert Interaction.objects.get().pk == interaction.pk


def test_one_that_fails_after_the_end_brings_nothing_back(night, queue):
    (interaction,) = company.writes(queue)
    closed.say_closed_due()
    interaction.refresh_from_db()
    interaction.disconnect(None)
    delivery = Delivery.objects.select_related("message__interaction").get()
    delivery.claim()
    delivery.fail("131047", "The window is closed")
    assert not Interaction.objects.open().exists()


def test_it_goes_out_through_the_outbox(night, queue, sandbox, settings):
    settings.GRAPH_URL = sandbox.url
    company.writes(queue)
    closed.say_closed_due()
    outbox.deliver(told()[0].delivery.pk)
    assert Delivery.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_say_it_once(night, queue):
    company.waiting(queue, 6)
    threads = [threading.Thread(target=working) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(told()) == 6 == Message.objects.filter(automatic="closed").values("interaction").distinct().count()


def working():
    """A worker's turn."""
    try:
        closed.say_closed_due()
    finally:
        connection.close()
