"""Carrying out acts upon messages. Each may be repeated without harm, so one that got no answer is done again."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interactions import changes
from interactions.locks import lock_threads
from interactions.models import Action, Message
from interactions.outbox import BACKOFF, later
from platforms.base import Outcome, PlatformError

log = logging.getLogger(__name__)

TRIES = 8
OF_NO_USE = timedelta(days=1)  # an act that could not be done for so long is given up


def due_now(limit=50):
    """Ids of the acts that should be carried out now."""
    return list(Action.objects.due(timezone.now()).values_list("pk", flat=True)[:limit])


def carry_out(pk):
    """Carry out one act, if it is still to be done."""
    due = Action.objects.due(timezone.now())  # a hint may come late, while somebody is at it
    needed = ("message__thread__channel__account", "message__thread__peer", "interaction", "agent")
    action = due.select_related(*needed).filter(pk=pk).first()
    if action is None or not action.claim():
        return
    thread = action.message.thread
    account = thread.channel.account
    if account.suspended_at:
        return action.again(timezone.now() + BACKOFF[-1], reason=account.suspended_for)
    try:
        thread.module.do(account.wire(thread.address), action.doing())
    except PlatformError as error:
        return _failed(action, error)
    _done(action)


def _done(action):
    with transaction.atomic():
        lock_threads([action.message.thread_id])
        if action.finish():
            message = Message.objects.select_related("thread__channel").get(pk=action.message_id)
            changes.done(message, action.act, action.text)


def _failed(action, error):
    now = timezone.now()
    if error.outcome == Outcome.ACCOUNT_SUSPENDED:
        action.message.thread.channel.account.suspend(error.reason)
        return action.again(now + BACKOFF[-1], error.code, error.reason)
    if error.outcome == Outcome.ALREADY_SENT:
        return _done(action)
    given_up = action.attempts >= TRIES or now - action.made_at > OF_NO_USE
    if error.outcome == Outcome.MESSAGE_FAILED or given_up:
        return action.fail(error.code, error.reason)
    log.warning("act %s is tried again: %s", action.pk, error)
    action.again(error.retry_at or now + later(action.attempts), error.code, error.reason)
