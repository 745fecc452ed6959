"""The tasks of people: letters to mail. Others of this room are done where they are asked for."""

from celery import shared_task

from agents import inviting


@shared_task
def send_invitations():
    """Mail the letters that were not mailed yet."""
    inviting.send_due()
