"""Asking for the erasure of a customer, and doing it: all of it may be repeated, so that a worker may be killed anywhere."""

from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audit.recording import record
from hints import wake
from interactions import erasing as heart
from interactions.models import Customer, Message, Refused
from supervision.erasure import kept
from supervision.erasure.models import Erasure
from supervision.quality.scorecards import Answer, Scorecard
from supervision.quality.scoring import Kind
from supervision.recordings import erasing as recorded
from supervision.recordings.models import Recording
from supervision.recordings.rules import CUSTOMER, rule

LEASE = timedelta(minutes=15)
AGAIN = timedelta(seconds=60)

# What goes and what stays, as people read it: (key of the report, words).
GOES = [
    ("messages", gettext_lazy("messages, his and ours to him: words, details, earlier wordings, reactions")),
    ("files", gettext_lazy("files of messages")),
    ("identities", gettext_lazy("identities at platforms: names, handles, numbers, ids, portraits")),
    ("notes", gettext_lazy("notes of colleagues")),
    ("drafts", gettext_lazy("drafts")),
    ("values", gettext_lazy("attributes")),
    ("entries", gettext_lazy("entries of recordings, whose chains still verify")),
    ("scorecards", gettext_lazy("scorecards: free text, comments")),
    ("audited", gettext_lazy("lines of the audit log: names and values")),
]
STAYS = [
    (
        "interactions",
        gettext_lazy("interactions, with their events, times and durations, without anything that names him"),
    )
]


def preview(customer):
    """{key: how many} of what there is of him now."""
    traces = heart.Traces(customer.pk)
    counted = {
        name: getattr(traces, name) for name in ("messages", "identities", "notes", "drafts", "values", "audited")
    }
    counted |= {"files": traces.attachments, "scorecards": _cards(traces), "interactions": traces.interactions}
    told = {name: rows.count() for name, rows in counted.items()}
    return told | {"entries": sum(recorded.count(**which) for which in _recorded(traces))}


def ask(customer, by):
    """Ask for it; `Refused` in words while he still has something open. Twice: the one that is under way."""
    traces = heart.Traces(customer.pk)
    number = traces.interactions.open().count()
    if number:
        text = ngettext(
            "He has %(n)s open interaction: disconnect it first.",
            "He has %(n)s open interactions: disconnect them first.",
            number,
        )
        raise Refused(text % {"n": number}, "open")
    if customer.merged_into_id:
        raise Refused(_("He was merged with another customer: erase that one."), "merged")
    try:
        with transaction.atomic():
            made = Erasure.objects.create(customer_id=customer.pk, by=by, report=preview(customer))
            wake("supervision.tasks.erase_customer", made.pk)
    except IntegrityError:
        made = Erasure.objects.get(customer_id=customer.pk, done_at=None)
    return made


def erase_due():
    """Those that were asked for and are not done, also where a worker was killed over one."""
    for pk in Erasure.objects.filter(done_at=None, due_at__lte=timezone.now()).values_list("pk", flat=True):
        carry_out(pk)


def carry_out(pk):
    """Erase one customer. Only one worker at a time does; True once it is done."""
    now = timezone.now()
    mine = Erasure.objects.filter(pk=pk, done_at=None, due_at__lte=now)
    if not mine.update(due_at=now + LEASE):
        return False
    one = Erasure.objects.select_related("by").get(pk=pk)
    traces = heart.Traces(one.customer_id)
    _overwrite_what_is_freed()
    if not heart.raw_deliveries(traces):
        Erasure.objects.filter(pk=pk).update(due_at=now + AGAIN)  # a delivery of his is being worked off
        return False
    _erase(traces, now)
    with transaction.atomic():
        if Erasure.objects.filter(pk=pk, done_at=None).update(done_at=timezone.now()):
            customer = Customer.objects.get(pk=one.customer_id)
            record(one.by, "erased", customer, {}, {"number": one.customer_id})
    _empty_the_log()
    return True


def _erase(traces, now):
    kept.forget_exports()
    kept.forget_searches(heart.called(traces))
    heart.loose_ends(traces)
    _forget_recorded(traces)
    _forget_scores(traces)
    heart.names(traces)
    heart.words(traces, now)
    _forget_recorded(traces)  # what was sealed meanwhile
    kept.forget_exports()  # and of what was exported


def _recorded(traces):
    """Everything in recordings of his interactions, and his words in those of others."""
    his = Q(interaction__in=traces.interactions.values("pk"))
    said = Message.objects.filter(author__in=traces.identities.values("pk"))
    mine, others = Recording.objects.filter(his), Recording.objects.exclude(his)
    return {"recordings": mine}, {"recordings": others, "messages": said}


def _forget_recorded(traces):
    for which in _recorded(traces):
        recorded.erase(rule(CUSTOMER), **which)


def _cards(traces):
    return Scorecard.objects.filter(interaction__in=traces.interactions.values("pk"))


def _forget_scores(traces):
    """Free text may quote him; points and percentages stay."""
    cards = _cards(traces)
    cards.update(comment="", acknowledgement="")
    Answer.objects.filter(scorecard__in=cards.values("pk"), question__kind=Kind.TEXT).update(value="")


def _overwrite_what_is_freed():
    """SQLite leaves what was deleted in its file unless it is told to overwrite it; PostgreSQL's vacuum sees to it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _empty_the_log():
    """SQLite's write-ahead log still has the pages as they were."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
