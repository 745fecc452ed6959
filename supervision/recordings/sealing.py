"""Making recordings: of interactions that have ended, as the initiation policies say, and of snippets that were ended.

Each is built outside of any lock, and then saved with its entries and its seal in one transaction in which a unique row says
that it was done: however often it is tried, and wherever a worker is killed, there is the whole recording once or none.
"""

import logging
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from interactions.models import Event, Interaction, Snippet, State
from supervision.policies import initiation
from supervision.recordings import chain
from supervision.recordings.document import document
from supervision.recordings.models import Considered, Entry, Recording, SealingKey, Watermark
from supervision.recordings.parts import snippet as part_of

log = logging.getLogger(__name__)

AT_ONCE = 100
PATIENCE = timedelta(hours=1)
SLACK = timedelta(seconds=60)  # a transaction may commit that much after the moment that it wrote
TICK = "recordings"
CONSIDERED = Exists(Considered.objects.filter(interaction=OuterRef("pk")))


def record_due():
    """What has ended since the last look, in the order in which it did; what was considered already costs nothing."""
    now, last = timezone.now(), (Watermark.of(TICK), 0)
    done = now - SLACK
    while initiation.asked() and (ended := _ended(*last)):
        failed = [at for at, pk in ended if not _recorded(pk)]
        done = min([done, *(at for at in failed if at > now - PATIENCE)])  # looked at again, but not for ever
        last = ended[-1]
    Watermark.move(TICK, done)


def _recorded(pk):
    """Consider one; what goes wrong with it stops no other one."""
    try:
        record(pk)
    except Exception:
        log.exception("Interaction %s could not be recorded", pk)
        return False
    return True


def _ended(since, after):
    """(when, id) of those that ended from then on and are behind this id, if at that very moment."""
    later = Q(disconnected_at__gt=since) | Q(disconnected_at=since, pk__gt=after)
    rows = Interaction.objects.filter(later, state=State.DISCONNECTED, disconnected_at__gte=since).exclude(CONSIDERED)
    return list(rows.order_by("disconnected_at", "pk").values_list("disconnected_at", "pk")[:AT_ONCE])


def record(pk):
    """Consider one interaction: make a recording of each part of it that a policy wants. Returns how many were made."""
    rows = Interaction.objects.filter(pk=pk, state=State.DISCONNECTED).exclude(CONSIDERED)
    interaction, policies = rows.select_related("thread").first(), initiation.asked()
    if interaction is None or not policies:
        return 0
    events = journal(interaction)
    wanted = initiation.wanted(interaction, events, policies)
    made = [_built(interaction, events, part, Recording.Cause.POLICY, policy) for part, policy in wanted]
    try:
        with transaction.atomic():
            Considered.objects.create(interaction=interaction, made=len(made))
            for recording, entries in made:
                _save(recording, entries)
    except IntegrityError:  # another worker was first
        return 0
    return len(made)


def journal(interaction):
    """Its events, by number."""
    return list(Event.objects.filter(month=interaction.month, interaction_id=interaction.pk).order_by("number"))


def seal_snippets():
    """End those that were left running, and make recordings of all that have ended."""
    for left in Snippet.objects.left_running()[:AT_ONCE]:
        Snippet.objects.filter(pk=left.pk, until=None).update(until=timezone.now())
    for one in Snippet.objects.unsealed().select_related("interaction__thread").order_by("pk")[:AT_ONCE]:
        try:
            _seal_snippet(one)
        except Exception:  # it stops no other one, and no recording by policy
            log.exception("Snippet %s could not be sealed", one.pk)


def _seal_snippet(one):
    events = journal(one.interaction)
    part = part_of(events, one.first, one.until)
    recording, entries = _built(one.interaction, events, part, Recording.Cause.SNIPPET, None)
    with transaction.atomic():
        mine = Snippet.objects.filter(pk=one.pk, sealed_at=None)
        if mine.update(sealed_at=recording.sealed_at):  # for exactly one worker
            _save(recording, entries)


def _built(interaction, events, part, cause, policy):
    """The recording of one part with its entries, not saved yet."""
    recording = Recording(
        interaction=interaction,
        agent_id=part.agent,
        workgroup_id=part.workgroup or interaction.workgroup_id,
        channel_id=interaction.thread.channel_id,
        platform=interaction.platform,
        media_type=interaction.media_type,
        cause=cause,
        policy=policy,
        first=part.first,
        began_at=part.since,
        ended_at=max(part.until, part.since),  # clocks of several machines
        sealed_at=timezone.now(),
    )
    entries = [_entry(number, seen) for number, seen in enumerate(document(events, part), 1)]
    recording.length = len(entries)
    last = chain.beginning(recording.header)
    for entry in entries:
        last = entry.link = entry.next_link(last)
    recording.chain = last
    return recording, entries


def _entry(number, seen):
    salt, content = secrets.token_hex(32), chain.written(seen.content)
    entry = Entry(number=number, at=seen.at, kind=seen.kind, salt=salt, content=content)
    entry.message_id, entry.attachment_id = seen.message, seen.attachment
    entry.digest = chain.digest(salt, content)
    return entry


def _save(recording, entries):
    recording.seal = chain.seal(SealingKey.here(), recording.chain)
    recording.save()
    for entry in entries:
        entry.recording = recording
    Entry.objects.bulk_create(entries, batch_size=500)
