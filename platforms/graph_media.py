"""Addresses of files at Facebook: signed, and dead after a while, which the address itself tells."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from platforms import times
from platforms.base import Outcome, PlatformError
from platforms.words import _

# Time to begin the fetching.
MARGIN = timedelta(minutes=1)


def located(media, ask):
    """(address, headers) for fetching `media`. If its address has ended, `ask()` is for a new one, "" where there is none.

    No token goes along: the addresses carry their own signature.
    """
    if media.url and alive(media.url):
        return media.url, {}
    address = (ask() if media.id else "") or media.url
    if not address:
        raise PlatformError(Outcome.MESSAGE_FAILED, "gone", _("The platform does not have this file any more."))
    return address, {}


def alive(url):
    """May the address still be used? `oe` holds its end in unix seconds, hexadecimal; without it nothing is known."""
    ends = parse_qs(urlsplit(url).query).get("oe", [""])[0]
    try:
        return times.moment(int(ends, 16), times.now()) > times.now() + MARGIN
    except ValueError:
        return True
