"""Tasks about erasure; `supervision.tasks` imports them, where workers look."""

from celery import shared_task

from supervision.erasure import erasing


@shared_task(name="supervision.tasks.erase_customer")
def erase_customer(pk):
    """Carry out one erasure."""
    erasing.carry_out(pk)


@shared_task(name="supervision.tasks.erase_due")
def erase_due():
    """Carry out those whose hint was lost, or whose worker was."""
    erasing.erase_due()
