"""Tasks of alerts; `supervision.tasks` imports them, where workers look."""

from celery import shared_task

from supervision.alerts import mailing, watching


@shared_task(name="supervision.tasks.watch_alerts")
def watch_alerts():
    """See which alerts begin to hold and which cease to."""
    watching.watch()


@shared_task(name="supervision.tasks.mail_alerts")
def mail_alerts():
    """Send the mails about them."""
    mailing.send_due()
