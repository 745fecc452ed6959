"""WhatsApp through Genesys Cloud: the same walk in and out, by polling, against the sandbox."""

from datetime import timedelta

import pytest

from channels_admin.models import Account, Channel, Feed, FeedKind, Platform, Provider
from interactions import outbox, polling
from interactions.models import Delivery, Interaction, State
from platforms import genesys
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def line(sandbox, settings, care):
    """A channel on a WhatsApp integration of a Genesys Cloud organization."""
    company.licensed()
    settings.GENESYS_URL = sandbox.url
    genesys.forget(sandbox.url, "client", "secret")  # a token of another test is none in this one's world
    address = "8f2c1a3e-0000-4000-8000-000000000001"
    integration = {"id": address, "name": "Acme", "phone": "+351215550100"}
    sandbox.control("genesys/world", {"clients": [{"id": "client", "secret": "secret"}], "integrations": [integration]})
    account = Account.objects.create(
        platform=Platform.WHATSAPP,
        name="Acme by Genesys",
        provider=Provider.GENESYS,
        organization="acme",
        region="mypurecloud.de",
        client_id="client",
        client_secret="secret",
    )
    made = Channel.objects.create(
        name="Line", platform=Platform.WHATSAPP, account=account, addresses=[address], direct_workgroup=care
    )
    made.enable()
    made.refresh_from_db()
    return made


def test_a_customer_writes_and_gets_one_answer(line, sandbox, alice):
    feed = line.feeds.get()
    assert feed.kind == FeedKind.WHATSAPP_GENESYS
    polling.poll(feed)
    feed.refresh_from_db()
    integration = {"integration": feed.address, "from": "351900000001", "name": "Ann", "text": "Hello"}
    sandbox.control("genesys/messages", integration)
    polling.poll(feed)
    interaction = company.brought_to(State.CONNECTED, Interaction.objects.get(), alice)
    assert interaction.last_message.text == "Hello"
    delivery = company.answers(interaction, alice, "Good morning")
    outbox.deliver(delivery.pk)
    feed.refresh_from_db()
    polling.poll(feed)
    delivery.refresh_from_db()
    assert delivery.state not in (Delivery.State.FAILED, Delivery.State.QUEUED), delivery.reason
    assert interaction.thread.messages.count() == 2
    assert [one["text"] for one in sandbox.ask("sent?platform=genesys")["data"]] == ["Good morning"]


def test_a_token_that_was_taken_back_early_is_fetched_anew_before_the_account_is_stopped(line, sandbox, monkeypatch):
    def refused(feed):
        body = {"message": "Invalid login credentials.", "code": "bad.credentials", "status": 401}
        match = {"method": "GET", "path": "/conversations/messages$"}
        sandbox.control("faults", {"match": match, "do": "error", "status": 401, "body": body})
        polling.poll(feed)
        line.account.refresh_from_db()
        return line.account.suspended_at is not None

    feed = line.feeds.get()
    monkeypatch.setattr(genesys.tokens, "FRESH", timedelta(0))
    old = genesys.grant(sandbox.url, "client", "secret")
    assert not refused(feed)
    assert genesys.grant(sandbox.url, "client", "secret") is not old
    monkeypatch.undo()
    assert refused(Feed.objects.get(pk=feed.pk)), "one that was fetched just now is refused for another reason"
