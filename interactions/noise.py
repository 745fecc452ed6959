"""Noise where messages pass: the rules of a channel, remembered for a moment, and their trial on what was said before."""

import time

from django.db.models import Q

from interactions.models import Interaction, Message, NoiseRule
from interactions.models.noise import Said

KEPT = 5.0  # seconds until a change of the rules is seen
TRIED_ON = 1000  # messages
_kept = {}


def forget():
    """Ask the database again."""
    _kept.clear()


def rules_of(channel):
    """The rules in force on a channel (id)."""
    until, rules = _kept.get(channel, (0.0, ()))
    if until < time.monotonic():
        rules = tuple(NoiseRule.objects.filter(channel=channel, active=True).select_related("wrap_up").order_by("pk"))
        _kept[channel] = (time.monotonic() + KEPT, rules)
    return rules


def caught_by(message):
    """The first rule of its channel that takes a customer's message for noise; None: none does. It is marked with it."""
    rules = () if message.outbound else rules_of(message.channel_id)
    said = Said.by(message) if rules else None
    rule = next((one for one in rules if one.catches(said)), None)
    if rule:
        message.noise = rule
        Message.objects.filter(pk=message.pk).update(noise=rule)
    return rule


def tried(rule):
    """(how many messages were looked at, those that the rule would have caught): of its channel, the newest first."""
    rows = Message.objects.filter(channel=rule.channel_id, outbound=False, deleted_at=None).select_related("author")
    rows = list(rows.order_by("-platform_at", "-pk")[:TRIED_ON])
    return len(rows), [message for message in rows if rule.catches(Said.by(message))]


def in_sight(messages, person):
    """Those of these messages that he may read as a supervisor (R73a).

    What belongs to no interaction is of the workgroup to which its channel sends such messages.
    """
    supervised = person.memberships.filter(supervises=True).values("workgroup")
    private = Q(thread__peer__isnull=False, channel__direct_workgroup__in=supervised)
    public = Q(thread__peer=None, channel__conversation_workgroup__in=supervised)
    theirs = Q(interaction__in=Interaction.objects.for_supervisor(person))
    return messages.filter(theirs | Q(interaction=None) & (private | public))
