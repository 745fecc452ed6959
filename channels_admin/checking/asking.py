"""Asking a platform while a person waits: briefly, and not without end."""

from dataclasses import replace

from django.core.cache import cache
from django.utils import timezone

PATIENCE = 6.0  # seconds for an answer: somebody sits before the page
MINUTE = 60


class Brief:
    """An HTTP client that waits less long than the workers do."""

    def __init__(self, http):
        self._http = http

    def __getattr__(self, name):
        return getattr(self._http, name)

    def request(self, method, url, **options):
        """As `httpx.Client.request`."""
        return self._http.request(method, url, **{"timeout": PATIENCE, **options})


def brief(account, address=""):
    """How to talk to the platform as this account, for a check. PlatformError where no token can be had."""
    wire = account.wire(address)
    return replace(wire, http=Brief(wire.http))


def within(person, what, most):
    """May this person ask once more in this minute? Checks cost calls, which the channels need."""
    minute = int(timezone.now().timestamp() // MINUTE)
    key = f"asked:{what}:{person.pk}:{minute}"
    cache.add(key, 0, 2 * MINUTE)
    return cache.incr(key) <= most


def remembered(key, seconds, ask):
    """What `ask()` answered, for a while: the same handle is looked at again and again while a form is filled in."""
    found = cache.get(key)
    if found is None:
        found = ask()
        cache.set(key, found, seconds)
    return found
