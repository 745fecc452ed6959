"""Deleting a channel or account (R15): nothing new at once, what is open to its end, history for ever."""

from uuid import uuid4

import pytest
from django.utils import timezone

from audit.models import Change
from channels_admin.models import Account, Channel, Feed
from channels_admin.upkeep.retiring import retire_deleted
from interactions.models import Interaction, Message, State
from tests import company, factories
from tests.channels_admin.forms_filled import page_of

pytestmark = pytest.mark.django_db


def delete(client, thing):
    """The page that asks, and the button on it; returns what the page said."""
    address = page_of(type(thing), "delete", thing.pk)
    said = client.get(address).content.decode()
    assert client.post(address, {"post": "yes"}).status_code == 302
    return " ".join(said.split())


@pytest.fixture
def open_one(queue):
    """A customer's message that waits in a channel's queue."""
    company.writes(queue, company.said("It leaks"))
    return Interaction.objects.get()


def test_what_was_never_used_is_gone(admin):
    channel = factories.ChannelFactory()
    channel.enable()
    assert "Nothing has come in by it: it is gone for good." in delete(admin, channel)
    assert not Channel.objects.exists() and not Feed.objects.exists()


def test_the_page_tells_the_consequences_in_numbers(admin, queue, open_one):
    said = delete(admin, queue)
    assert "1 open interaction can be answered to its end. Until then the credentials are kept." in said
    assert "1 conversation stays in history and search" in said


def test_nothing_new_is_opened_and_what_is_open_is_answered(admin, queue, open_one, care):
    bob = company.agent("bob", care)
    delete(admin, queue)
    company.writes(queue, company.said("Hello?", by="351900000002", name="Ben"))
    assert list(Interaction.objects.all()) == [open_one]
    open_one.refresh_from_db()
    open_one.pick_up(bob)
    open_one.reply(bob, "We come", uuid=uuid4())
    assert Message.objects.filter(text="We come", delivery__state="queued").exists()


def test_it_leaves_the_console_and_its_name_is_free(admin, queue, open_one):
    name = queue.name
    delete(admin, queue)
    admin.get(page_of(Channel, "changelist"))  # with the message that it is gone
    assert name not in admin.get(page_of(Channel, "changelist")).content.decode()
    assert admin.get(page_of(Channel, "change", queue.pk)).status_code == 302
    assert admin.post(f"/console/channels_admin/channel/{queue.pk}/enable/").status_code == 404
    queue.refresh_from_db()
    assert queue.name == f"{name} ({timezone.now():%Y-%m-%d}, {queue.pk})"
    queue.enable()
    assert not queue.enabled
    change = Change.objects.get(verb="deleted")
    assert change.name == name


def test_its_number_is_free_once_the_last_interaction_has_ended(admin, queue, open_one):
    delete(admin, queue)
    retire_deleted()
    assert Feed.objects.filter(channel=queue).exists(), "receipts of what is still answered come in"
    Interaction.objects.update(state=State.DISCONNECTED)
    retire_deleted()
    assert not Feed.objects.filter(channel=queue).exists()


def test_an_account_keeps_its_credentials_until_then(admin, queue, open_one):
    account = queue.account
    address = page_of(Account, "delete", account.pk)
    assert "is in use and stays" in admin.get(address).content.decode()
    delete(admin, queue)
    delete(admin, account)
    assert not admin.get(page_of(Account, "changelist")).context["cl"].result_list
    retire_deleted()
    account.refresh_from_db()
    assert account.token == "t"
    Interaction.objects.update(state=State.DISCONNECTED)
    retire_deleted()
    account.refresh_from_db()
    assert (account.token, account.app) == ("", None)


def test_an_account_without_channels_is_gone(admin):
    account = factories.AccountFactory()
    delete(admin, account)
    assert not Account.objects.exists()
