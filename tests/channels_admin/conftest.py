"""Who comes to the console: an administrator, an agent without the right, and a stranger."""

import pytest

from tests import factories
from tests.channels_admin.meta import Meta


@pytest.fixture
def admin(client):
    """A browser in which somebody with the role Administrator is signed in."""
    client.person = factories.AgentFactory(username="ada", roles=["Administrator"])
    client.force_login(client.person)
    return client


@pytest.fixture
def root(client):
    """A browser of one who has all rights."""
    client.person = factories.AgentFactory(username="root", is_superuser=True)
    client.force_login(client.person)
    return client


@pytest.fixture
def alice(client):
    """A browser of an agent."""
    client.person = factories.AgentFactory(username="alice")
    client.force_login(client.person)
    return client


@pytest.fixture
def licensed(db):
    """All parts, ten of each, and social media switched on."""
    factories.Installation.objects.update_or_create(pk=1, defaults={"social_media": True})
    return [factories.LicenseFactory(part=part) for part in factories.License.Part.values]


@pytest.fixture
def meta(db, sandbox, settings):
    """Meta, with two business accounts of the company."""
    settings.GRAPH_URL = sandbox.url
    return Meta(sandbox)
