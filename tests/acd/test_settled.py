"""What routing keeps in memory counts at the next decision when it has changed, whoever changed it and however (R33, R41)."""

import pytest
from django.db import connection, transaction

from acd import routing
from agents import room
from agents.models import AccessLicense, License, RoutingStamp, Utilization
from interactions.models import Interaction, State
from tests import company

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

CHANGES = {
    "no license": lambda: AccessLicense.objects.all().delete(),
    "a license without ACD": lambda: AccessLicense.objects.update(acd_option=False),
    "a smaller license file": lambda: License.objects.filter(part=License.Part.ACCESS_WHATSAPP).update(count=0),
    "no feature": lambda: License.objects.filter(part=License.Part.FEATURE_WHATSAPP).delete(),
    "less room": lambda: Utilization.objects.update(max_assign=1),
    "no table of his workgroup": lambda: Utilization.objects.all().delete(),
}


def offered():
    return Interaction.objects.filter(state=State.ALERTING).count()


@pytest.fixture
def busy(care, queue, alice):
    """One is alerting, all that may be kept is kept, and another one waits."""
    company.writes(queue)
    routing.route(care.pk)
    assert offered() == 1
    company.waiting(queue, 1)
    return care


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_taken_away_counts_at_the_next_decision(change, busy):
    change()
    routing.route(busy.pk)
    assert offered() == 1


def test_what_was_given_counts_at_the_next_decision(busy):
    taken = list(AccessLicense.objects.all())
    AccessLicense.objects.all().delete()
    routing.route(busy.pk)
    assert offered() == 1
    AccessLicense.objects.bulk_create(taken)
    routing.route(busy.pk)
    assert offered() == 2


def test_what_a_statement_of_the_databases_own_changes_counts_too(busy):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agents_utilization SET percent = 100")
    routing.route(busy.pk)
    assert offered() == 1


def test_as_long_as_nothing_changed_nothing_is_read(busy, django_assert_num_queries):
    stamp = RoutingStamp.objects.get().stamp
    known = room.settled(stamp)
    with django_assert_num_queries(0):
        assert room.settled(stamp) == known


def test_a_change_that_is_taken_back_leaves_nothing_behind(busy):
    stamp = RoutingStamp.objects.get().stamp
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Utilization.objects.all().delete()
        assert not room.settled(RoutingStamp.objects.get().stamp)[0]._group
        raise ZeroDivisionError
    assert RoutingStamp.objects.get().stamp == stamp
    routing.route(busy.pk)
    assert offered() == 2
