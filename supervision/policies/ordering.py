"""What is done to policies: saved, switched, moved, deleted; each with a line in the audit log."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.recording import record
from interactions.models import Refused
from supervision.policies.models import Policy
from supervision.policies.retention import ask_again
from supervision.policies.wording import facts

UP, DOWN = "up", "down"


def save(policy, by):
    """Keep a policy as it is now; a new one comes last of its kind, switched off."""
    _not_built_in(policy)
    with transaction.atomic():
        before = facts(Policy.objects.get(pk=policy.pk)) if policy.pk else {}
        if not policy.pk:
            last = Policy.objects.filter(kind=policy.kind).aggregate(last=Max("place"))["last"] or 0
            policy.place = last + 1
        policy.changed_at = timezone.now()
        policy.save()
        record(by, "changed" if before else "created", policy, before, facts(policy))
        _asked_anew(policy)


def switch(policy, by, *, on):
    """Switch it on or off."""
    _not_built_in(policy)
    with transaction.atomic():
        if Policy.objects.filter(pk=policy.pk, active=not on).update(active=on, changed_at=timezone.now()):
            record(by, "switched on" if on else "switched off", policy, {"active": not on}, {"active": on})
            policy.active = on
            _asked_anew(policy)


def move(policy, by, way):
    """One place up or down among those of its kind."""
    with transaction.atomic():
        rows = list(Policy.objects.select_for_update().filter(kind=policy.kind).order_by("place", "pk"))
        place = [one.pk for one in rows].index(policy.pk)
        other = place + (1 if way == DOWN else -1)
        if not 0 <= other < len(rows):
            return
        before = [one.name for one in rows]
        rows[place], rows[other] = rows[other], rows[place]
        for number, one in enumerate(rows, 1):
            Policy.objects.filter(pk=one.pk).exclude(place=number).update(place=number)
        _asked_anew(policy)
        record(by, "changed", policy, {"order": ", ".join(before)}, {"order": ", ".join(one.name for one in rows)})


def delete(policy, by):
    """Take it away; what it did stays done."""
    _not_built_in(policy)
    with transaction.atomic():
        record(by, "deleted", policy, facts(policy), {})
        policy.delete()
        _asked_anew(policy)


def _not_built_in(policy):
    if policy.built_in:
        raise Refused(_("This policy is built in: it cannot be changed, switched off or deleted."), "built_in")


def _asked_anew(policy):
    """What a retention policy had decided is decided anew by the next run."""
    if policy.kind == Policy.Kind.RETENTION:
        ask_again()
