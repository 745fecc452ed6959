"""What was before with a customer, over all channels: in the viewer's own workgroups at length, elsewhere date and platform."""

from django.db.models import F, OuterRef, Subquery
from django.shortcuts import get_object_or_404

from agents.models import Agent, Workgroup, WrapUpCode
from channels_admin.models import Channel
from interactions.models import Interaction, Message, State
from interactions.names import named_by
from interactions.serializers import iso, messages, with_author

SIZE = 10
SUBJECT = 120  # characters
READ = 200  # messages


def page(interaction, person, talking, after=0):
    """Ten, newest first, after the first so many: {"rows", "more", "count"}."""
    rows = Interaction.objects.filter(customer=interaction.customer_id).exclude(pk=interaction.pk)
    rows = rows if talking else rows.filter(thread=interaction.thread_id)
    rows = rows.filter(state=State.DISCONNECTED)
    first = Message.objects.filter(interaction=OuterRef("pk")).order_by("platform_at", "arrived_at", "place", "pk")
    said = first.filter(deleted_at=None).values("text")[:1]
    told = rows.annotate(subject=Subquery(said), kind=F("thread__kind")).order_by("-created_at", "-pk")
    found = list(told[after : after + SIZE + 1])
    seen = set(reach(person, talking).filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    codes = _wrap_ups(found)
    return {
        "rows": [_row(row, codes, seen=row.pk in seen) for row in found[:SIZE]],
        "more": len(found) > SIZE,
        "count": rows.count(),
    }


def reach(person, talking):
    """What he may read of it."""
    own = Interaction.objects.for_person(person)
    return own | Interaction.objects.talked_about(person) if talking else own


def _wrap_ups(rows):
    ids = {row.wrap_up_id for row in rows} - {None}
    return dict(WrapUpCode.objects.filter(pk__in=ids).values_list("pk", "name"))


def _row(row, codes, *, seen):
    """One line; out of reach it is a date and a platform, and no number."""
    if not seen:
        return {"id": None, "date": row.created_at.date().isoformat(), "platform": row.platform, "kind": row.kind}
    return {
        "id": row.pk,
        "at": iso(row.created_at),
        "platform": row.platform,
        "kind": row.kind,
        "subject": " ".join((row.subject or "").split())[:SUBJECT],
        "agent": named_by(Agent, row.owner_id),
        "workgroup": named_by(Workgroup, row.workgroup_id),
        "wrap_up": codes.get(row.wrap_up_id, ""),
    }


def read(interaction, person, pk, talking):
    """One of them with what was said, to be read only."""
    same = reach(person, talking).filter(customer=interaction.customer_id)
    found = get_object_or_404(same.select_related("thread", "customer"), pk=pk)
    said = list(with_author(found.messages.all()).order_by("-platform_at", "-arrived_at", "-place", "-pk")[: READ + 1])
    return {
        "channel": named_by(Channel, found.thread.channel_id),
        "workgroup": named_by(Workgroup, found.workgroup_id),
        "agent": named_by(Agent, found.owner_id),
        "state": found.state,
        "platform": found.platform,
        "kind": found.thread.kind,
        "at": iso(found.created_at),
        "ended": iso(found.disconnected_at),
        "labels": found.label_names(),
        "messages": messages(reversed(said[:READ]), person.pk),
        "more": len(said) > READ,
    }
