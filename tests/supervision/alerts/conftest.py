"""Sam supervises Care and may see statistics; each look counts anew."""

import pytest
import time_machine
from django.utils import timezone

from supervision.alerts import watching
from supervision.alerts.models import Alert
from supervision.statistics import company, counting, sharing
from tests import company as firms
from tests import factories


def forget():
    """Nothing is known of an earlier test or moment."""
    company.forget()
    counting.forget()
    sharing.forget()


@pytest.fixture(autouse=True)
def _counted_anew():
    forget()


@pytest.fixture
def clock():
    """Time stands still, except where a test shifts it."""
    with time_machine.travel(timezone.now(), tick=False) as moved:
        yield moved


@pytest.fixture
def look():
    """All alerts are looked at now."""

    def once():
        forget()
        watching.watch()

    return once


@pytest.fixture
def care(db):
    """A workgroup whose interactions are real ones."""
    return firms.workgroup("Care")


@pytest.fixture
def sam(client, care):
    """A browser in which Sam is signed in."""
    client.person = factories.AgentFactory(username="sam", rights=["agents.statistics"], supervises=[care])
    client.force_login(client.person)
    return client


@pytest.fixture
def alert(care):
    """Make an alert: more than one interaction waits in Care."""

    def make(**more):
        facts = {"workgroup": care, "figure": "waiting", "condition": "over", "threshold": 1} | more
        return Alert.objects.create(**facts)

    return make
