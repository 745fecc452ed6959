"""The clock of service levels: all time counts, or, where a workgroup chooses so, only that in which it is open (R34b)."""

import time

from agents.hours import schedules
from agents.models import Workgroup

KEPT = 5.0  # seconds until a change of the hours is seen; every pick-up asks
_kept = {}


def forget():
    """Ask the database again."""
    _kept.clear()


def counted(workgroup, since, until):
    """How much of the time between two moments counts for a workgroup (id), as a timedelta."""
    schedule = _clocks().get(workgroup)
    return schedule.open_between(since, until) if schedule else until - since


def _clocks():
    """{workgroup id: Schedule} of those whose clock stands still while they are closed."""
    until, found = _kept.get("clocks", (0.0, {}))
    if until < time.monotonic():
        chosen = Workgroup.objects.filter(keeps_hours=True, counts_open_time=True)
        found = schedules(chosen.prefetch_related("hours", "holidays"))
        _kept["clocks"] = time.monotonic() + KEPT, found
    return found
