"""The router's tasks."""

from celery import shared_task

from acd import due, routing
from acd.wishes import Wishes
from interactions.models import Interaction

_wishes = Wishes(routing.route, Interaction.objects.waiting_for)


@shared_task
def route(workgroup):
    """Something waits in this workgroup."""
    _wishes.look(workgroups=[workgroup])


@shared_task
def route_for(agent):
    """This agent may have room."""
    _wishes.look(agents=[agent])


@shared_task
def route_due():
    """Look at every workgroup whose queue is not empty."""
    _wishes.look(workgroups=routing.with_waiting())


@shared_task
def offers_due():
    """Take back offers that nobody reacts to."""
    due.offers_due()


@shared_task
def steps_due():
    """See to those that have waited for long, and to agents who have wrapped up."""
    due.steps_due()
