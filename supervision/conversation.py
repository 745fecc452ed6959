"""The conversation that an interaction is a part of, as far as the person may see it."""

from dataclasses import dataclass

from django.db.models import Q

from interactions.models import Interaction
from interactions.serializers import messages, with_author
from supervision.facts import more

SHOWN = 200
SHOWN_MOST = 5000
BACKWARDS = ["-platform_at", "-arrived_at", "-place", "-pk"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages, oldest first, up to the end of the interaction; `earlier` says that there are more before them.

    `hidden` are messages of the same conversation that were handled in workgroups the person does not supervise.
    """

    messages: list
    earlier: bool
    hidden: int


def conversation(interaction, person, *, everything=False):
    """What was said until the interaction's last message; what came after belongs to the next one."""
    said = interaction.thread.messages.filter(_until(interaction))
    theirs = Interaction.objects.for_supervisor(person).filter(thread=interaction.thread_id)
    mine = Q(interaction=None) | Q(interaction__in=theirs)
    limit = SHOWN_MOST if everything else SHOWN
    rows = with_author(said.filter(mine)).select_related("agent", "parent__author", "parent__agent")
    newest = list(rows.prefetch_related("revisions").order_by(*BACKWARDS)[: limit + 1])
    return Conversation(_drawn(newest[:limit][::-1]), len(newest) > limit, said.exclude(mine).count())


def _drawn(shown):
    """Each message with `shown`, what the desk shows of it too: no words of deleted ones, files at our own address."""
    for message, drawn in zip(shown, messages(shown), strict=True):
        message.shown = drawn | {"details": [line | {"more": more(line)} for line in drawn["details"]]}
    return shown


def _until(interaction):
    """By time for what belongs to none, by number for what belongs to one: platforms count in whole seconds."""
    last = interaction.messages.order_by(*BACKWARDS).values_list("platform_at", flat=True).first()
    earlier = Q(interaction__lte=interaction.pk)
    return earlier | Q(interaction=None, platform_at__lte=last) if last else earlier


def neighbors(interaction, person):
    """The interactions of the same conversation right before and after it, within the person's reach."""
    same = Interaction.objects.for_supervisor(person).filter(thread=interaction.thread_id)
    before = same.filter(pk__lt=interaction.pk).order_by("-pk").first()
    return before, same.filter(pk__gt=interaction.pk).order_by("pk").first()
