"""Sam supervises one workgroup and has the right Tracker; somebody else's workgroup is none of his business."""

import pytest

from tests import factories


@pytest.fixture
def care(db):
    """The workgroup that Sam supervises."""
    return factories.WorkgroupFactory(name="Care")


@pytest.fixture
def elsewhere(db):
    """A workgroup of others."""
    return factories.WorkgroupFactory(name="Elsewhere")


@pytest.fixture
def sam(client, care):
    """A browser in which Sam is signed in."""
    client.person = factories.AgentFactory(username="sam", rights=["agents.tracker"], supervises=[care])
    client.force_login(client.person)
    return client


@pytest.fixture
def handled(care):
    """Make an interaction that ended in Sam's workgroup: `handled("what was said", platform="facebook", …)`."""

    def make(says="Hello", *, platform="facebook", **facts):
        account = factories.AccountFactory(platform=platform)
        thread = facts.pop("thread", None) or factories.ThreadFactory(channel__account=account)
        return factories.InteractionFactory(says=says, thread=thread, **{"workgroup": care} | facts)

    return make
