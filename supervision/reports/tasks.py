"""Tasks of reports; `supervision.tasks` imports them, where workers look."""

from celery import shared_task

from supervision.reports import mailing, working


@shared_task(name="supervision.tasks.read_work")
def read_work():
    """Read from journals what agents' work came to."""
    working.read_due()


@shared_task(name="supervision.tasks.mail_reports")
def mail_reports():
    """Mail the reports that are due."""
    mailing.send_due()
