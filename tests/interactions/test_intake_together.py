"""A burst of one customer over four intake processes: one thread, one interaction, twenty messages in order."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from interactions.models import Event, Interaction, Message, Thread
from tests import company, crowd

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_twenty_messages_through_four_processes_each_twice():
    channel = company.channel(company.workgroup())
    start = datetime.now(UTC) - timedelta(seconds=60)
    posts = [
        {"id": f"wamid.{n}", "text": f"{n:02}", "at": (start + timedelta(seconds=n)).isoformat()} for n in range(20)
    ]
    feed = channel.feeds.get().pk
    crowd.run(*[("tests.jobs:bring", feed, json.dumps(posts[n::4])) for n in range(4)])

    assert Thread.objects.count() == 1
    interaction = Interaction.objects.get()
    assert [m.text for m in Message.objects.all()] == [post["text"] for post in posts]
    numbers = list(Event.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 21)) and interaction.last_event == 20
    assert interaction.unread == 20
