"""Out-of-hours replies: whoever waits in a workgroup that is closed is told once when it opens (R34b)."""

import contextlib
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agents.hours import HORIZON, schedules
from agents.models import MediaType, Workgroup
from channels_admin.handing_off import names_a_way
from interactions.locks import deadlocks_retried, lock_threads
from interactions.models import Interaction, NotAllowed, State

MOST = 200  # in one turn
FRESH = timedelta(hours=24)  # what nobody has answered for so long needs no such reply any more


def say_closed_due():
    """One turn: those who wait where it is closed now, and were not told yet."""
    now = timezone.now()
    groups = Workgroup.objects.filter(keeps_hours=True).exclude(closed_reply="").prefetch_related("hours", "holidays")
    found = {group.pk: group for group in groups}
    for pk, schedule in schedules(found.values()).items():
        if not schedule.open_at(now) and names_a_way(found[pk].closed_reply):
            opens = schedule.next_opening(now) or now + timedelta(days=HORIZON)
            _tell(found[pk], opens, now)


def _tell(workgroup, opens, now):
    untold = Q(thread__told_closed_until=None) | Q(thread__told_closed_until__lt=opens)
    waiting = Interaction.objects.filter(untold, state=State.WAITING, workgroup=workgroup)
    if not workgroup.closed_reply_in_public:
        waiting = waiting.exclude(media_type=MediaType.SOCIAL_CONVERSATION)
    fresh = waiting.filter(customer_waits_since__gt=now - FRESH).exclude(messages__automatic="closed")
    for pk, thread in fresh.order_by("pk").values_list("pk", "thread")[:MOST]:
        _say(pk, thread, workgroup.closed_reply, opens)


@deadlocks_retried
def _say(pk, thread_id, text, opens):
    with transaction.atomic():
        thread = lock_threads([thread_id])[thread_id]
        interaction = Interaction.objects.select_related("thread__channel__account").get(pk=pk)
        interaction.thread.told_closed_until = thread.told_closed_until
        with contextlib.suppress(NotAllowed):  # somebody has picked it up at this moment
            interaction.say_closed(text, opens)
