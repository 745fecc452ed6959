"""What boards show of alerts: those that are open, and those that were cleared a moment ago."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from supervision.alerts.models import Occurrence, Severity
from supervision.alerts.watching import value_of
from supervision.alerts.words import cleared, told

CLEARED = timedelta(minutes=15)
MOST = 100
RANK = {severity.value: place for place, severity in enumerate(Severity)}


def occurrences(now=None):
    """The rows, the open ones and those cleared lately, in one query."""
    lately = (now or timezone.now()) - CLEARED
    rows = Occurrence.objects.filter(Q(ended_at=None) | Q(ended_at__gte=lately))
    return list(rows.select_related("alert", "workgroup", "agent").order_by("-began_at")[:MOST])


def on_board(rows, state, workgroups, agents, statuses):
    """Those about these workgroups and agents (ids) as boards draw them, in the language of the moment; the worst first.

    Reads no row: `statuses` are {id: Status}.
    """
    mine = [row for row in rows if row.workgroup_id in workgroups or row.agent_id in agents]
    mine.sort(key=lambda row: (row.ended_at is not None, -RANK[row.severity], -row.began_at.timestamp()))
    return [_drawn(row, state, statuses[row.status_id].words if row.status_id in statuses else "") for row in mine]


def _drawn(row, state, status):
    alert = row.alert
    return {
        "id": row.pk,
        "workgroup": row.workgroup_id,
        "agent": row.agent_id,
        "who": str(row.workgroup or row.agent),
        "severity": row.severity if row.ended_at is None else Severity.NORMAL.value,
        "figure": row.figure,
        "text": told(row, value_of(row, state), status) if row.ended_at is None else cleared(row, status),
        "began": round(row.began_at.timestamp() * 1000),
        "ended": row.ended_at and round(row.ended_at.timestamp() * 1000),
        "colors": bool(alert and alert.colors),
        "sounds": [alert.sound_on_entering, alert.sound_on_leaving] if alert else ["", ""],
    }


def severities(alerts):
    """{workgroup: (severity, [figures])} of the drawn alerts that color a tile: the worst, and what is hot."""
    found = {}
    for alert in alerts:
        if alert["workgroup"] and alert["ended"] is None and alert["colors"]:
            worst, hot = found.setdefault(alert["workgroup"], (alert["severity"], []))
            hot.append(alert["figure"])
            found[alert["workgroup"]] = max(worst, alert["severity"], key=RANK.get), hot
    return found
