"""The workspace's tasks."""

from celery import shared_task

from workspace.models import ResponseUse


@shared_task
def count_uses():
    """Count the responses in answers that were sent since."""
    ResponseUse.count_sent()
