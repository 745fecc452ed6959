"""How often a feed may be read by what the platform said last about our budget."""

import math
from datetime import timedelta

from channels_admin.models import Why

SLOW_FROM, SLOWEST_AT = 75, 95  # percent used; calls beyond that lengthen a block (Graph API "Rate limits")
SLOWEST = 24  # times the interval asked for
LONGEST = 3_600_000  # milliseconds: so often a feed is looked at whatever is used
GRAIN = 100  # milliseconds


def pace(feed, rate, sharers, now):
    """(milliseconds between polls, `Why`) from now on, for a token that `sharers` feeds of this kind are read with.

    Where the platform counts calls, those left are spread over the time until it counts anew; where it tells the share
    that is used, we grow slower with it. What is known is always the last answer, so a feed recovers by itself.
    """
    asked = feed.asked
    quota = _spread(rate, sharers, now)
    usage = _slowed(asked, rate) if rate.left is None else 0
    if max(quota, usage) <= asked:
        return asked, Why.FLOOR if asked > feed.channel.poll_interval else Why.ASKED
    return min(max(quota, usage), max(LONGEST, asked)), Why.QUOTA if quota >= usage else Why.USAGE


def _spread(rate, sharers, now):
    """The readings for which calls are left, and the first one after the reset, at equal distances."""
    if rate.left is None or rate.resets_at is None:
        return 0
    time = max(rate.resets_at - now, timedelta(0)) / timedelta(milliseconds=1)
    return _rounded(time / (max(rate.left, 0) // (max(sharers, 1) * rate.calls) + 1))


def _slowed(asked, rate):
    share = min(max(rate.used - SLOW_FROM, 0) / (SLOWEST_AT - SLOW_FROM), 1)
    return _rounded(asked * (1 + share * (SLOWEST - 1)))


def _rounded(milliseconds):
    return math.ceil(milliseconds / GRAIN) * GRAIN
