"""What a policy would have done, before it is switched on: tried on history, with a limit on how long that may take."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from interactions.models import Event, Interaction, State
from supervision.policies import initiation
from supervision.policies.actions import KEEP
from supervision.policies.criteria import recordings_that_fit
from supervision.policies.models import Policy
from supervision.recordings.models import Recording

DAYS = 30
SECONDS = 3.0
BATCH = 200


@dataclass(slots=True)
class Tried:
    """How many of those looked at the policy would have decided about; `all_of_them`: time was enough for the whole span."""

    would: int = 0
    looked: int = 0
    all_of_them: bool = True


def tried(policy):
    """Try a policy, saved or not, switched on or not."""
    return _TRIES[policy.kind](policy)


def _initiation(policy):
    """On the interactions that ended in the last days, newest first, among the policies that are switched on."""
    asked, found, began = _in_its_place(policy), Tried(), time.monotonic()
    last = timezone.now()
    since = last - timedelta(days=DAYS)
    while batch := _ended(since, last):
        found.looked += len(batch)
        found.would += _decided(batch, asked, policy)
        last = batch[-1].disconnected_at
        if time.monotonic() - began > SECONDS:
            found.all_of_them = len(batch) < BATCH
            break
    return found


def _in_its_place(policy):
    """The policies that would be asked if it were switched on."""
    others = [one for one in initiation.asked() if one.pk != policy.pk]
    return sorted([*others, policy], key=lambda one: (one.place, one.pk or 0))


def _ended(since, before):
    rows = Interaction.objects.filter(state=State.DISCONNECTED, disconnected_at__gte=since, disconnected_at__lt=before)
    return list(rows.select_related("thread").order_by("-disconnected_at", "-pk")[:BATCH])


def _decided(batch, asked, policy):
    """Of how many of these it would decide about a part, to record it or not."""
    ids = [one.pk for one in batch]
    months = {one.month for one in batch}
    journal = {}
    for event in Event.objects.filter(month__in=months, interaction_id__in=ids).order_by("interaction_id", "number"):
        journal.setdefault(event.interaction_id, []).append(event)
    said = initiation.spoken(ids, asked)
    return sum(
        any(chosen is policy for _part, chosen in initiation.decided(one, journal.get(one.pk, []), asked, said))
        for one in batch
    )


def _retention(policy):
    """On the recordings that there are: of how many would it do something now."""
    there = Recording.objects.filter(purged_at=None)
    fit = there.filter(recordings_that_fit(policy.criteria))
    first = next(iter(policy.does.get("actions", [])), {})
    if first.get("do") == KEEP:
        fit = fit.filter(ended_at__lt=timezone.now() - timedelta(days=first["value"]))
    return Tried(fit.count(), there.count())


def _security(policy):
    """On the recordings that there are: how many it opens to whom it names."""
    return Tried(Recording.objects.filter(recordings_that_fit(policy.criteria)).count(), Recording.objects.count())


_TRIES = {Policy.Kind.INITIATION: _initiation, Policy.Kind.RETENTION: _retention, Policy.Kind.SECURITY: _security}
