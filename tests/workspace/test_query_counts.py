"""What a page costs the database does not grow with what it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels_admin.models import Feed, Gap
from interactions.models import State
from platforms.base import Gap as Span
from tests import company

pytestmark = pytest.mark.django_db


def cost(page, path):
    """How many queries one call makes."""
    page.get(path)  # content types and the like are remembered
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page.get(path)
    return len(queries)


def customers(first, count):
    return [company.said(by=f"35191{number:07}") for number in range(first, first + count)]


@pytest.mark.parametrize("state", [State.CONNECTED, State.HELD, State.PARKED])
def test_the_desk_with_twenty_interactions_costs_what_it_costs_with_one(state, queue, alice, page):
    desk = page(alice)
    company.brought_to(state, company.writes(queue, *customers(0, 1))[0], alice)
    one = cost(desk, "desk/")
    for interaction in company.writes(queue, *customers(1, 19)):
        if interaction.state == State.WAITING:
            company.brought_to(state, interaction, alice)
    assert len(desk.get("desk/")["interactions"]) == 20
    assert cost(desk, "desk/") == one


def test_a_queue_of_twenty_costs_what_one_costs(queue, alice, care, page):
    desk = page(alice)
    company.writes(queue, *customers(0, 1))
    one = cost(desk, f"queues/{care.pk}/")
    company.writes(queue, *customers(1, 19))
    assert len(desk.get(f"queues/{care.pk}/")["interactions"]) == 20
    assert cost(desk, f"queues/{care.pk}/") == one


def test_a_conversation_of_twenty_messages_costs_what_a_short_one_costs(queue, alice, page):
    desk = page(alice)
    interaction = company.connected(queue, alice)
    company.answers(interaction, alice)
    path = f"interactions/{interaction.pk}/"
    short = cost(desk, path)
    company.writes(queue, *[company.said() for _number in range(18)])
    for _number in range(5):
        company.answers(interaction, alice)
    assert len(desk.get(path)["messages"]) == 25
    assert cost(desk, path) == short


def test_gaps_in_a_conversation_cost_what_none_costs(queue, alice, page):
    desk = page(alice)
    interaction = company.connected(queue, alice)
    path = f"interactions/{interaction.pk}/"
    none = cost(desk, path)
    feed, now = Feed.objects.get(channel=queue, kind=interaction.thread.kind), timezone.now()
    spans = [(now - timedelta(hours=n + 1), now - timedelta(hours=n)) for n in range(1, 8)]
    Gap.objects.note(feed, [Span(since, until, peer=interaction.thread.peer.external_id) for since, until in spans])
    assert cost(desk, path) == none
    gaps = desk.get(path)["gaps"]
    assert [gap["since"] for gap in gaps] == sorted(gap["since"] for gap in gaps)
    assert len(gaps) == 7 and all(gap["own"] for gap in gaps)


def test_many_events_cost_what_one_costs(queue, alice, page):
    desk = page(alice)
    interaction = company.connected(queue, alice)
    path = f"interactions/{interaction.pk}/events/?after=0"
    few = cost(desk, path)
    company.writes(queue, *[company.said() for _number in range(20)])
    assert len(desk.get(path)["events"]) == 23
    assert cost(desk, path) == few
