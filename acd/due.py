"""What time brings: offers that nobody reacts to, steps for those that wait long, wrap-ups that end."""

import contextlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from agents.models import Agent, Seat, Status
from interactions.models import Interaction, NotAllowed, State

NOT_SHOWN = timedelta(seconds=3)  # an offer that no page has drawn by then goes back
GONE = timedelta(seconds=60)  # a desk not heard of for so long has left what alerts


def offers_due():
    """Take back what was offered to somebody who does not react: too late, never drawn, or his desk is gone."""
    now = timezone.now()
    alerting = Interaction.objects.filter(state=State.ALERTING).select_related(
        "owner__status", "returns_to__seat", "workgroup"
    )
    for interaction in alerting.filter(offer_expires_at__lte=now)[:200]:
        _not_answered(interaction)
    unseen = alerting.filter(acknowledged_at=None, state_since__lte=now - NOT_SHOWN, offer_expires_at__gt=now)
    gone = alerting.exclude(owner__in=Seat.objects.filter(seen_at__gt=now - GONE).values("agent"))
    for interaction in [*unseen[:200], *gone[:200]]:
        with contextlib.suppress(NotAllowed):
            interaction.return_to_queue("not_shown")


def _not_answered(interaction):
    """Back to the queue; who let an offer pass that he had on his screen is set to the workgroup's no-answer status.

    Not where he has said himself that he takes none: a colleague may have handed it to him while he was at lunch.
    """
    agent, drawn = interaction.owner, interaction.acknowledged_at is not None
    blamed = drawn and agent.status and agent.status.takes_acd
    with contextlib.suppress(NotAllowed), transaction.atomic():
        if blamed:  # before the queue has it back, or the router would offer it to him again
            agent.set_status(interaction.workgroup.no_answer_status or no_answer())
        interaction.return_to_queue("not_answered" if drawn else "not_shown")


def no_answer():
    """The status for agents who do not answer, where the workgroup names none."""
    return Status.objects.get(name=Status.NOT_ANSWERING)


def steps_due():
    """Those that wait long are offered more widely, sooner or elsewhere; wrapping up ends."""
    Interaction.steps_due()
    Agent.wrap_ups_due()
