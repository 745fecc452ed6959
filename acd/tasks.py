"""The router's tasks."""

from celery import shared_task

from acd import due, routing


@shared_task
def route(workgroup):
    """Something waits in this workgroup."""
    routing.route(workgroup)


@shared_task
def route_for(agent):
    """This agent may have room."""
    routing.route_for(agent)


@shared_task
def route_due():
    """Look at every workgroup whose queue is not empty."""
    for workgroup in routing.with_waiting().values_list("pk", flat=True):
        routing.route(workgroup)


@shared_task
def offers_due():
    """Take back offers that nobody reacts to."""
    due.offers_due()


@shared_task
def steps_due():
    """See to those that have waited for long, and to agents who have wrapped up."""
    due.steps_due()
