"""Supervision's tasks, gathered where workers look; each stands in the package that it belongs to."""

from supervision.recordings.tasks import forget_deleted, record, record_due, seal_snippets

__all__ = ["forget_deleted", "record", "record_due", "seal_snippets"]
