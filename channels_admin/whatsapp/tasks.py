"""Tasks about WhatsApp's templates and numbers; `channels_admin.tasks` imports them, where workers look."""

from celery import shared_task

from channels_admin.whatsapp import sync


@shared_task
def sync_due():
    """Read the business accounts that are due."""
    sync.sync_due()
