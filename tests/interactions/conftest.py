"""The company on the sandbox's platforms: a number, a page and an X account of its own."""

import pytest

NUMBER = {"id": "106", "display_phone_number": "351215550100", "name": "Acme", "waba": "w", "token": "t"}
WORLD = {
    "pages": [{"id": "110", "name": "Acme", "token": "t"}],
    "numbers": [NUMBER],
    "x_users": [{"id": "5001", "username": "acme", "name": "Acme", "token": "t"}],
}


@pytest.fixture
def platform(sandbox, settings):
    """The sandbox as every platform, knowing the company's page, number and handle; Ann has written to the number."""
    settings.GRAPH_URL = settings.X_URL = sandbox.url
    sandbox.control("world", WORLD)
    sandbox.control("rate_limits", {"rate_limits": "off"})
    sandbox.control("receipts", {"mode": "manual"})
    sandbox.control("whatsapp/messages", {"number": "106", "from": "351900000001", "name": "Ann", "text": "Hello"})
    return sandbox
