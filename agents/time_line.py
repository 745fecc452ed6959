"""An agent's statuses one after the other, with how long each lasted (R46)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.models import Status, StatusChange

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time that an agent spent in one status; the last one goes on."""

    status: Status
    since: datetime
    lasted: timedelta
    goes_on: bool


def last_stretches(agent, now, shown=SHOWN):
    """The newest first, at most `shown`, in one query."""
    changes = StatusChange.objects.filter(agent=agent).select_related("status").order_by("-at", "-pk")[:shown]
    found, until = [], None
    for change in changes:
        lasted = max((until or now) - change.at, timedelta(0))
        found.append(Stretch(change.status, change.at, lasted, until is None))
        until = change.at
    return found
