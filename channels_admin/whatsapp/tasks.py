"""Tasks about WhatsApp's templates and numbers; `channels_admin.tasks` imports them, where workers look."""

from celery import shared_task

from channels_admin import switch
from channels_admin.whatsapp import standing, sync


@shared_task
def sync_due():
    """Read the business accounts that are due, and count how near their numbers are to the messaging limit."""
    if switch.is_on():
        sync.sync_due()
    standing.count_due()
