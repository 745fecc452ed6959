"""A suspension that ends: what waited goes on at once, whatever it was."""

from datetime import timedelta
from queue import Empty

import pytest
from celery import current_app
from django.utils import timezone

from channels_admin.models import Account, Feed, Incident
from interactions import outbox
from interactions.models import Delivery
from tests import company

pytestmark = pytest.mark.django_db(transaction=True)


def hinted():
    """The ids of the replies at which workers were hinted since the last time."""
    with current_app.connection_for_read() as connection:
        queue, found = connection.SimpleQueue("deliver"), []
        try:
            while True:
                message = queue.get(block=False)
                found += message.payload[0]
                message.ack()
        except Empty:
            return found
        finally:
            queue.close()


def test_replies_that_waited_go_out_and_feeds_are_read(queue, care):
    alice = company.agent("alice", care)
    reply = company.answers(company.connected(queue, alice), alice, "As soon as we can")
    other = company.answers(
        company.connected(queue, alice, company.said("Hi", by="351900000002")), alice, "Sent already"
    )
    Delivery.objects.filter(pk=other.pk).update(state=Delivery.State.SENT)
    account = Account.objects.get()
    account.suspend("The access token has expired.")
    outbox.deliver(reply.pk)
    reply.refresh_from_db()
    assert reply.state == "queued" and reply.due_at > timezone.now() + timedelta(minutes=4), "it waits"
    Feed.objects.update(next_poll_at=timezone.now() + timedelta(hours=1))
    hinted()
    account.resume()
    assert hinted() == [reply.pk]
    assert Feed.objects.get().next_poll_at <= timezone.now()
    account.refresh_from_db()
    assert (account.suspended_at, account.suspended_for) == (None, "")
    assert Incident.objects.get().ended


def test_suspending_twice_is_one_incident_and_keeps_the_first_reason(queue):
    for reason in ("first", "second"):
        Account.objects.get().suspend(reason)
    assert Account.objects.get().suspended_for == "first"
    assert [incident.reason for incident in Incident.objects.all()] == ["first"]
