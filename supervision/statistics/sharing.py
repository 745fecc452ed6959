"""The figures of this second, counted by one process for all: the others find them in the cache."""

import logging
import time

from django.core.cache import cache

from supervision.statistics import counting

log = logging.getLogger(__name__)
KEY = "supervision.figures"
FRESH = 0.95  # seconds: a board asks every second
STALE = 3.0  # seconds after which nobody relies on whoever said that he counts


def current():
    """The newest whole state. Where the cache is away, every process counts for itself."""
    try:
        return _shared()
    except Exception as error:  # noqa: BLE001  Redis away
        log.warning("figures are not shared for a moment (%s)", type(error).__name__)
        return counting.count()


def _shared():
    kept = cache.get(KEY)
    age = time.time() - kept["version"] / 1000 if kept else STALE
    if kept and age < FRESH:
        return kept
    mine = cache.add(f"{KEY}.{int(time.time())}", True, 10)
    if not mine and age < STALE:
        return kept
    made = counting.count()
    cache.set(KEY, made, 60)
    return made


def forget():
    """Let the next one count."""
    cache.delete_many([KEY, *(f"{KEY}.{int(time.time()) + back}" for back in (-1, 0, 1))])
