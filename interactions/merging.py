"""Two customers who are one person: joining them, and undoing that.

All that hangs on the one goes to the other: identities, conversations, interactions. His own row stays as it was, which is what
undoing brings back. What comes in with him at the very moment is carried after him by a tick.

Locks: threads → customers (each by id) → identities and interactions, as all who write to them hold a thread or an interaction.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.recording import record
from interactions.attributes import FIELDS, SHAPES, values_of
from interactions.locks import deadlocks_retried, lock_threads
from interactions.models import (
    AttributeValue,
    Block,
    Customer,
    Identity,
    Interaction,
    Merge,
    Message,
    Refused,
    Thread,
)
from interactions.telling import tell_of_customer

NOUNS = {"identities": Identity, "threads": Thread, "interactions": Interaction}
STRAYS = timedelta(hours=1)  # far longer than anything that comes in takes
ORDER = ["platform_at", "arrived_at", "place", "pk"]


@deadlocks_retried
def merge(kept, gone, by):
    """Join `gone` with `kept`, who stays; returns the `Merge`."""
    with transaction.atomic():
        kept, gone = _held(kept, gone)
        _may_be_merged(kept, gone)
        made = Merge.objects.create(kept=kept, gone=gone, by=by)
        before = _facts(kept)
        made.filled = _filled(kept, gone)
        Customer.objects.filter(pk=gone.pk).update(merged_into=kept)
        _carry(made)
        tell_of_customer(kept, "merged", by=by, merge=made.pk)
        record(by, "merged", kept, before, _facts(kept))
    return made


def _held(*customers):
    """These customers under their locks, and their conversations', in one order; read anew."""
    lock_threads(Thread.objects.filter(customer__in=customers).values_list("pk", flat=True))
    rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in customers]).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[one.pk] for one in customers]


def _may_be_merged(kept, gone):
    if kept.pk == gone.pk or kept.merged_into_id or gone.merged_into_id:
        raise Refused(_("One of the two has just been merged by somebody else. Look again."), "merged")
    if is_blocked(kept, gone):
        raise Refused(_("A blocked customer cannot be merged. Unblock the customer first."), "blocked")


def differing(kept, gone):
    """[(attribute's key, what stays, what goes)] where both know something, and not the same."""
    has, other = values_of(kept), values_of(gone)
    columns = [(name, getattr(kept, name), getattr(gone, name)) for name in ("name", *SHAPES)]
    values = [(key, text, other[key]) for key, text in has.items() if key in other]
    return [(key, stays, goes) for key, stays, goes in [*columns, *values] if stays and goes and stays != goes]


def _filled(kept, gone):
    """Give who stays what he lacks; returns what that was, as `Merge.filled` has it."""
    changes = {name: getattr(gone, name) for name in FIELDS if getattr(gone, name) and not getattr(kept, name)}
    changes |= {"since": gone.since} if gone.since < kept.since else {}
    fields = {name: [_plain(getattr(kept, name)), _plain(value)] for name, value in changes.items()}
    if changes:
        Customer.objects.filter(pk=kept.pk).update(**changes)
        kept.refresh_from_db()
    has = values_of(kept)
    values = {pk: text for pk, text in values_of(gone).items() if pk not in has}
    AttributeValue.objects.bulk_create(
        AttributeValue(customer=kept, attribute_id=pk, text=text) for pk, text in values.items()
    )
    return {"fields": fields, "values": values}


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _facts(customer):
    """How many identities and conversations he has, for the audit log: no names, which an erasure could not reach."""
    return {
        "identities": customer.identities.count(),
        "conversations": customer.threads.count(),
        "joined": [str(one.gone_id) for one in customer.merges.filter(undone_at=None).order_by("pk")],
    }


def _carry(made):
    """Everything of who is gone goes to who stays, and is noted."""
    for name, model in NOUNS.items():
        ids = list(model.objects.filter(customer=made.gone_id).order_by("pk").values_list("pk", flat=True))
        model.objects.filter(pk__in=ids).update(customer=made.kept_id)
        made.moved[name] = [*made.moved.get(name, []), *ids]
    made.save(update_fields=["moved", "filled"])


def settle_due():
    """Carry on what came in with a customer while he was merged."""
    late = Q()
    for model in NOUNS.values():
        late |= Q(Exists(model.objects.filter(customer=OuterRef("gone"))))
    recent = Merge.objects.filter(late, undone_at=None, at__gt=timezone.now() - STRAYS)
    for pk in recent.values_list("pk", flat=True):
        _settle(pk)


@deadlocks_retried
def _settle(pk):
    with transaction.atomic():
        found = Merge.objects.filter(pk=pk).select_related("gone", "kept").get()
        _held(found.gone, found.kept)
        late = Merge.objects.select_for_update(no_key=True).filter(pk=pk, undone_at=None).first()
        if late:
            _carry(late)


@deadlocks_retried
def undo(made, by):
    """They are two again, each with what was his; what came in since goes to whom it came from."""
    with transaction.atomic():
        kept, gone = _held(made.kept, made.gone)
        made = Merge.objects.select_for_update(no_key=True).get(pk=made.pk)
        why_not = reason_against(made, kept, blocked=is_blocked(kept))
        if why_not:
            raise Refused(why_not, "not_undoable")
        before = _facts(kept)
        _carry_back(made)
        _emptied(made, kept)
        Customer.objects.filter(pk=gone.pk).update(merged_into=None)
        Merge.objects.filter(pk=made.pk).update(undone_at=timezone.now(), undone_by=by)
        for customer in (kept, gone):
            tell_of_customer(customer, "unmerged", by=by, merge=made.pk)
        record(by, "unmerged", kept, before, _facts(kept))


def is_blocked(*customers):
    """Is one of them blocked?"""
    return Block.objects.filter(customer__in=customers, lifted_at=None).exists()


def reason_against(made, kept, *, blocked):
    """Why this merge cannot be undone, as a sentence; blank: it can."""
    if made.undone_at:
        return _("This merge has been undone already.")
    if made.undoable_until < timezone.now():
        return _("A merge can be undone for 30 days. These have passed.")
    if kept.merged_into_id:
        return _("The customer was merged with another one since. Undo that first.")
    if blocked:
        return _("The customer was blocked since. Unblock first.")
    return ""


def _carry_back(made):
    """What was his, and what he has begun since."""
    his = Identity.objects.filter(pk__in=made.moved["identities"], customer=made.kept_id)
    identities = list(his.values_list("pk", flat=True))
    threads = Q(pk__in=made.moved["threads"]) | Q(peer__in=identities)
    author = Message.objects.filter(interaction=OuterRef("pk"), outbound=False).order_by(*ORDER).values("author")[:1]
    begun = Interaction.objects.filter(customer=made.kept_id, created_at__gte=made.at).annotate(who=Subquery(author))
    since = list(begun.filter(who__in=identities).values_list("pk", flat=True))
    his.update(customer=made.gone_id)
    Thread.objects.filter(threads, customer=made.kept_id).update(customer=made.gone_id)
    interactions = {*made.moved["interactions"], *since}
    Interaction.objects.filter(pk__in=interactions, customer=made.kept_id).update(customer=made.gone_id)


def _emptied(made, kept):
    """Take from who stays what the merge had given him, unless it was changed since."""
    given = made.filled["fields"]
    changes = {name: was for name, (was, now) in given.items() if _plain(getattr(kept, name)) == now}
    if changes:
        Customer.objects.filter(pk=kept.pk).update(**changes)
    for pk, text in made.filled["values"].items():
        AttributeValue.objects.filter(customer=kept, attribute=pk, text=text).delete()
