"""A workgroup like another: the same rules and people under a new name."""

from django.db import transaction
from django.utils.translation import gettext as _

from agents.models import Workgroup

# Rows that belong to a workgroup and are copied with it, as is whatever it has one of.
# Its interactions, channels and figures stay where they are.
COPIED = (
    "memberships",
    "utilizations",
    "service_levels",
    "required_skills",
    "skill_levels",
    "overflow_steps",
    "hours",
    "holidays",
)
LONGEST_NAME = 120


@transaction.atomic
def duplicate(workgroup):
    """Make and return the copy. It has no channels, so nothing enters its queue until somebody says so."""
    copy = Workgroup.objects.get(pk=workgroup.pk)
    copy.pk, copy._state.adding = None, True
    copy.name, copy.ranked_by, copy.last_given = _free_name(workgroup.name), "", None
    copy.wanted, copy.routing_until = 0, None
    copy.save()
    for rows in COPIED:
        for row in getattr(workgroup, rows).all():
            _copied(row, copy)
    for own in Workgroup._meta.related_objects:
        if own.one_to_one and (row := getattr(workgroup, own.get_accessor_name(), None)):
            _copied(row, copy)
    for ring in workgroup.rings.prefetch_related("agents"):
        people = list(ring.agents.all())
        _copied(ring, copy).agents.set(people)
    return copy


def _copied(row, workgroup):
    row.pk, row._state.adding, row.workgroup = None, True, workgroup
    row.save()
    return row


def _free_name(name):
    """“Care (copy)”, or with a number where that is taken."""
    number = 1
    while True:
        tail = _("(copy)") if number == 1 else _("(copy %(n)s)") % {"n": number}
        wanted = f"{name[: LONGEST_NAME - len(tail) - 1]} {tail}"
        if not Workgroup.objects.filter(name=wanted).exists():
            return wanted
        number += 1
