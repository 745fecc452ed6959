"""Reading from journals what agents' work came to: each interaction once, after its end; the wrap-up when it is over."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from agents.models import StatusChange
from interactions.models import Event, Interaction, State
from supervision import segments
from supervision.recordings.models import Watermark
from supervision.reports.models import Work

TICK = "work"
AT_ONCE = 200
SLACK = timedelta(seconds=60)  # a transaction may commit that much after the moment that it wrote
SOON = timedelta(seconds=2)  # within which the wrap-up status follows the end
LONGEST = timedelta(hours=2, minutes=5)  # no wrap-up lasts longer
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
FIELDS = {State.CONNECTED: "connected_ms", State.HELD: "held_ms"}


def read_due(now=None):
    """What has ended since the last look, and the wrap-ups that are over."""
    now = now or timezone.now()
    since = Watermark.objects.get_or_create(name=TICK, defaults={"until": BEGINNING})[0].until
    while ended := _ended(since):
        for interaction in ended:
            read(interaction)
        since = ended[-1].disconnected_at
        Watermark.move(TICK, min(since, now - SLACK))
        if len(ended) < AT_ONCE:
            break
    Watermark.move(TICK, now - SLACK)
    _wrap_ups(now)


def _ended(since):
    rows = Interaction.objects.filter(state=State.DISCONNECTED, disconnected_at__gte=since)
    read_already = Work.objects.filter(interaction__disconnected_at__gte=since).values("interaction")
    worked = rows.filter(picked_up_at__isnull=False).exclude(pk__in=read_already)
    return list(worked.order_by("disconnected_at", "pk")[:AT_ONCE])


def read(interaction):
    """One interaction's work, as rows; those that are there stay."""
    events = list(Event.objects.filter(month=interaction.month, interaction_id=interaction.pk).order_by("number"))
    spent = defaultdict(lambda: dict.fromkeys(FIELDS.values(), 0))
    for one in segments.segments(events):
        if one.state in FIELDS and one.agent and one.workgroup:
            spent[one.agent, one.workgroup][FIELDS[one.state]] += round(one.seconds(interaction.disconnected_at) * 1000)
    ender = interaction.owner_id, interaction.workgroup_id
    facts = {"interaction": interaction, "media_type": interaction.media_type, "ended_at": interaction.disconnected_at}
    rows = [
        Work(agent_id=key[0], workgroup_id=key[1], wrap_up_ms=None if key == ender else 0, **facts, **times)
        for key, times in spent.items()
    ]
    with transaction.atomic():
        Work.objects.bulk_create(rows, ignore_conflicts=True)


def _wrap_ups(now):
    for work in Work.objects.filter(wrap_up_ms=None, ended_at__lte=now - SOON).order_by("ended_at")[: AT_ONCE * 5]:
        lasted = _wrapped_up(work, now)
        if lasted is not None:
            Work.objects.filter(pk=work.pk, wrap_up_ms=None).update(wrap_up_ms=lasted // timedelta(milliseconds=1))


def _wrapped_up(work, now):
    """How long it lasted; None while it does."""
    changes = StatusChange.objects.filter(agent=work.agent_id, at__gte=work.ended_at).select_related("status")
    first, following, *_rest = [*changes.order_by("at", "pk")[:2], None, None]
    if first is None or first.at > work.ended_at + SOON or not first.status.after_call_work:
        return timedelta(0)
    if following:
        return following.at - first.at
    return LONGEST if now - work.ended_at > LONGEST else None
