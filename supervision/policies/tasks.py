"""Tasks about policies; `supervision.tasks` imports them, where workers look."""

from celery import shared_task

from supervision.policies import retention


@shared_task(name="supervision.tasks.retain_due")
def retain_due():
    """Go on with today's retention run."""
    retention.retain_due()
