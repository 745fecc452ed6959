"""A public post answered in private: once, and its echo on the private thread is the same message."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from channels_admin.models import FeedKind, Platform
from interactions.intake import take_in
from interactions.models import Interaction, Message, Refused, State
from platforms.base import Person, Post, Sent
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ANN = Person("page_scoped", "901", name="Ann", scope="110")
PAGE = Person("page_scoped", "110", scope="110")


@pytest.fixture
def feeds(care):
    """Both sides of a page, by kind."""
    channel = company.channel(care, public=care, platform=Platform.FACEBOOK, address="110")
    return {feed.kind: feed for feed in channel.feeds.select_related("channel")}


@pytest.fixture
def asked(feeds, alice):
    """Ann has written in private once, long done; now she asks in public, and Alice has it."""
    earlier = Post("m_old", timezone.now(), private=True, author=ANN, peer=ANN, text="Earlier")
    take_in(feeds[FeedKind.MESSENGER], [earlier])
    Interaction.objects.get().disconnect(None)
    take_in(feeds[FeedKind.FACEBOOK_POSTS], [company.commented("Help", id="110_5")])
    return company.brought_to(State.CONNECTED, Interaction.objects.open().get(), alice)


def echo(delivery, **more):
    said = Post("m_new", timezone.now(), private=True, peer=ANN, author=PAGE, own=True, text="Let us talk")
    return replace(said, **more)


@pytest.mark.parametrize("marked", [True, False], ids=["by webhook", "polled"])
def test_an_echo_before_the_answer_is_the_same_message(marked, asked, feeds, alice):
    delivery = company.answers(asked, alice, "Let us talk", private=True)
    assert delivery.claim()
    take_in(feeds[FeedKind.MESSENGER], [echo(delivery, mark=delivery.mark if marked else "")])
    delivery.refresh_from_db()
    delivery.settle(Sent("m_new", timezone.now()))
    assert Message.objects.get(external_id="m_new") == delivery.message
    take_in(feeds[FeedKind.MESSENGER], [echo(delivery)])
    assert Message.objects.filter(text="Let us talk").count() == 1


def test_a_post_is_answered_in_private_once(asked, alice):
    company.answers(asked, alice, "Let us talk", private=True)
    with pytest.raises(Refused, match="in private already"):
        asked.reply(alice, "Again", uuid=uuid4(), private=True)


def test_what_is_too_old_is_not_answered_in_private(asked, alice):
    Message.objects.filter(external_id="110_5").update(platform_at=timezone.now() - timedelta(days=8))
    with pytest.raises(Refused, match="too old"):
        asked.reply(alice, "Late", uuid=uuid4(), private=True)
