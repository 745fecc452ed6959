"""A conversation as the desk shows it: the newest messages first in reach, earlier ones page by page."""

from django.db.models import Q

from channels_admin.models import Gap
from interactions.elsewhere import copies
from interactions.models import Event, Interaction, Message, State
from interactions.noted import of_conversation
from interactions.serializers import events, gap, iso, messages, named, row, with_author
from interactions.templates import facts
from workspace.drafts import drafts_of

PAGE = 200
BACKWARDS = ["-platform_at", "-arrived_at", "-place", "-pk"]


def detail(interaction, viewer):
    """Everything about one interaction that its page shows."""
    thread = interaction.thread
    journal = Event.objects.filter(month=interaction.month, interaction_id=interaction.pk).order_by("number")
    return {
        "interaction": row(interaction, viewer) | {"messages": thread.messages.count()},
        **page(thread, viewer),
        "root": None if thread.private else _root(thread, viewer),
        "events": [event | {"message": None} for event in events(journal, viewer.pk)],
        "notes": of_conversation(interaction, viewer),
        "history": _history(interaction, viewer),
        "elsewhere": [] if thread.private else _elsewhere(thread),
        "composer": _composer(interaction),
        "reopen": _reopening(interaction, viewer) if interaction.state == State.DISCONNECTED else None,
        "drafts": drafts_of(viewer, interaction),
        "gaps": [gap(one) for one in Gap.objects.for_thread(thread)],
    }


def page(thread, viewer, before=None):
    """One page of messages, oldest first, that come before the message with this id, a text (None: the newest)."""
    rows = with_author(thread.messages.all())
    if before:
        known = before.isdecimal() and thread.messages.filter(pk=before).first()
        rows = rows.filter(_earlier_than(known or None))
    newest = list(rows.order_by(*BACKWARDS)[: PAGE + 1])
    return {"messages": messages(reversed(newest[:PAGE]), viewer.pk), "more": len(newest) > PAGE}


def _earlier_than(item):
    """Before this one in a thread's order (platform time, arrival, place)."""
    if item is None:
        return Q(pk=None)
    same = Q(platform_at=item.platform_at)
    arrived = Q(arrived_at=item.arrived_at)
    return (
        Q(platform_at__lt=item.platform_at)
        | same & Q(arrived_at__lt=item.arrived_at)
        | same & arrived & Q(place__lt=item.place)
        | same & arrived & Q(place=item.place, pk__lt=item.pk)
    )


def _root(thread, viewer):
    """The post or comment that the thread hangs on, if we have it."""
    found = with_author(Message.objects.filter(channel=thread.channel, external_id=thread.external_id))[:1]
    return next(iter(messages(found, viewer.pk)), None)


def _history(interaction, viewer):
    """Other interactions of this conversation, within the viewer's reach; elsewhere only that there were some."""
    others = Interaction.objects.filter(thread=interaction.thread_id).exclude(pk=interaction.pk)
    mine = set(viewer.memberships.values_list("workgroup", flat=True))
    return [
        {
            "id": other.pk,
            "at": iso(other.created_at),
            "state": other.state,
            "agent": named(other.owner) if other.workgroup_id in mine else None,
            "workgroup": named(other.workgroup),
        }
        for other in others.select_related("owner", "workgroup").order_by("-pk")[:20]
    ]


def _elsewhere(thread):
    """The same post on X in other channels: who has it there, and in what state."""
    first = thread.messages.filter(external_id=thread.external_id).select_related("thread").first()
    rows = copies(first).exclude(interaction=None).select_related("channel", "interaction__owner")[:5]
    return [
        {
            "channel": named(copy.channel),
            "state": copy.interaction.state,
            "agent": named(copy.interaction.owner),
            "answered": copy.thread.messages.filter(outbound=True).exists(),
        }
        for copy in rows
    ]


def _reopening(interaction, viewer):
    """May the viewer go on with what has ended, and if not, why."""
    refused = interaction.not_reopened(viewer)
    return {"allowed": refused is None, "code": refused and refused[0], "why": refused[1] if refused else ""}


def _composer(interaction):
    reason, allows = interaction.closed_for() or interaction.unanswerable(), interaction.thread.module.CAPABILITIES
    return {
        "open": not reason,
        "reason": reason,
        "limit": allows.text_limit,
        "files": {
            kind: {"largest": size, "most": allows.media_most.get(kind, 1)} for kind, size in allows.media.items()
        },
        "file_types": sorted({mime for types in allows.media_types.values() for mime in types}),
        "caption_limit": allows.caption_limit,
        "acts": sorted(allows.acts),
        "own_acts": sorted(allows.own_acts),
        "private_reply_days": allows.private_reply_days,
        "templates": allows.templates,
        "facts": facts(interaction) if allows.templates else {},
        "closes_at": iso(interaction.thread.writable_until),
    }
