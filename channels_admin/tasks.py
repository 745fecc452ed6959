"""The heart's tasks about accounts. All can run twice and anywhere: each claims the rows it works on."""

from celery import shared_task

from channels_admin import switch
from channels_admin.upkeep import checkup, license_ends, mails, news_mails, renewals, retiring, subscriptions
from channels_admin.whatsapp import tasks as whatsapp  # noqa: F401  registered by being imported


@shared_task
def refresh_due():
    """Renew the tokens that end soon."""
    renewals.refresh_due()


@shared_task
def check_accounts():
    """Ask the platforms how the tokens are whose turn it is."""
    if switch.is_on():
        checkup.check_due()


@shared_task
def check_subscriptions():
    """Look whether the platforms still deliver, and make them."""
    if switch.is_on():
        subscriptions.check_due()


@shared_task
def tell_administrators():
    """Mail what went wrong and nobody was told of yet."""
    mails.tell()
    news_mails.tell()


@shared_task
def warn_of_licenses():
    """Mail what licenses end soon, or have ended."""
    license_ends.warn()


@shared_task
def retire_deleted():
    """Take away what deleted channels and accounts need no more."""
    retiring.retire_deleted()
