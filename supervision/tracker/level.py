"""The service level of single interactions: met, missed or still running, by the same stays as that of workgroups (R49)."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agents import service_clock
from agents.models import ServiceLevel
from agents.models.service_level import TARGET
from interactions.models import Stay

MET, MISSED, RUNNING = "met", "missed", "running"
NAMES = {MET: _("Met"), MISSED: _("Missed"), RUNNING: _("Running")}
ICONS = {MET: "ok", MISSED: "x", RUNNING: "clock"}


def levels(interactions, now):
    """{id: level} of these; what was never in a queue, or only handed on, has none."""
    targets, stays = _targets(), defaultdict(list)
    for stay in Stay.objects.filter(interaction__in=[one.pk for one in interactions]).exclude(end=Stay.End.HANDED_ON):
        stays[stay.interaction_id].append(stay)
    return {one.pk: _level(one, stays[one.pk], targets, now) for one in interactions}


def _targets():
    rows = ServiceLevel.objects.values_list("workgroup", "media_type", "seconds")
    return defaultdict(lambda: TARGET, {(workgroup, kind): seconds for workgroup, kind, seconds in rows})


def _level(one, stays, targets, now):
    if any(_late(stay, targets) for stay in stays):
        return MISSED
    if one.stay_since is None:
        return MET if stays else ""
    waited = service_clock.counted(one.workgroup_id, one.stay_since, now)
    return MISSED if waited > timedelta(seconds=targets[one.workgroup_id, one.media_type]) else RUNNING


def _late(stay, targets):
    in_time = stay.waited_ms <= targets[stay.workgroup_id, stay.media_type] * 1000
    return stay.end == Stay.End.UNANSWERED or not in_time


def condition(wanted):
    """What an interaction must be to have one of these levels by what has ended: met, missed."""
    late = Stay.objects.filter(late_stays(), interaction=OuterRef("pk"))
    counted = Stay.objects.exclude(end=Stay.End.HANDED_ON).filter(interaction=OuterRef("pk"))
    each = {MISSED: Q(Exists(late)), MET: Q(Exists(counted)) & ~Q(Exists(late))}
    return Q(*(each[level] for level in wanted), _connector=Q.OR)


def late_stays():
    """The condition of stays that missed their target."""
    own, slow = Q(), Q()
    for (workgroup, kind), seconds in _targets().items():
        here = Q(workgroup=workgroup, media_type=kind)
        own, slow = own | here, slow | (here & Q(waited_ms__gt=seconds * 1000))
    usual = Q(waited_ms__gt=TARGET * 1000)
    slow |= usual & ~own if own else usual
    return Q(end=Stay.End.UNANSWERED) | (Q(end=Stay.End.PICKED_UP) & slow)
