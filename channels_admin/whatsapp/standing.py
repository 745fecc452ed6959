"""May a number send? What WhatsApp would refuse is refused here, with the reason; and how near it is to its messaging limit."""

import time
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import Channel, FeedKind, PhoneNumber, Platform
from channels_admin.whatsapp.notices import tell
from platforms.base import Notice

KEPT = 5.0  # seconds for which it is remembered which numbers may not do everything: every reply asks twice
COUNTED_EVERY = timedelta(minutes=5)
WINDOW = timedelta(hours=24)
WARN_ABOVE = Decimal("0.8")
NEAR = "messaging_limit_near"
BANNED = _("WhatsApp has banned this number: nothing can be sent from it. Appeal in WhatsApp Manager.")
RESTRICTED = _("WhatsApp has restricted this number: it cannot write first, only answer within 24 hours.")
ACCOUNT_OFF = _(
    "WhatsApp has disabled the business account: nothing can be sent from its numbers. Appeal in WhatsApp Manager."
)
NOT_FIRST = _("WhatsApp does not let the business account write first for now: templates are not sent.")
NOT_ANSWER = _("WhatsApp does not let the business account answer customers for now.")

_kept = {}


def forget():
    """Look again."""
    _kept.clear()


def refusal(status, standing, note, template):
    """Why WhatsApp would refuse to send, by the words in which it described number and account; blank: it would not.

    `template`: a message with which one writes first.
    """
    note = note.lower()
    if status == "BANNED":
        return BANNED
    if standing in ("DISABLE", "DISABLED_UPDATE", "ACCOUNT_DELETED"):
        return ACCOUNT_OFF
    if "customer initiated" in note and not template:
        return NOT_ANSWER
    if template and status == "RESTRICTED":
        return RESTRICTED
    return NOT_FIRST if template and "biz initiated" in note else ""


def refusal_of(number):
    """What WhatsApp would refuse this number, answers first; blank: nothing."""
    facts = (number.status, number.waba.standing, number.waba.standing_note)
    return refusal(*facts, template=False) or refusal(*facts, template=True)


def number_refused(address, template):
    """(code, words) why the number with this ID must not send; None: it may."""
    facts = _troubled().get(address)
    words = refusal(*facts, template) if facts else ""
    return ("number_refused", str(words)) if words else None


def _troubled():
    until, found = _kept.get("numbers", (0.0, {}))
    if until < time.monotonic():
        rows = PhoneNumber.objects.filter(Q(status__in=("BANNED", "RESTRICTED")) | ~Q(waba__standing=""))
        facts = rows.values_list("external_id", "status", "waba__standing", "waba__standing_note")
        found = {address: tuple(more) for address, *more in facts}
        _kept["numbers"] = (time.monotonic() + KEPT, found)
    return found


def most(limit):
    """How many customers a messaging limit lets one write first in 24 hours; None: any number, or not known."""
    number = limit.removeprefix("TIER_")
    thousands = number.endswith("K") and number[:-1].isdigit()
    return int(number[:-1]) * 1000 if thousands else int(number) if number.isdigit() else None


def is_near(written, limit):
    """Is more than four fifths of the limit used up?"""
    most_now = most(limit)
    return bool(most_now) and written > most_now * WARN_ABOVE


def count_due(now=None):
    """Count, every few minutes, to how many customers each number wrote first in 24 hours; warn of those near the limit."""
    now = now or timezone.now()
    stale = Q(counted_at=None) | Q(counted_at__lte=now - COUNTED_EVERY)
    numbers = list(PhoneNumber.objects.filter(stale, gone_at=None).exclude(limit="").select_related("waba__account"))
    if not numbers:
        return
    counts = written_first([number.external_id for number in numbers], now - WINDOW)
    for number in numbers:
        written = counts.get(number.external_id, 0)
        mine = PhoneNumber.objects.filter(pk=number.pk, counted_at=number.counted_at)
        if mine.update(counted_at=now, written_first=written) and is_near(written, number.limit):
            _warn(number, now)


def written_first(addresses, since):
    """{number's ID: to how many customers templates went since then}."""
    sent = Channel.objects.filter(
        platform=Platform.WHATSAPP,
        threads__kind=FeedKind.WHATSAPP,
        threads__address__in=addresses,
        threads__messages__outbound=True,
        threads__messages__carries="template",
        threads__messages__platform_at__gte=since,
    )
    rows = sent.order_by().values("threads__address").annotate(people=Count("threads", distinct=True))
    return {row["threads__address"]: row["people"] for row in rows}


def _warn(number, now):
    """Once a day."""
    data = {"display_phone_number": number.digits, "current_limit": number.limit}
    at = now.replace(hour=0, minute=0, second=0, microsecond=0)
    notice = Notice(NEAR, at, "number", number.external_id, data)
    tell(number.waba.account.platform, number.waba.external_id, notice)
