"""The walk out: a queued reply is claimed, sent once, and settled; what got no answer is looked for before anything else."""

import logging
import random
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import usage
from hints import wake
from interactions import ours, wishes
from interactions.locks import deadlocks_retried, lock_threads
from interactions.models import Alias, Delivery, Message, Pace
from interactions.models.delivery import LAST_REQUEST
from interactions.polling.rereading import look_at
from interactions.templates import refused_for
from platforms.base import Found, Outcome, PlatformError, Search
from platforms.http import InTime
from platforms.text import LINK

log = logging.getLogger(__name__)

BACKOFF = [timedelta(seconds=s) for s in (2, 5, 15, 60, 120, 300)]
STALE = timedelta(days=1)  # what could not go out for so long is given back to the agent
LOOK_AGAIN = timedelta(seconds=45)  # between two looks that found nothing
LOOKS = 2  # that must find nothing before a reply is sent again
DUPLICATE = "duplicate"  # our code for a text that the platform says it already has
SUSPENDED = "suspended"  # our code for what waits until its account may be used again
HELD = _("The number's display name is being changed: replies go out afterwards.")
ONE_PERSON = ("131056",)  # limits that concern one recipient only (WhatsApp Cloud API, "Error codes")
SHORT = 0.2  # seconds that are waited for room at once, rather than coming back
ONE_PERSON_MOST = 300  # seconds that one is kept waiting for them
STATUS_PATIENCE = timedelta(minutes=2)  # for a platform that can only tell by a receipt


def due_now(limit=50):
    """Ids of the replies that should go out now. What waits for another one comes last: it would hide what can go."""
    ahead = Delivery.objects.filter(
        message__thread=OuterRef("message__thread"), pk__lt=OuterRef("pk"), state__in=Delivery.AHEAD
    )
    waits = Q(message__thread__peer__isnull=False) & Exists(ahead)
    rows = Delivery.objects.due(timezone.now()).order_by(Case(When(waits, then=1), default=0), "due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def deliver(pk):
    """Send one reply, if it is still to be sent: exactly one caller gets to make the request.

    A hint may come late or twice, so one whose time has not come is left alone; what waited for its account need not.
    """
    due = Q(due_at__lte=timezone.now()) | Q(code=SUSPENDED)
    delivery = _load().filter(due, pk=pk, state=Delivery.State.QUEUED).first()
    if delivery is None or delivery.waits_for_another() or not _paced(delivery) or not delivery.claim():
        return
    thread = delivery.message.thread
    account = thread.channel.account
    if account.suspended_at:
        return delivery.again(timezone.now() + BACKOFF[-1], SUSPENDED, account.suspended_for)
    if thread.channel.held_since:
        return delivery.again(timezone.now() + BACKOFF[-1], SUSPENDED, str(HELD))
    refused = _refused(delivery.message)
    if refused:
        return _finish(delivery, partial(delivery.fail, *refused))
    try:
        sent = thread.module.send(_wire_in_time(delivery, account), delivery.outgoing())
    except PlatformError as error:
        _finish(delivery, partial(_failed, delivery, error))
        return _look_into(delivery.message, error)
    _finish(delivery, partial(delivery.settle, sent))
    usage.note(thread.channel_id, {_charged_as(delivery.message): 1})


def _wire_in_time(delivery, account):
    """Past its deadline an attempt is looked for, and perhaps made again: it must not send anything of its own then."""
    wire = account.wire(delivery.message.thread.address)
    return replace(wire, http=InTime(wire.http, delivery.deadline - LAST_REQUEST))


def _look_into(message, error):
    """What a refusal tells beside its reason: the message answered may be gone, the customer may want no templates."""
    wishes.refused(message.thread.customer_id, error.code, timezone.now())
    if error.outcome == Outcome.MESSAGE_FAILED and message.parent and message.parent.external_id:
        look_at(message.parent)


def _charged_as(message):
    """What the platform charges for a message of ours as."""
    if message.template:
        return usage.Kind.TEMPLATE
    if message.thread.private:
        return usage.Kind.DM_CREATE
    return usage.Kind.POST_CREATE_LINK if LINK.search(message.text) else usage.Kind.POST_CREATE


def _refused(message):
    """(code, words) why it must not go out any more, though it could when the agent pressed send; None: it may."""
    thread = message.thread
    if message.template:
        return thread.sending_refused(message.template) or refused_for(thread, message.template)
    if thread.window_is_closed() and not message.private_reply:
        return "window_closed", str(_("The reply window has closed."))
    return thread.sending_refused(None)


def _paced(delivery):
    """Is there room for it now, by the platform's limits per number and per recipient? Else it is due when there is."""
    thread = delivery.message.thread
    held = Pace.objects.filter(key=_hold(thread), paid_until__gt=timezone.now()).first()
    if held:
        delivery.put_off(held.paid_until)
        return False
    for key, pace in _paces(thread):
        while room_at := Pace.take(key, *pace):
            seconds = (room_at - timezone.now()).total_seconds()
            if seconds > SHORT:
                delivery.put_off(room_at)
                return False
            time.sleep(max(seconds, 0.001))
    return True


def _hold(thread):
    """Where it is noted until when the platform wants to be left alone: every call before then prolongs it."""
    return f"held:{thread.kind}:{thread.address}"


def _paces(thread):
    """The limits that hold for a thread: first the narrower one of its customer."""
    limits = thread.module.CAPABILITIES
    if limits.recipient_pace:
        yield f"{thread.kind}:{thread.address}:{thread.external_id}", limits.recipient_pace
    if limits.address_pace:
        yield f"{thread.kind}:{thread.address}", limits.address_pace


def _load():
    return Delivery.objects.select_related(
        "message__thread__channel__account",
        "message__thread__customer",
        "message__thread__peer",
        "message__parent",
        "message__interaction",
    )


@deadlocks_retried
def _finish(delivery, change):
    """Write down what came of an attempt; what was set aside meanwhile can then be told apart."""
    with transaction.atomic():
        threads = lock_threads([delivery.message.thread_id])
        change()
        ours.settle_asides(threads[delivery.message.thread_id])
        _wake_next(delivery)


def _wake_next(delivery):
    """What was written after it to the same customer may have waited for it."""
    following = Delivery.objects.filter(message__thread=delivery.message.thread_id, state=Delivery.State.QUEUED)
    following = following.filter(due_at__lte=timezone.now()).order_by("pk").values_list("pk", flat=True).first()
    if following and not delivery.is_under_way:
        wake("interactions.tasks.deliver", following)


def _failed(delivery, error):
    now, error = timezone.now(), _given_up(delivery, error)
    if error.outcome == Outcome.RETRY:
        return delivery.again(now + later(delivery.attempts), error.code, error.reason)
    if error.outcome == Outcome.WAIT:
        return _wait(delivery, error, error.retry_at or now + BACKOFF[-1])
    if error.outcome == Outcome.ACCOUNT_SUSPENDED:
        # The very account that failed: one that was linked again meanwhile has another token.
        parked = delivery.message.thread.channel.account.suspend(error.reason)
        return delivery.again(now + BACKOFF[-1 if parked else 1], SUSPENDED, error.reason)
    if error.outcome == Outcome.MESSAGE_FAILED:
        return delivery.fail(error.code, error.reason)
    if error.outcome == Outcome.ALREADY_SENT:
        return delivery.doubt(now, code=DUPLICATE, reason=error.reason[:500])
    return delivery.doubt(now)


def _given_up(delivery, error):
    """The error; what could not be sent for so long has failed with it."""
    passes = error.outcome in (Outcome.RETRY, Outcome.WAIT)
    if passes and timezone.now() - delivery.message.platform_at > STALE:
        return PlatformError(Outcome.MESSAGE_FAILED, error.code, error.reason)
    return error


def later(attempts):
    """How long to wait after so many attempts that failed: longer each time, and not all for the same time."""
    return BACKOFF[min(attempts, len(BACKOFF)) - 1] * random.uniform(1, 1.25)


def _wait(delivery, error, until):
    """Until then it waits, and all that would go the same way. For one person four times as long after each attempt."""
    if error.code.partition("/")[0] in ONE_PERSON:
        seconds = min(4**delivery.attempts, ONE_PERSON_MOST)
        until = max(until, timezone.now() + timedelta(seconds=seconds))
    else:
        Pace.objects.update_or_create(key=_hold(delivery.message.thread), defaults={"paid_until": until})
    delivery.again(until, error.code, error.reason)


def settle_lost():
    """Replies whose worker died or whose answer never came are in doubt from now on."""
    for delivery in _load().filter(pk__in=Delivery.objects.lost(timezone.now()).values("pk")[:50]):
        delivery.doubt(timezone.now())


def doubtful_now(limit=20):
    """Ids of the replies in doubt that are due for a look."""
    return list(Delivery.objects.doubtful(timezone.now()).values_list("pk", flat=True)[:limit])


def look_for(pk):
    """Look on the platform for a reply in doubt. Found: sent. Absent twice, 45 s apart: sent again. Cannot tell: a person."""
    now = timezone.now()
    delivery = _load().filter(pk=pk, state=Delivery.State.UNCERTAIN, due_at__lte=now).first()
    mine = delivery and Delivery.objects.filter(pk=pk, due_at=delivery.due_at).update(due_at=now + LOOK_AGAIN)
    if not mine:
        return
    sent = ours.found_aside(delivery)
    if sent:
        return _finish(delivery, partial(delivery.settle, sent))
    if delivery.message.thread.channel.account.suspended_at:
        return  # the next look is due in 45 s
    try:
        search = _search(delivery)
    except PlatformError as error:
        log.warning("could not look for delivery %s: %s", pk, error)
        return _could_not_look(delivery, error, now)
    _finish(delivery, partial(_concluded, delivery, search, now))


def _could_not_look(delivery, error, now):
    """The next look is due in 45 s, or when the platform says. Where it never lets us look, a person decides."""
    if error.outcome == Outcome.ACCOUNT_SUSPENDED:
        delivery.message.thread.channel.account.suspend(error.reason)
    elif error.outcome == Outcome.MESSAGE_FAILED:
        _finish(delivery, partial(_concluded, delivery, Search(Found.CANNOT_TELL), now))
    elif error.retry_at and error.retry_at > now + LOOK_AGAIN:
        Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.UNCERTAIN).update(due_at=error.retry_at)


def _search(delivery):
    thread = delivery.message.thread
    mine = Message.objects.filter(thread=thread, outbound=True, external_id__isnull=False)
    failed = Alias.objects.filter(message__thread=thread, message__outbound=True)
    known = frozenset(mine.values_list("external_id", flat=True)) | set(failed.values_list("external_id", flat=True))
    return thread.module.find_sent(thread.channel.account.wire(thread.address), delivery.outgoing(), known)


def _concluded(delivery, search, now):
    if search.found == Found.YES:
        return delivery.settle(search.sent)
    if search.found == Found.CANNOT_TELL:
        waited = now - (delivery.first_try_at or now) >= STATUS_PATIENCE
        return delivery.doubt(None if waited else now + timedelta(seconds=10))
    if delivery.absent + 1 >= LOOKS:
        # The platform refuses the words themselves as said before: sending them again would go on for ever.
        return delivery.fail(DUPLICATE, delivery.reason) if delivery.code == DUPLICATE else delivery.again(now)
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.UNCERTAIN).update(absent=delivery.absent + 1)
