"""How many pieces of news nobody has read, and what they hold, as lines of text."""

import json

from channels_admin.models import PlatformNotice


def unread():
    """The number of unread pieces of news."""
    return PlatformNotice.objects.filter(seen_at=None).count()


def lines(data):
    """JSON data as indented lines."""
    return json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True).splitlines()
