"""Interactions with which nobody goes on: warned of and ended (R50b), or taken from an agent who is gone (R50c)."""

import contextlib
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from agents.models import Seat, Workgroup, WrapUpCode
from agents.models.agent import SEAT_LIVES
from interactions.models import Delivery, Interaction, NotAllowed
from interactions.models.idle import IN_HAND, WARNED

MOST = 200  # of each kind in one turn
IDLE = "Idle"  # the wrap-up code


def leave_due():
    """One turn."""
    now = timezone.now()
    for workgroup in Workgroup.objects.filter(idle_hours__gt=0):
        _end_idle(workgroup, now)
    for minutes in Workgroup.objects.order_by().values_list("gone_minutes", flat=True).distinct():
        _release_gone(minutes, now)


def _end_idle(workgroup, now):
    """Warn of those whose time is nearly over; end those whose agent was warned and where nothing was said since."""
    over = now - timedelta(hours=workgroup.idle_hours)
    silent = _silent(workgroup)
    warned = Q(idle_after=F("last_message"))
    near = silent.exclude(warned).filter(last_message__platform_at__lte=over + WARNED)
    ended = silent.filter(warned, idle_warned_at__lte=now - WARNED, last_message__platform_at__lte=over)
    for interaction in near[:MOST]:
        with contextlib.suppress(NotAllowed):  # somebody went on with it
            interaction.warn_idle()
    for interaction in ended[:MOST]:
        with contextlib.suppress(NotAllowed):
            interaction.end_idle(WrapUpCode.objects.get_or_create(name=IDLE, defaults={"active": False})[0])


def _silent(workgroup):
    """Those whose last word was ours, by a person, and has reached the platform."""
    reached = (Delivery.State.SENT, Delivery.State.DELIVERED, Delivery.State.READ)
    sent = Q(last_message__delivery=None) | Q(last_message__delivery__state__in=reached)
    ours = {"last_message__outbound": True, "last_message__automatic": "", "customer_waits_since": None}
    return Interaction.objects.filter(sent, workgroup=workgroup, state__in=IN_HAND, **ours)


def _release_gone(minutes, now):
    """Back to the queue from agents of whom no page was heard for so long; never from one whose desk is there."""
    since = now - max(timedelta(minutes=minutes), SEAT_LIVES)
    here = Seat.objects.filter(seen_at__gt=since)
    kept = Interaction.objects.filter(state__in=IN_HAND, workgroup__gone_minutes=minutes, state_since__lte=since)
    for interaction in kept.exclude(owner__in=here.values("agent")).select_related("owner")[:MOST]:
        with contextlib.suppress(NotAllowed):  # he is back, or it moved on
            interaction.release_gone()
