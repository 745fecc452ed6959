"""Supervision's tasks, gathered where workers look; each stands in the package that it belongs to."""

from supervision.alerts.tasks import mail_alerts, watch_alerts
from supervision.erasure.tasks import erase_customer, erase_due
from supervision.policies.tasks import retain_due
from supervision.recordings.tasks import forget_deleted, record, record_due, seal_snippets
from supervision.reports.tasks import mail_reports, read_work
from supervision.tracker.tasks import export, export_due

__all__ = [
    "erase_customer",
    "erase_due",
    "export",
    "export_due",
    "forget_deleted",
    "mail_alerts",
    "mail_reports",
    "read_work",
    "record",
    "record_due",
    "retain_due",
    "seal_snippets",
    "watch_alerts",
]
