"""Who has room again costs a worker nothing where nothing waits, and is looked at soon where something does (R40)."""

import json
from base64 import b64decode

import pytest
from celery import current_app
from django.db import transaction

from tests import company

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(redis_now):
    """What workers are asked to do with `acd`: takes what lies in the queue by now and returns [(task, ids)]."""

    def taken():
        found = []
        while raw := redis_now.lpop("route"):
            message = json.loads(raw)
            found.append((message["headers"]["task"], json.loads(b64decode(message["body"]))[0]))
        return found

    taken()
    return taken


@pytest.fixture
def redis_now():
    """The broker's own client."""
    with current_app.connection_for_read() as connection:
        yield connection.default_channel.client


def test_nobody_is_woken_where_nothing_waits(queue, alice, asked):
    mine = company.connected(queue, alice)
    asked()
    mine.disconnect(alice)
    assert asked() == []


def test_where_something_waits_a_router_looks_at_it(queue, alice, care, asked):
    mine = company.connected(queue, alice)
    company.waiting(queue, 2)
    asked()
    mine.disconnect(alice)
    assert asked() == [("acd.tasks.route", [care.pk])]


def test_a_verb_that_is_taken_back_wakes_nobody(queue, alice, asked):
    mine = company.connected(queue, alice)
    company.waiting(queue, 2)
    asked()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mine.park(alice)
        raise ZeroDivisionError
    assert asked() == []
