"""An interaction that Alice worked on, with everything that can happen to messages, and a policy that records it."""

import pytest
from django.utils import timezone

from interactions import changes
from interactions.models import Change, Message
from supervision.policies.models import Policy
from tests import company


@pytest.fixture
def everything(db):
    """Record all that ends."""
    return Policy.objects.create(kind="initiation", name="Everything", active=True, does={"record": True})


@pytest.fixture
def worked(db, settings, tmp_path):
    """Written, picked up, answered, edited, noted, held, and ended by Alice a moment ago."""
    settings.MEDIA_ROOT = tmp_path
    care = company.workgroup("Care")
    channel, alice = company.channel(care), company.agent("alice", care)
    return work(channel, alice)


def work(channel, alice, words="Terrible", by="351900000077"):
    """What Alice did with what a customer wrote."""
    post = company.said(words, by=by, name="Marta")
    interaction = company.connected(channel, alice, post)
    message = interaction.messages.get()
    company.with_file(message, "a photograph")
    interaction.hold(alice)
    interaction.pick_up(alice)
    delivery = company.answers(interaction, alice, "We are sorry")
    interaction.delivery_changed(delivery, delivery.State.SENDING)
    changes.revise(Message.objects.get(pk=message.pk), timezone.now(), "1", f"{words}, really")
    type(interaction).message_changed(message, Change.Kind.EDIT)
    interaction.write_note(alice, "He is upset")
    interaction.disconnect(alice)
    return interaction
