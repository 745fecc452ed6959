"""Tokens that end soon, and can be renewed without a person."""

from django.utils import timezone

from channels_admin.models import Account, Platform
from channels_admin.renewing import AHEAD, renew


def due(now):
    """Accounts of X whose token ends within five minutes, or has ended; blank is never stored encrypted, so it can be told."""
    ending = Account.objects.filter(platform=Platform.TWITTER, app__isnull=False, expires_at__lte=now + AHEAD)
    return ending.filter(suspended_at=None).select_related("app").order_by("expires_at")


def refresh_due(limit=50):
    """Renew them one after the other; another worker's are left to it."""
    for account in due(timezone.now())[:limit]:
        if account.renewable:
            renew(account)
