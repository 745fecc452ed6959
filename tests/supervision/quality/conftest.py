"""Sam supervises `care` and has the right Quality; Alice has handled something there."""

import pytest

from tests import company, factories


@pytest.fixture
def care(db):
    """The workgroup that Sam supervises, with a queue."""
    return company.workgroup("Care")


@pytest.fixture
def ended(queue, alice):
    """What Alice has had in hand."""
    return company.brought_to("disconnected", company.writes(queue)[-1], alice)


@pytest.fixture
def sam(client, care):
    """A browser in which Sam is signed in."""
    client.person = judge(care, username="sam", first_name="Sam", last_name="")
    client.force_login(client.person)
    return client


def judge(*workgroups, **facts):
    """Somebody who supervises these and may judge."""
    return factories.AgentFactory(supervises=workgroups, rights=["agents.quality", "agents.tracker"], **facts)
