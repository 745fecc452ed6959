"""Uses of responses counted by many at once: none is lost, none counts twice (R53, R67)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from interactions.models import Delivery
from tests import company
from tests.workspace.factories_responses import ResponseFactory
from workspace.models import ResponseUse

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def in_own_connection(work):
    try:
        return work()
    finally:
        connection.close()


def test_four_workers_that_count_at_once_count_every_use_once(queue, alice):
    responses = [ResponseFactory() for _number in range(3)]
    interaction = company.connected(queue, alice)
    for _number in range(12):
        ResponseUse.note(company.answers(interaction, alice).message, [one.pk for one in responses])
    Delivery.objects.update(state=Delivery.State.SENT)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(in_own_connection, [ResponseUse.count_sent] * 8))
    for one in responses:
        one.refresh_from_db()
    assert [one.uses for one in responses] == [12, 12, 12]
    assert not ResponseUse.objects.exists()
