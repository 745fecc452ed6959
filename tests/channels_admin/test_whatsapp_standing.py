"""What becomes of a number (R21a): told, refused with the reason, and warned of near the messaging limit."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from channels_admin.models import BadgeRequest, PhoneNumber, PlatformNotice
from channels_admin.whatsapp import standing
from interactions import outbox
from interactions.models import Delivery, Message
from interactions.models.states import Refused
from tests import company
from tests.channels_admin.factories_whatsapp import PhoneNumberFactory
from tests.channels_admin.forms_filled import fill, page_of, rows
from tests.channels_admin.meta import NUMBER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "answers", "templates"),
    [
        (("CONNECTED", "", ""), True, True),
        (("FLAGGED", "", ""), True, True),
        (("RESTRICTED", "", ""), True, False),
        (("BANNED", "", ""), False, False),
        (("CONNECTED", "ACCOUNT_RESTRICTION", "restricted biz initiated messaging"), True, False),
        (("CONNECTED", "ACCOUNT_RESTRICTION", "restricted customer initiated messaging"), False, True),
        (("CONNECTED", "DISABLE", "disable"), False, False),
        (("CONNECTED", "ACCOUNT_VIOLATION", "spam"), True, True),
    ],
)
def test_what_the_platform_would_refuse(facts, answers, templates):
    assert (standing.refusal(*facts, template=False) == "") is answers
    assert (standing.refusal(*facts, template=True) == "") is templates


def test_a_banned_number_refuses_a_reply_with_the_reason_before_and_as_it_leaves(care):
    bob = company.agent("bob", care)
    interaction = company.connected(company.channel(care), bob)
    number = PhoneNumberFactory(external_id="106", status="CONNECTED")
    waiting = company.answers(interaction, bob, "Good morning")
    PhoneNumber.objects.filter(pk=number.pk).update(status="BANNED")
    standing.forget()
    with pytest.raises(Refused, match="banned this number"):
        company.answers(interaction, bob, "Hello?")
    outbox.deliver(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.code) == (Delivery.State.FAILED, "number_refused") and "banned" in waiting.reason


@pytest.mark.parametrize(
    ("limit", "most"), [("TIER_250", 250), ("TIER_2K", 2000), ("TIER_UNLIMITED", None), ("", None)]
)
def test_the_limit_in_numbers(limit, most):
    assert standing.most(limit) == most


def test_above_80_percent_of_the_limit_it_warns_once_a_day(admin, care):
    bob = company.agent("bob", care)
    interaction = company.connected(company.channel(care), bob)
    number = PhoneNumberFactory(external_id="106", number="+49 30 1", status="CONNECTED", limit="TIER_2K")
    facts = {
        "thread": interaction.thread,
        "channel": interaction.thread.channel,
        "outbound": True,
        "carries": "template",
    }
    Message.objects.create(**facts, platform_at=timezone.now(), text="a")
    Message.objects.create(**facts, platform_at=timezone.now() - timedelta(hours=25), text="b")
    standing.count_due()
    number.refresh_from_db()
    assert number.written_first == 1 and not PlatformNotice.objects.exists(), "one person, however many templates"
    assert not standing.is_near(1600, "TIER_2K") and standing.is_near(1601, "TIER_2K")
    PhoneNumber.objects.update(limit="TIER_1", counted_at=None)
    for _ in range(2):
        PhoneNumber.objects.update(counted_at=None)
        standing.count_due()
    notice = PlatformNotice.objects.get()
    assert notice.grave and "more than 80 % of its messaging limit" in notice.words
    assert "of its messaging limit" in admin.get(reverse("console:index")).content.decode()


def test_what_changed_without_an_event_is_told_when_it_is_read(meta):
    meta.sync()
    assert not PlatformNotice.objects.exists()
    meta.sandbox.control("whatsapp/numbers", {"number": NUMBER, "status": "RESTRICTED", "quality_rating": "RED"})
    meta.sync()
    words = {notice.words for notice in PlatformNotice.objects.filter(grave=True)}
    assert words == {
        "The number +15550783881: its status went from linked to restricted.",
        "The number +15550783881: its quality rating went from green to red.",
    }
    meta.sync()
    assert PlatformNotice.objects.count() == 2


def test_requests_for_the_badge_are_recorded_with_the_decision(admin):
    number = PhoneNumberFactory(official=True)
    address = page_of(PhoneNumber, "change", number.pk)
    new = {"asked_on": "2026-11-02", "decision": "granted", "decided_on": "2026-11-20", "note": "By mail"}
    assert fill(admin, address, **rows("badge_requests", new)).status_code == 302
    assert BadgeRequest.objects.get().decision == "granted"
    text = admin.get(address).content.decode()
    assert "Official business account" in text and "By mail" in text


def test_a_number_is_taken_off_the_platform_unless_a_channel_uses_it(admin, meta):
    meta.sync()
    channel, number = meta.channel(), PhoneNumber.objects.get(external_id=NUMBER)
    delete = page_of(PhoneNumber, "delete", number.pk)
    said = admin.post(delete, {"post": "yes"}, follow=True).content.decode()
    assert "uses this number" in said and PhoneNumber.objects.filter(pk=number.pk).exists()
    channel.delete()
    assert "cannot go back to the WhatsApp app" in admin.get(delete).content.decode()
    admin.post(delete, {"post": "yes"})
    assert not PhoneNumber.objects.filter(pk=number.pk).exists()
    meta.sync()
    assert PhoneNumber.objects.get(external_id=NUMBER).status == "DISCONNECTED"
