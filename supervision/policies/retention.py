"""The daily retention run: what is due is asked about by every retention policy, in their order, and what they say is done.

A recording is claimed by moving its due date, so that any number of workers share a run; what was done to it is a row of
which there is one for each action, so that a run which was killed goes on where it was, and does nothing twice.

What is in the archive is nobody's business any more but that of the policy which put it there: what that says after
"archive" is the archive's own time.
"""

import logging
import time
from datetime import timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from audit.kept_words import in_english
from interactions.models import Refused
from supervision.policies.actions import (
    AGAIN,
    ARCHIVE,
    ASSIGN,
    KEEP,
    PURGE,
    PURGE_MEDIA,
    STOP,
    TAG,
    UNTAG,
)
from supervision.policies.criteria import recordings_that_fit
from supervision.policies.models import Deed, Policy, Run
from supervision.quality.assigning import assign
from supervision.quality.questionnaires import Questionnaire
from supervision.recordings.archive import Archive
from supervision.recordings.archiving import archive
from supervision.recordings.chain import written
from supervision.recordings.erasing import erase_all, erase_media
from supervision.recordings.models import Recording, Tag
from supervision.recordings.rules import POLICY, rule

log = logging.getLogger(__name__)

NO_QUESTIONNAIRE = gettext_noop("There is no questionnaire of this name.")
NO_AGENT = gettext_noop("Nobody had the interaction in hand.")
LEASE = timedelta(minutes=10)  # a worker that has not come back to a recording by then is taken for dead
AT_ONCE = 100
SECONDS = 240.0  # the tick comes again


def retain_due():
    """Today's run, as far as time allows; one that is through does nothing any more today."""
    run, _made = Run.objects.get_or_create(day=timezone.now().date())
    if run.ended_at is None:
        _go_on(run, time.monotonic() + SECONDS)


def _go_on(run, until):
    policies = list(Policy.objects.asked(Policy.Kind.RETENTION))
    while batch := _claimed():
        for recording in batch:
            _look_or_put_off(run, recording, policies)
        if time.monotonic() > until:
            return
    if not Recording.objects.filter(due_at__gt=timezone.now(), due_at__lte=timezone.now() + LEASE).exists():
        Run.objects.filter(pk=run.pk, ended_at=None).update(ended_at=timezone.now())


def _claimed():
    """Some of what is due, each for this worker alone: only one finds the due date as it was."""
    now = timezone.now()
    until = now + LEASE
    due = Recording.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:AT_ONCE]
    mine = [one for one in due if Recording.objects.filter(pk=one.pk, due_at=one.due_at).update(due_at=until)]
    for one in mine:
        one.due_at = until
    return mine


def _look_or_put_off(run, recording, policies):
    """What goes wrong with one recording must not keep all others longer than their policies say."""
    try:
        _look(run, recording, policies)
    except (OperationalError, InterfaceError):  # the database is away: the tick comes again
        raise
    except Exception:
        log.exception("recording %s could not be looked at", recording.pk)
        with transaction.atomic():
            mine = Recording.objects.filter(pk=recording.pk, due_at=recording.due_at)
            if mine.update(due_at=_next_run(timezone.now())):
                Run.objects.filter(pk=run.pk).update(failed=F("failed") + 1)


def _look(run, recording, policies):
    """Ask every policy about one recording, and remember when to ask again."""
    again = []
    for policy in _asked_about(recording, policies):
        if not Recording.objects.filter(recordings_that_fit(policy.criteria), pk=recording.pk).exists():
            continue
        if _follow(run, recording, policy, again) == STOP or recording.archived_at:
            break
    due = _next_run(min(again)) if again and not recording.purged_at else None  # None: until policies change
    with transaction.atomic():  # counted by whoever is through with it, were he not taken for dead meanwhile
        if Recording.objects.filter(pk=recording.pk, due_at=recording.due_at).update(due_at=due):
            Run.objects.filter(pk=run.pk).update(looked=F("looked") + 1)


def _asked_about(recording, policies):
    """Of what is in the archive only the policy that put it there is asked."""
    if recording.archived_at is None:
        return policies
    mine = Archive.objects.filter(recording=recording).values_list("policy", flat=True).first()
    return [policy for policy in policies if policy.pk == mine]


def _next_run(moment):
    """The beginning of the first day that is not over before this moment, and not today's."""
    later = max(moment, timezone.now()) + timedelta(days=1)
    return later.replace(hour=0, minute=0, second=0, microsecond=0)


def _follow(run, recording, policy, again):
    """Do what one policy says, one action after the other, up to one that waits; returns STOP where it says so."""
    for action in policy.does.get("actions", []):
        do, value = action["do"], action.get("value")
        if do == KEEP and timezone.now() < recording.ended_at + timedelta(days=value):
            again.append(recording.ended_at + timedelta(days=value))
            return None
        if do == AGAIN:
            again.append(timezone.now() + timedelta(days=value))
        elif do == STOP:
            return STOP
        elif do != KEEP and _do_once(run, recording, policy, action) and do in (TAG, UNTAG):
            again.append(timezone.now())  # policies before this one may be about the tag
    return None


def _do_once(run, recording, policy, action):
    """One action, with its row in one transaction; erasing may be repeated and comes first, as it takes long. Was it done?"""
    done = {"policy": policy, "recording": recording, "action": written(action)}
    if Deed.objects.filter(**done).exists():
        return False
    if action["do"] in _ERASES:
        _ERASES[action["do"]](recording, rule(POLICY, policy.name))
    try:
        with transaction.atomic():
            deed = Deed.objects.create(run=run, name=policy.name, **done)
            why_not = _DOES[action["do"]](recording, action.get("value"), policy)
            if why_not:
                Deed.objects.filter(pk=deed.pk).update(refused=why_not[:200])
    except IntegrityError:  # another worker was first
        return False
    return True


def _archive(recording, value, policy):
    archive(recording, policy=policy)


def _tag(recording, value, policy):
    recording.tags.add(Tag.objects.get_or_create(name=value)[0])


def _untag(recording, value, policy):
    recording.tags.remove(*Tag.objects.filter(name=value))


@in_english
def _assign(recording, value, policy):
    """A scorecard for the agent whose part it is; in words why not."""
    questionnaire = Questionnaire.objects.filter(name=value).first()
    if questionnaire is None or recording.agent is None:
        return NO_QUESTIONNAIRE if recording.agent else NO_AGENT
    try:
        assign(questionnaire, recording.interaction, recording.agent, None)
    except Refused as why:
        return str(why)
    return None


def _purged(recording, value, policy):
    """It was erased already; that it is purged is written together with the deed."""
    recording.purged_at = timezone.now()
    Recording.objects.filter(pk=recording.pk, purged_at=None).update(purged_at=recording.purged_at)


def _nothing_more(recording, value, policy):
    """It was erased already."""


_ERASES = {PURGE: erase_all, PURGE_MEDIA: erase_media}
_DOES = {ARCHIVE: _archive, TAG: _tag, UNTAG: _untag, ASSIGN: _assign, PURGE: _purged, PURGE_MEDIA: _nothing_more}


def ask_again():
    """Retention policies have changed: everything is looked at in the next run, but for what was just brought back."""
    now = timezone.now()
    Recording.objects.filter(purged_at=None).exclude(rests_until__gt=now).update(due_at=now)
