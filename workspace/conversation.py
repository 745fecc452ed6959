"""A conversation as the desk shows it: the newest messages first in reach, earlier ones page by page."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.models import License
from audit.kept_words import told
from channels_admin.models import Gap
from interactions.branches import above, answers
from interactions.elsewhere import copies
from interactions.models import Event, Message, Reading, State
from interactions.noted import of_conversation
from interactions.outbox import HELD
from interactions.serializers import events, gap, iso, messages, named, row, with_author
from interactions.templates import facts
from workspace.drafts import drafts_of
from workspace.helping import help_of

PAGE = 200
MOST = 1000  # messages in one answer, when a page asks for all back to a certain one
BACKWARDS = ["-platform_at", "-arrived_at", "-place", "-pk"]
SAY_THEMSELVES = ("message", "delivery")  # events that the messages show; of thousands, only they come by thousands
JOURNAL = 500


def detail(interaction, viewer):
    """Everything about one interaction that its page shows."""
    thread = interaction.thread
    return {
        "interaction": row(interaction, viewer) | {"messages": thread.messages.count()},
        **page(thread, viewer),
        "root": None if thread.private else _root(thread, viewer),
        "events": [event | {"message": None} for event in events(_journal(interaction), viewer.pk)],
        "notes": of_conversation(interaction, viewer),
        "elsewhere": [] if thread.private else _elsewhere(thread),
        "composer": _composer(interaction, viewer),
        "help": help_of(interaction),
        "snippet": _snippet(interaction),
        "reopen": _reopening(interaction, viewer) if interaction.state == State.DISCONNECTED else None,
        "drafts": drafts_of(viewer, interaction),
        "gaps": [gap(one) for one in Gap.objects.for_thread(thread)],
    }


def _snippet(interaction):
    """What its agent records now, or None."""
    running = interaction.running_snippet()
    return running and {"agent": running.agent_id, "since": iso(running.since)}


def _journal(interaction):
    """What happened beside the messages, the newest of it, in order."""
    told = Event.objects.filter(month=interaction.month, interaction_id=interaction.pk).exclude(kind__in=SAY_THEMSELVES)
    return reversed(told.order_by("-number")[:JOURNAL])


def page(thread, viewer, before=None, back_to=None):
    """One page of messages, oldest first, that come before the message `before` (an id, a text; None: the newest).

    It reaches back to the message `back_to`, if that is within reach of one answer. With it comes what stands above its
    messages in the tree (or is quoted by them), how many answers hang there, and which branches are marked as read.
    """
    rows = with_author(thread.messages.all())
    if before:
        rows = rows.filter(_earlier_than(_known(thread, before)))
    size = _reach(rows, _known(thread, back_to))
    newest = list(rows.order_by(*BACKWARDS)[: size + 1])
    shown = newest[:size][::-1]
    return {"messages": messages(shown, viewer.pk), "more": len(newest) > size, **around(thread, viewer, shown)}


def _known(thread, number):
    return thread.messages.filter(pk=number).first() if number and number.isdecimal() else None


def _reach(rows, target):
    """How many of these messages one answer gives."""
    if target is None:
        return PAGE
    between = rows.exclude(_earlier_than(target)).count()
    return min(MOST, between + PAGE // 4)


def branch(thread, viewer, number):
    """What stands above one message that came by the socket while its branch was not loaded."""
    item = _known(thread, number)
    return around(thread, viewer, [item] if item else [])


def around(thread, viewer, shown):
    """What stands above these messages and is not among them, with the answers there and the read marks of all."""
    present = {item.pk for item in shown}
    missing = {item.parent_id for item in shown} - present - {None}
    higher = [pk for pk in (missing if thread.private else above(thread, missing)) if pk not in present]
    rows = list(with_author(thread.messages.filter(pk__in=higher))) if higher else []
    ids = [item.pk for item in rows]
    return {
        "above": messages(rows, viewer.pk),
        "answers": {} if thread.private else answers(ids),
        "reads": {} if thread.private else marks(present.union(ids)),
    }


def marks(ids):
    """{message: up to which message its branch was read} of these messages."""
    return dict(Reading.objects.filter(message__in=ids).values_list("message", "up_to"))


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


def _blocked(interaction):
    """Why the platform would not take a free answer to this person or from this number, in words; blank: it would."""
    refused = interaction.thread.sending_refused(None)
    return str(refused[1]) if refused else ""


def _waits(interaction):
    """Why answers are kept for a while before they go out, in words; blank: they go at once."""
    channel = interaction.thread.channel
    if channel.account.suspended_at:
        why = told(channel.account.suspended_for)
        return _("Answers wait until an administrator has connected the account again. %(why)s") % {"why": why}
    return str(HELD) if channel.held_since else ""


def _off(interaction):
    """Why nothing new begins where this came in, though it can be answered to its end (R15, R33), in words; blank: it does."""
    channel = interaction.thread.channel
    if not channel.enabled:
        return _(
            "The channel %(channel)s is disabled: nothing new begins there. You can answer until you disconnect."
        ) % {"channel": channel}
    if not License.allows(channel.family, timezone.now().date()):
        return _(
            "The license for this platform has ended: nothing new begins there. You can answer until you disconnect."
        )
    return ""


def _not_for(interaction, viewer):
    """Why the viewer may not pick up what waits, in words; blank: he may, or it does not wait."""
    refused = interaction.not_taken_from_queue(viewer) if interaction.state == State.WAITING else None
    return str(refused[1]) if refused else ""


def _composer(interaction, viewer):
    allows = interaction.thread.module.CAPABILITIES
    reason = interaction.closed_for() or interaction.unanswerable() or _blocked(interaction)
    return {
        "open": not reason,
        "reason": reason,
        "waits": _waits(interaction) or _off(interaction),
        "not_for_me": _not_for(interaction, viewer),
        "limit": allows.text_limit,
        "files": {
            kind: {"largest": size, "most": allows.media_most.get(kind, 1)} for kind, size in allows.media.items()
        },
        "file_types": sorted({mime for types in allows.media_types.values() for mime in types}),
        "caption_limit": allows.caption_limit,
        "alt_limit": allows.alt_limit,
        "acts": sorted(allows.acts),
        "own_acts": sorted(allows.own_acts),
        "private_reply_days": allows.private_reply_days,
        "templates": allows.templates,
        "facts": facts(interaction) if allows.templates else {},
        "closes_at": iso(interaction.thread.writable_until),
        "window_hours": interaction.thread.window_hours,
    }
