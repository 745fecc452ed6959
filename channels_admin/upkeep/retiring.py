"""What deleted channels and accounts still have: kept until the last open interaction ends, then taken away."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from channels_admin.models import Account, Channel, Feed


def retire_deleted():
    """Feeds of deleted channels go, so that a page or number is free again; credentials of deleted accounts too.

    Until then receipts still come in, and what is open can be answered.
    """
    for channel in Channel.objects.filter(deleted_at__isnull=False).filter(Exists(_feeds_of())):
        if not channel.open_interactions():
            channel.feeds.all().delete()
    for account in Account.objects.filter(deleted_at__isnull=False):
        if account.app_id or account.token or account.client_secret:
            _forget(account)


def _feeds_of():
    return Feed.objects.filter(channel=OuterRef("pk"))


def _forget(account):
    """Write nothing over the credentials of an account that somebody links again at this moment."""
    if any(channel.open_interactions() for channel in account.channels.all()):
        return
    blank = {"token": "", "refresh_token": "", "client_secret": "", "app": None, "expires_at": None}
    with transaction.atomic():
        Account.objects.filter(pk=account.pk, generation=account.generation, deleted_at__isnull=False).update(**blank)
