"""A channel that was off goes on from now, or from where it stopped (R15)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interactions import missed
from interactions.intake import take_in
from interactions.models import Interaction
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def stopped(queue):
    """A channel that was disabled an hour ago, and two customers who have written since."""
    queue.disable()
    company.passes(3600, queue)
    for by, words in (("351900000001", "Hello"), ("351900000002", "Hi"), ("351900000001", "Anybody?")):
        take_in(queue.feeds.get(), [company.said(words, by=by, at=timezone.now() - timedelta(minutes=5))])
    assert not Interaction.objects.exists()
    queue.refresh_from_db()
    return queue


def test_from_now_on_means_that_what_came_meanwhile_stays_history(stopped):
    stopped.enable()
    missed.open_missed()
    assert not Interaction.objects.exists()


def test_from_where_it_stopped_means_that_it_opens_interactions_after_all(stopped):
    stopped.enable(from_where_it_stopped=True)
    missed.open_missed()
    found = Interaction.objects.order_by("pk")
    assert [(one.state, one.unread, one.last_message.text) for one in found] == [
        ("waiting", 2, "Anybody?"),
        ("waiting", 1, "Hi"),
    ]
    assert company.journal(found[0]) == ["received", "message"]
    missed.open_missed()
    assert Interaction.objects.count() == 2
    stopped.refresh_from_db()
    assert stopped.disabled_at is None and stopped.enabled
