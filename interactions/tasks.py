"""The heart's tasks: find what is due, and do one thing. All can run twice and anywhere."""

from celery import shared_task

from channels_admin.models import usage
from hints import wake
from interactions import (
    acts,
    blocking,
    changes,
    closed,
    deleted,
    files,
    leaving,
    merging,
    missed,
    outbox,
    pictures,
    polling,
    surveys,
    unattended,
)
from interactions import drain as inbox
from interactions.models import Draft, Event, Inbox, Interaction
from interactions.partitions import make_partitions as make
from interactions.polling import rereading

REREAD_FOR = 45  # seconds; the tick comes once a minute


@shared_task
def poll_due():
    """Read the feeds that are due, and until the next tick those that become so."""
    polling.poll_due(stay=polling.TURN)


@shared_task
def reread_due():
    """Look again at posts for edits and deletions, where that is due."""
    rereading.reread_due(REREAD_FOR)


@shared_task
def drain(app):
    """Work off one app's webhook inbox."""
    inbox.drain(app)


@shared_task
def drain_due():
    """Work off every inbox that holds something."""
    for app in inbox.left_to_do():
        inbox.drain(app)


@shared_task
def deliver(pk):
    """Send one reply."""
    outbox.deliver(pk)


@shared_task
def deliver_due():
    """Send what is queued, and look for what is in doubt."""
    usage.flush()
    outbox.settle_lost()
    for pk in outbox.due_now():
        outbox.deliver(pk)
    for pk in outbox.doubtful_now():
        outbox.look_for(pk)


@shared_task
def deliver_act(pk):
    """Carry out one act upon a message."""
    acts.carry_out(pk)


@shared_task
def deliver_acts_due():
    """Carry out the acts that are due."""
    for pk in acts.due_now():
        acts.carry_out(pk)


@shared_task
def fetch_attachment(pk):
    """Fetch one file of a message."""
    files.fetch(pk)


@shared_task
def fetch_attachments_due():
    """Fetch the files that are due."""
    for pk in files.due_now():
        files.fetch(pk)


@shared_task
def fetch_picture(pk):
    """Fetch the portrait of one person."""
    pictures.fetch(pk)


@shared_task
def settle_changes():
    """Apply edits, deletions and reactions that came before their messages."""
    changes.settle()


@shared_task
def clear_deleted():
    """Clear what was kept of deleted messages where the setting keeps it no more; many take several turns."""
    if deleted.sweep():
        wake("interactions.tasks.clear_deleted")


@shared_task
def sweep_changes():
    """Forget early changes that never found their message, files and drafts that were never sent, what is kept no more."""
    clear_deleted()
    changes.sweep()
    files.forget_unsent()
    Draft.objects.forget_old()


@shared_task
def resume_due():
    """Bring back what was parked until now, and what came while a channel was off that goes on where it stopped."""
    Interaction.resume_due()
    missed.open_missed()


@shared_task
def release_of(agent):
    """Return to its queues what somebody has open who was put out, unless he is back."""
    leaving.release_of(agent)


@shared_task
def release_deactivated():
    """Return to its queues what people have open who may not sign in any more."""
    leaving.release_deactivated()


@shared_task
def make_partitions():
    """Make the tables of the coming months."""
    make(Event, Inbox)


@shared_task
def say_closed_due():
    """Tell those who wait where it is closed when it opens, once."""
    closed.say_closed_due()


@shared_task
def leave_due():
    """Warn of and end what customers do not go on with; take back what agents who are gone have in hand."""
    unattended.leave_due()


@shared_task
def settle_blocks():
    """Tell the platforms who was blocked, and who is not any more."""
    blocking.settle_due()


@shared_task
def settle_merges():
    """Carry on what came in with a customer while he was merged with another one."""
    merging.settle_due()


@shared_task
def ask_survey(pk):
    """Ask one customer how satisfied he is."""
    surveys.ask(pk)


@shared_task
def ask_surveys_due():
    """Ask those who are due, whose hint was lost."""
    for pk in surveys.due_now():
        surveys.ask(pk)
