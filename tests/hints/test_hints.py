"""Hints hurry others and cost their sender next to nothing, whatever becomes of them."""

import asyncio
import contextlib
import logging
import threading
import time

import pytest
from celery import current_app
from channels.layers import get_channel_layer
from django.db import connection, transaction

from agents.models import Workgroup
from hints import tell, wake
from hints.lines import QUIET, Line, Pages, Workers
from tests import company
from tests.dead_lines import no_broker, no_layer
from tests.servers import wait_until


class Broken(Line):
    """A way out at whose end nobody is."""

    def __init__(self):
        super().__init__()
        self.attempts = []

    def _attempt(self, name, ids):
        self.attempts.append((name, ids))
        raise ConnectionRefusedError


@pytest.fixture
def group(settings):
    """Listens to a group of pages; call it for the ids that were told within a moment, or nothing."""
    layer, loop = get_channel_layer(), asyncio.new_event_loop()
    channel = loop.run_until_complete(layer.new_channel())
    loop.run_until_complete(layer.group_add("agents", channel))

    def heard(patience):
        """Embedded look every 20 ms: what another thread puts into that mode's layer does not wake this loop."""
        deadline, look = time.monotonic() + patience, 0.02 if settings.EMBEDDED else patience
        while time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                return loop.run_until_complete(asyncio.wait_for(layer.receive(channel), look))["ids"]
        return None

    # On a busy machine the first connection may take longer than a hint may: it is made beforehand.
    attempts = iter(range(10))
    tell("agents", 0)
    while heard(1) is None:
        next(attempts)
        tell("agents", 0)
    while heard(0.05):
        pass
    yield heard
    loop.run_until_complete(layer.group_discard("agents", channel))
    loop.close()


@pytest.fixture
def nobody_at_the_broker():
    """The broker is not there."""
    with no_broker():
        yield


@pytest.fixture
def nobody_at_the_layer():
    """The channel layer's Redis is not there."""
    with no_layer():
        yield


def test_after_a_failure_it_is_quiet_for_a_second_and_then_tries_again():
    line = Broken()
    for number in range(5):
        line.send("acd.tasks.route", (number,))
    assert line.attempts == [("acd.tasks.route", (0,))]
    time.sleep(QUIET + 0.05)
    line.send("acd.tasks.route", (7,))
    assert line.attempts[1:] == [("acd.tasks.route", (7,))]


def test_a_failure_is_noted_once_without_the_content(caplog):
    line = Broken()
    with caplog.at_level(logging.WARNING):
        line.send("acd.tasks.route", (42,))
        line.send("acd.tasks.route", (43,))
    assert [record.getMessage() for record in caplog.records] == [
        "hint acd.tasks.route was not sent (ConnectionRefusedError); a tick will find the row"
    ]


def test_a_broker_that_is_not_there_costs_the_caller_less_than_a_second_and_no_error(nobody_at_the_broker):
    line, begun = Workers(), time.monotonic()
    for number in range(100):
        line.send("acd.tasks.route", (number,))
    assert time.monotonic() - begun < 1
    assert line._quiet_until > begun, "it has noticed"


def test_a_channel_layer_that_is_not_there_costs_the_caller_nothing_and_no_error(nobody_at_the_layer):
    line, begun = Pages(), time.monotonic()
    for number in range(100):
        line.send("agents", (number,))
    assert time.monotonic() - begun < 0.5
    wait_until(lambda: line._quiet_until > begun, patience=2, what="the line that notices")


@pytest.mark.django_db(transaction=True)
def test_pages_are_told_after_the_commit_and_not_before(group):
    with transaction.atomic():
        tell("agents", 7, 12)
        assert group(0.1) is None
    assert group(2) == [7, 12]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_told_to_nobody(group):
    with transaction.atomic():
        tell("agents", 7, 12)
        transaction.set_rollback(True)
    tell("agents", 8)
    assert group(2) == [8]


@pytest.mark.django_db(transaction=True)
def test_a_task_is_woken_after_the_commit_with_its_ids():
    with current_app.connection_for_read() as broker, broker.SimpleQueue("route") as waiting:
        waiting.clear()
        with transaction.atomic():
            wake("acd.tasks.route", 5)
            with pytest.raises(waiting.Empty):
                waiting.get(timeout=0.1)
        message = waiting.get(timeout=2)
        message.ack()
    assert (message.headers["task"], message.payload[0]) == ("acd.tasks.route", [5])


def change():
    """Make a workgroup and tell everybody, in a thread that has no open line from before."""
    try:
        with no_broker(), no_layer(), transaction.atomic():
            care = company.workgroup()
            wake("acd.tasks.route", care.pk)
            tell("queues", care.pk)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_change_is_kept_although_neither_hint_could_be_sent(caplog):
    worker = threading.Thread(target=change)
    worker.start()
    worker.join(5)
    assert Workgroup.objects.count() == 1
    for line in ("acd.tasks.route", "queues"):
        wait_until(lambda line=line: f"hint {line} was not sent" in caplog.text, patience=2, what=f"the word of {line}")
