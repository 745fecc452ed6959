"""Tasks about recordings; `supervision.tasks` imports them, where workers look."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from supervision.recordings import erasing, sealing


@shared_task(name="supervision.tasks.record")
def record(pk):
    """Consider one interaction that has just ended."""
    sealing.record(pk)


@shared_task(name="supervision.tasks.record_due")
def record_due():
    """Consider what has ended since the last look, and end and seal snippets."""
    sealing.seal_snippets()
    sealing.record_due()


@shared_task(name="supervision.tasks.seal_snippets")
def seal_snippets():
    """Seal the snippets that have ended."""
    sealing.seal_snippets()


@shared_task(name="supervision.tasks.forget_deleted")
def forget_deleted(days=8):
    """Take out of recordings what was deleted on its platform lately; platforms deliver again for seven days."""
    erasing.forget_deleted(timezone.now() - timedelta(days=days))
