"""Pressing news of numbers and business accounts is mailed to the administrators, once per event (R21a)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from channels_admin import tasks
from channels_admin.models import PlatformNotice, Waba
from channels_admin.upkeep import news_mails
from channels_admin.whatsapp.notices import take
from platforms.base import Notice
from tests import factories
from tests.channels_admin.meta import NUMBER, WABA

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMED = {"display_phone_number": "15550783881", "requested_verified_name": "ACME Bread"}


@pytest.fixture(autouse=True)
def people():
    """Two administrators, one who has no address, and one who may do something else."""
    for name in ("ada", "bea"):
        factories.AgentFactory(username=name, email=f"{name}@acme.example", roles=["Administrator"])
    factories.AgentFactory(username="mute", email="", roles=["Administrator"])
    factories.AgentFactory(username="sam", email="sam@acme.example", roles=["Supervisor"])


def arrives(field, data, subject="number", at=NOON):
    """The platform tells it."""
    return take("whatsapp", WABA, [Notice(field, at, subject, NUMBER if subject == "number" else WABA, data)])


@pytest.mark.parametrize(
    ("field", "data", "said"),
    [
        ("phone_number_quality_update", {**NAMED, "event": "FLAGGED"}, "flagged"),
        ("phone_number_quality_update", {**NAMED, "event": "DOWNGRADE", "current_limit": "TIER_250"}, "downgrade"),
        ("phone_number_name_update", {**NAMED, "decision": "APPROVED"}, "ACME Bread"),
        ("phone_number_name_update", {**NAMED, "decision": "REJECTED"}, "rejected"),
        ("account_review_update", {"decision": "REJECTED"}, "rejected"),
        ("account_review_update", {"decision": "APPROVED"}, "approved"),
        ("account_update", {"event": "ACCOUNT_RESTRICTION"}, "account restriction"),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}, "disable"),
    ],
)
def test_each_such_event_is_mailed_once_however_often_it_is_delivered(field, data, said):
    arrives(field, data)
    arrives(field, data)
    tasks.tell_administrators()
    arrives(field, data)
    PlatformNotice.objects.exclude(mail_due_at=None).update(mail_due_at=NOON)
    tasks.tell_administrators()
    (sent,) = mail.outbox
    assert sorted(sent.bcc) == ["ada@acme.example", "bea@acme.example"] and not sent.to
    assert said in sent.body and "/console/channels_admin/platformnotice/" in sent.body


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("phone_number_quality_update", {**NAMED, "event": "UPGRADE", "current_limit": "TIER_10K"}),
        ("phone_number_quality_update", {**NAMED, "event": "UNFLAGGED"}),
        ("account_review_update", {"decision": "PENDING"}),
        ("account_update", {"event": "PARTNER_ADDED"}),
        ("message_template_status_update", {"event": "APPROVED", "message_template_name": "order"}),
        ("number_changed", {"what": "quality", "old": "RED", "new": "YELLOW"}),
        ("number_changed", {"what": "status", "old": "FLAGGED", "new": "CONNECTED"}),
    ],
)
def test_other_news_is_read_in_the_console(field, data):
    arrives(field, data)
    tasks.tell_administrators()
    assert PlatformNotice.objects.count() == 1 and mail.outbox == []


def test_what_reading_finds_is_mailed_once_and_not_with_every_reading(meta):
    meta.sync()
    tasks.tell_administrators()
    assert mail.outbox == [], "what is read first is no news"
    meta.sandbox.control("whatsapp/numbers", {"number": NUMBER, "quality_rating": "RED", "status": "BANNED"})
    Waba.objects.update(review="PENDING", review_at=None)
    for _reading in range(3):
        assert meta.sync() == ""
        tasks.tell_administrators()
    (sent,) = mail.outbox
    assert sent.subject == "3 pieces of platform news"
    for said in ("its quality rating went from green to red", "its status went from linked to banned", "approved"):
        assert said in sent.body


def test_a_mail_server_that_is_away_is_tried_again_and_of_two_workers_one_writes(settings):
    arrives("account_update", {"event": "ACCOUNT_VIOLATION"}, "account")
    usual, smtp = settings.MAILERS, "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1}}}
    news_mails.tell()
    settings.MAILERS = usual
    notice, now = PlatformNotice.objects.get(), timezone.now()
    assert notice.mailed_at is None and notice.mail_due_at > now
    news_mails.tell()
    assert mail.outbox == [], "not before its time"
    later, other = now + timedelta(minutes=3), PlatformNotice.objects.get()
    assert [notice.claim_mail(later), other.claim_mail(later)] == [True, False]
    PlatformNotice.objects.update(mail_due_at=now)
    news_mails.tell()
    assert len(mail.outbox) == 1 and PlatformNotice.objects.get().mailed_at
