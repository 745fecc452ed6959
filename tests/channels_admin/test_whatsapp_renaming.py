"""Changing a display name (R22): in place with Meta, by another certificate with Genesys Cloud."""

import json

import pytest
from django.urls import reverse

from channels_admin.models import Account, NameChange, PhoneNumber, Provider
from channels_admin.whatsapp import notices, sync
from interactions import outbox, polling
from interactions.models import Delivery, Interaction, State
from platforms import genesys
from tests import company
from tests.channels_admin.factories_whatsapp import BusinessManagerFactory, PhoneNumberFactory, WabaFactory
from tests.channels_admin.meta import NUMBER, WABA
from tests.interactions.test_genesys_walk import line  # noqa: F401  the fixture

pytestmark = pytest.mark.django_db
OLD, NEW = "A" * 60, "B" * 60
PHONE = "+351215550100"


class Names:
    """The page of a number's name."""

    def __init__(self, client, number):
        self.client, self.number = client, number

    def press(self, verb, **given):
        """Press something; returns what was said."""
        answer = self.client.post(reverse("console:name_act", args=[self.number.pk, verb]), given, follow=True)
        return " ".join(str(message) for message in answer.context["messages"])

    def page(self):
        """The page."""
        return self.client.get(reverse("console:name", args=[self.number.pk])).content.decode()

    @property
    def state(self):
        """Of the newest change."""
        return self.number.name_changes.first().state


@pytest.fixture
def names(admin, meta):
    meta.sync()
    number = PhoneNumber.objects.select_related("waba").get(external_id=NUMBER)
    owner = BusinessManagerFactory()
    type(number.waba).objects.filter(pk=number.waba_id).update(owner=owner)
    return Names(admin, number)


def decide(meta, decision):
    """WhatsApp decides and tells it; here the delivery is taken in as a webhook brings it."""
    meta.sandbox.control("whatsapp/names", {"number": NUMBER, "decision": decision})
    value = {"display_phone_number": "15550783881", "decision": decision, "requested_verified_name": "ACME Bread Care"}
    body = {"object": "whatsapp_business_account", "entry": [{"id": WABA, "time": 1}]}
    body["entry"][0]["changes"] = [{"field": "phone_number_name_update", "value": value}]
    for address, told in meta.told(json.dumps(body).encode()):
        notices.take("whatsapp", address, told)


def test_with_meta_it_is_reviewed_in_place_and_taken_into_use(names, meta):
    assert "letter for letter" in names.press("ask", name="Acme bread")
    assert "asked for" in names.press("ask", name="ACME Bread Care")
    assert "Another change" in names.press("ask", name="ACME Bread Help")
    assert names.state == "review" and "In review" in names.page()
    decide(meta, "APPROVED")
    assert names.state == "approved"
    assert "six digits" in names.press("use")
    assert names.press("use", pin="271828") == "The new name is in use."
    names.number.refresh_from_db()
    assert (names.number.verified_name, names.state, names.number.pin) == ("ACME Bread Care", "done", "271828")
    meta.sync()
    names.number.refresh_from_db()
    assert names.number.verified_name == "ACME Bread Care", "and so says WhatsApp"


def test_a_rejected_name_asks_for_another(names, meta):
    names.press("ask", name="ACME Bread Care")
    decide(meta, "REJECTED")
    assert names.state == "rejected" and "Ask for another name" in names.page()
    assert "asked for" in names.press("ask", name="ACME Bread Help")
    assert names.press("drop") == "The name stays as it is." and names.state == "dropped"


def test_a_decision_that_no_event_told_of_is_found_by_reading(names, meta):
    names.press("ask", name="ACME Bread Care")
    meta.sandbox.control("whatsapp/names", {"number": NUMBER, "decision": "APPROVED"})
    meta.sync()
    assert names.state == "approved"


@pytest.fixture
def tied(admin, line, sandbox):  # noqa: F811
    """A number that works through Genesys Cloud, with its channel."""
    waba = WabaFactory(account=line.account, external_id="777001", owner=BusinessManagerFactory())
    facts = {"number": PHONE, "digits": PHONE[1:], "verified_name": "ACME Bread", "certificate": OLD}
    number = PhoneNumberFactory(waba=waba, external_id=line.addresses[0], status="CONNECTED", **facts)
    tied = Names(admin, number)
    tied.channel, tied.sandbox = line, sandbox
    return tied


def approved(tied):
    tied.press("ask", name="ACME Bread Care")
    assert "no certificate" in tied.press("certificate", certificate="short")
    assert "old certificate" in tied.press("certificate", certificate=OLD)
    assert "kept, encrypted" in tied.press("certificate", certificate=NEW)
    assert NEW not in tied.page()
    assert "off-peak" in tied.page() and "two are never possible" in tied.page()
    return tied


def waiting_reply(tied, agent):
    """A customer wrote, and an answer is on its way."""
    feed = tied.channel.feeds.get()
    polling.poll(feed)
    tied.sandbox.control(
        "genesys/messages", {"integration": feed.address, "from": "351900000001", "name": "Ann", "text": "Hello"}
    )
    feed.refresh_from_db()
    polling.poll(feed)
    interaction = company.brought_to(State.CONNECTED, Interaction.objects.get(), agent)
    return company.answers(interaction, agent, "Good morning")


def verify(tied):
    act = lambda verb, **given: tied.client.post(  # noqa: E731
        reverse("console:verification_act", args=[tied.number.pk, verb]), given, follow=True
    )
    act("code", method="VOICE", aware="1")
    code = tied.sandbox.control("genesys/codes", {"phone": PHONE})["code"]
    wrong = act("confirm", code=f"{(int(code) + 1) % 10**6:06}").content.decode()
    assert "The code is wrong" in wrong
    assert "is verified" in act("confirm", code=code).content.decode()


def test_with_genesys_cloud_the_integration_is_replaced_while_replies_wait(tied, care):
    reply = waiting_reply(approved(tied), company.agent("bob", care))
    assert "tick that it arrived" in tied.press("replace")
    assert "new integration is there" in tied.press("replace", tested="1")
    old, channel = tied.channel.addresses[0], tied.channel
    channel.refresh_from_db()
    assert channel.held_since and channel.addresses != [old] and channel.feeds.get().address == channel.addresses[0]
    assert channel.threads.get().address == channel.addresses[0] and Interaction.objects.count() == 1
    outbox.deliver(reply.pk)
    reply.refresh_from_db()
    assert (reply.state, reply.code) == (Delivery.State.QUEUED, "suspended")
    verify(tied)
    channel.refresh_from_db()
    assert channel.held_since is None and tied.state == "done"
    tied.number.refresh_from_db()
    assert (tied.number.verified_name, tied.number.certificate, tied.number.certificate_before) == (
        "ACME Bread Care",
        NEW,
        OLD,
    )
    assert [one.phone for one in genesys_integrations(tied)] == [PHONE], "there were never two"


def genesys_integrations(tied):
    return genesys.integrations.listed(Account.objects.get(pk=tied.channel.account_id).wire(""))


def test_if_the_new_certificate_fails_the_integration_is_made_again_with_the_old_one(tied):
    approved(tied)
    tied.sandbox.control("genesys/world", {"refused_certificates": [NEW]})
    said = tied.press("replace", tested="1")
    assert "certificate is not valid" in said and "replies wait" in said
    assert tied.state == "replacing" and genesys_integrations(tied) == []
    assert "too late to give it up" in tied.press("drop")
    assert "certificate is not valid" in tied.press("again")
    assert "is there again" in tied.press("again", old="1")
    verify(tied)
    tied.number.refresh_from_db()
    tied.channel.refresh_from_db()
    assert (tied.number.verified_name, tied.number.certificate) == ("ACME Bread", OLD)
    assert (tied.state, tied.channel.held_since) == ("dropped", None)


@pytest.mark.parametrize("heard", [True, False], ids=["before the old one was deleted", "before the answer to the new"])
def test_where_the_replacing_came_to_no_end_it_is_made_again(tied, heard):
    approved(tied)
    NameChange.objects.update(state="replacing")
    if not heard:
        [old], wire = genesys_integrations(tied), Account.objects.get(pk=tied.channel.account_id).wire("")
        genesys.integrations.delete(wire, old.id)
        genesys.integrations.create(wire, "ACME Bread Care", PHONE, NEW)
    assert "is there again" in tied.press("again")
    [one] = genesys_integrations(tied)
    tied.number.refresh_from_db()
    assert (tied.state, one.id, one.name) == ("verifying", tied.number.external_id, "ACME Bread Care")


def test_an_integration_that_cannot_be_deleted_leaves_everything_as_it_was(tied):
    approved(tied)
    tied.sandbox.control("genesys/world", {"permissions": ["messaging:whatsappIntegration:view"]})
    assert "permission" in tied.press("replace", tested="1")
    tied.channel.refresh_from_db()
    assert (tied.state, tied.channel.held_since) == ("approved", None)
    assert len(genesys_integrations(tied)) == 1


def test_two_changes_at_once_are_impossible(names):
    names.press("ask", name="ACME Bread Care")
    assert NameChange.objects.filter(state__in=NameChange.UNDER_WAY).count() == 1


def test_reading_an_account_of_genesys_cloud_brings_its_numbers_up_to_date(tied):
    assert tied.channel.account.provider == Provider.GENESYS
    assert sync.read(tied.number.waba_id) == ""
    tied.sandbox.control(
        "genesys/world", {"integrations": [{"id": tied.number.external_id, "name": "A", "phone": "+1"}]}
    )
    tied.number.refresh_from_db()
    assert (tied.number.status, tied.number.verification) == ("CONNECTED", "VERIFIED")
