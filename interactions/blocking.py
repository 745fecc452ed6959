"""Blocking a customer on the platform, where it can: WhatsApp takes it per number, for who wrote in the last 24 hours."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from audit.recording import record
from hints import wake
from interactions.models import Block
from interactions.telling import show_customer, tell_of_customer
from platforms.base import PlatformError
from platforms.whatsapp.management import blocking

log = logging.getLogger(__name__)

WANTED = "wanted"
MOST = 50


def block(customer, by, reason=""):
    """What he writes opens nothing from now on: told on his open interactions, which go on, and in the audit log."""
    with transaction.atomic():
        if Block.objects.filter(customer=customer, lifted_at=None).exists():
            return
        Block.objects.block(customer, by, reason)
        tell_of_customer(customer, "blocked", by=by)
        record(by, "blocked", customer, {}, {"reason": reason})
    wake("interactions.tasks.settle_blocks")


def unblock(customer, by):
    """What he writes counts again."""
    with transaction.atomic():
        if Block.objects.unblock(customer, by):
            tell_of_customer(customer, "unblocked", by=by)
            record(by, "unblocked", customer, {}, {})
    wake("interactions.tasks.settle_blocks")


def settle_due():
    """Tell the platforms of every block that was made or lifted since."""
    for block in Block.objects.filter(platform=WANTED).select_related("customer")[:MOST]:
        settle(block)


def settle(block):
    """Tell the platform of one; doing it twice changes nothing there. What it refuses is blocked here all the same."""
    places, verb = block.addresses(), blocking.unblock if block.lifted_at else blocking.block
    try:
        for thread, number in places:
            verb(thread.channel.account.wire(thread.address), [number])
    except PlatformError as error:
        log.warning("the block of customer %s was not taken: %s", block.customer_id, error)
        return _note(block, _("Here only: %(why)s") % {"why": error.reason})
    _note(block, _("On the platform too") if places else _("Here only: the platform has no such block for us."))


def _note(block, words):
    with transaction.atomic():
        if Block.objects.filter(pk=block.pk, platform=WANTED, lifted_at=block.lifted_at).update(platform=words[:200]):
            show_customer(block.customer)
