"""`python -m bench.polling_world COUNT INTERVAL_MS`: makes channels until there are COUNT, all enabled, one feed each.

A third are Facebook pages, a third Messenger inboxes, a third X handles; each has an account, and so a token, of its own.
"""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from agents.models import License, Workgroup  # noqa: E402
from channels_admin.models import Account, Channel, Feed, FeedKind, Platform  # noqa: E402

KINDS = [
    (FeedKind.FACEBOOK_POSTS, Platform.FACEBOOK, "conversation_workgroup"),
    (FeedKind.MESSENGER, Platform.FACEBOOK, "direct_workgroup"),
    (FeedKind.X_POSTS, Platform.TWITTER, "conversation_workgroup"),
]


def main(count, interval):
    """Migrate, and make what is missing."""
    call_command("migrate", verbosity=0)
    _make(count, interval)
    with connection.cursor() as cursor:  # as the server does by itself within a minute
        cursor.execute("ANALYZE")


def _make(count, interval):
    with transaction.atomic():
        for part in License.Part.values:
            License.objects.update_or_create(part=part, defaults={"count": count})
        workgroup, _ = Workgroup.objects.get_or_create(name="Everything")
        numbers = range(Channel.objects.count() + 1, count + 1)
        accounts = Account.objects.bulk_create([_account(number) for number in numbers])
        channels = Channel.objects.bulk_create(
            [_channel(number, account, workgroup, interval) for number, account in zip(numbers, accounts, strict=True)]
        )
        Feed.objects.bulk_create(
            [_feed(number, channel, interval) for number, channel in zip(numbers, channels, strict=True)]
        )


def _account(number):
    _kind, platform, _workgroup = KINDS[number % 3]
    return Account(platform=platform, name=f"Account {number}", external_id=f"5{number:06}", token=f"token {number}")


def _channel(number, account, workgroup, interval):
    _kind, platform, field = KINDS[number % 3]
    address = f"h{account.external_id}" if platform == Platform.TWITTER else account.external_id
    facts = {field: workgroup, "addresses": [address], "poll_interval": interval, "enabled_at": timezone.now()}
    return Channel(name=f"Channel {number}", platform=platform, account=account, **facts)


def _feed(number, channel, interval):
    """Spread over the interval, as channels are that were enabled one after the other."""
    begins = timezone.now() + timedelta(milliseconds=number * 997 % interval)
    return Feed(channel=channel, kind=KINDS[number % 3][0], address=channel.account.external_id, next_poll_at=begins)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
