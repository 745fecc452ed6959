"""Fetching a file that a message names: only from the platform's own hosts, only so large, and never into memory.

The address comes from a payload that the platform signed, but a customer may have had a hand in it; so the host is
checked against a list, the connection is encrypted (unless the platform itself is reached in the clear, as the sandbox
is), and what points elsewhere is checked in the same way.
"""

import tempfile
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

import httpx

from platforms.base import Outcome, PlatformError
from platforms.words import _

# Where the platforms keep files: Facebook, Messenger and WhatsApp; X; Genesys Cloud.
HOSTS = (
    "fbcdn.net",
    "fbsbx.com",
    "facebook.com",
    "whatsapp.net",
    "twimg.com",
    "twitter.com",
    "x.com",
    "mypurecloud.com",
    "pure.cloud",
)
REDIRECTS = 3
GONE = (403, 404, 410)


@contextmanager
def fetched(wire, address, headers, largest):
    """A temporary file with what lies at `address`; PlatformError RETRY or MESSAGE_FAILED (too large, gone, not theirs)."""
    with tempfile.NamedTemporaryFile() as file:
        try:
            _follow(wire, address, headers, largest, file)
        except httpx.HTTPError as error:
            raise PlatformError(Outcome.RETRY, type(error).__name__, _("The file could not be fetched.")) from None
        file.flush()
        file.seek(0)
        yield file


def allowed(wire, address):
    """Is this an address of the platform's own?"""
    asked, own = urlsplit(address), urlsplit(wire.base)
    if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
        return True
    host = (asked.hostname or "").lower()
    return asked.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in HOSTS)


def _follow(wire, address, headers, largest, file):
    for _step in range(REDIRECTS):
        if not allowed(wire, address):
            raise PlatformError(
                Outcome.MESSAGE_FAILED, "host", _("The file lies at a place that is not the platform's.")
            )
        with wire.http.stream("GET", address, headers=headers) as response:
            if not response.is_redirect:
                return _take(response, largest, file)
            address, headers = urljoin(address, response.headers.get("location", "")), {}
    raise PlatformError(Outcome.MESSAGE_FAILED, "redirects", _("The platform pointed elsewhere too often."))


def _take(response, largest, file):
    if response.status_code in GONE:
        # WhatsApp: an address lives five minutes; asked for anew, it may work again.
        raise PlatformError(Outcome.RETRY, response.status_code, _("The platform does not have the file any more."))
    if response.status_code >= 300:
        raise PlatformError(Outcome.RETRY, response.status_code, _("The file could not be fetched."))
    for chunk in response.iter_bytes():
        file.write(chunk)
        if file.tell() > largest:
            raise PlatformError(Outcome.MESSAGE_FAILED, "size", _("The file is larger than is kept here."))
