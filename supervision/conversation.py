"""The conversation that an interaction is a part of, as far as the person may see it."""

from dataclasses import dataclass
from operator import itemgetter

from django.db.models import Q
from django.utils import timezone

from channels_admin.models import Gap
from interactions.models import Note
from interactions.serializers import messages, with_author
from supervision.facts import more
from supervision.tracker.reach import Reach

SHOWN = 200
SHOWN_MOST = 5000
BACKWARDS = ["-platform_at", "-arrived_at", "-place", "-pk"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages, oldest first, up to the end of the interaction; `earlier` says that there are more before them.

    `lines` has the messages and, where they lie in time, notes of colleagues and the gaps in which some may be missing.
    `hidden` are messages of the same conversation that were handled in workgroups the person does not supervise.
    """

    messages: list
    lines: list
    earlier: bool
    hidden: int


def conversation(interaction, person, *, everything=False):
    """What was said until the interaction's last message; what came after belongs to the next one."""
    said = interaction.thread.messages.filter(_until(interaction))
    theirs = Reach.of(person).interactions.filter(thread=interaction.thread_id)
    mine = Q(interaction=None) | Q(interaction__in=theirs)
    limit = SHOWN_MOST if everything else SHOWN
    rows = with_author(said.filter(mine)).select_related("agent", "parent__author", "parent__agent")
    newest = list(rows.prefetch_related("revisions").order_by(*BACKWARDS)[: limit + 1])
    shown, earlier = _drawn(newest[:limit][::-1], person), len(newest) > limit
    lines = _with_rest(interaction, shown, earlier, person)
    return Conversation(shown, lines, earlier, said.exclude(mine).count())


def _with_rest(interaction, shown, earlier, person):
    """Messages as {"message"}, notes as {"note"} and gaps as {"gap"}, by time; a gap that touches nothing is left out."""
    first = shown[0].platform_at if shown else None
    last = interaction.disconnected_at or timezone.now()
    found = [gap for gap in Gap.objects.for_thread(interaction.thread) if gap.since <= last]
    touching = [gap for gap in found if (first and gap.until >= first) or (gap.peer and not earlier)]
    lines = [(one.platform_at, {"message": one}) for one in shown] + [(gap.since, {"gap": gap}) for gap in touching]
    noted = Note.objects.readable(person).filter(interaction=interaction).select_related("agent", "only_for")
    lines += [(note.at, {"note": note}) for note in noted]
    return [line for _at, line in sorted(lines, key=itemgetter(0))]


def _drawn(shown, person):
    """Each message with `shown`, what the desk shows of it too: of deleted ones what the person may read."""
    for message, drawn in zip(shown, messages(shown, person.pk), strict=True):
        message.shown = drawn | {"details": [line | {"more": more(line)} for line in drawn["details"]]}
    return shown


def _until(interaction):
    """By time for what belongs to none, by number for what belongs to one: platforms count in whole seconds."""
    last = interaction.messages.order_by(*BACKWARDS).values_list("platform_at", flat=True).first()
    earlier = Q(interaction__lte=interaction.pk)
    return earlier | Q(interaction=None, platform_at__lte=last) if last else earlier


def neighbors(interaction, reach):
    """The interactions of the same conversation right before and after it, within a `tracker.reach.Reach`."""
    same = reach.interactions.filter(thread=interaction.thread_id)
    before = same.filter(pk__lt=interaction.pk).order_by("-pk").first()
    return before, same.filter(pk__gt=interaction.pk).order_by("pk").first()
