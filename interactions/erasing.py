"""Erasing one customer: his words, files, names and ids go; what happened when, and for how long, stays as statistics.

Every step may be repeated. Those that need his ids at the platforms come before these are taken away, and what hangs on his
rows comes after, so that a worker who is killed anywhere leaves a state from which another goes on. What he writes after
that is of a new customer.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Min, Q

from audit.models import Change as Audited
from channels_admin.models import Gap, PlatformNotice
from interactions.deleted import CLEARED
from interactions.models import (
    Action,
    Aside,
    Attachment,
    AttributeValue,
    Block,
    Change,
    Customer,
    Delivery,
    Draft,
    HelpRequest,
    Identity,
    Inbox,
    Interaction,
    Merge,
    Message,
    Note,
    Pace,
    Reaction,
    Revision,
    Thread,
)
from interactions.models.attachment import remove_files
from interactions.models.note import NoteWording

BATCH = 500
SHORTEST = 5  # letters of an id that is looked for in raw deliveries: a shorter one stands everywhere


@dataclass(slots=True)
class Traces:
    """Everything that hangs on a customer, as querysets; customers who were merged with him are he."""

    customer: int
    customers: list = field(init=False)

    def __post_init__(self):
        self.customers = _merged(self.customer)

    @property
    def identities(self):
        """How platforms name him."""
        return Identity.objects.filter(customer__in=self.customers)

    @property
    def interactions(self):
        """What was his."""
        return Interaction.objects.filter(customer__in=self.customers)

    @property
    def messages(self):
        """What he said anywhere, what was said to him, and everything in conversations with him alone."""
        ids = self.identities.values("pk")
        alone = Thread.objects.filter(Q(peer__in=ids) | Q(customer__in=self.customers, peer__isnull=False))
        ours = Q(outbound=True, thread__customer__in=self.customers, parent=None)
        said = Q(author__in=ids) | Q(outbound=True, parent__author__in=ids) | ours | Q(thread__in=alone.values("pk"))
        return Message.objects.filter(said)

    @property
    def attachments(self):
        """Files of these messages, and those that agents had put into a composer for him."""
        unsent = Q(message=None, interaction__in=self.interactions.values("pk"))
        return Attachment.objects.filter(Q(message__in=self.messages.values("pk")) | unsent)

    @property
    def notes(self):
        """What colleagues wrote about it."""
        return Note.objects.filter(interaction__in=self.interactions.values("pk"))

    @property
    def drafts(self):
        """What agents had typed."""
        return Draft.objects.filter(interaction__in=self.interactions.values("pk"))

    @property
    def values(self):
        """What was known of him."""
        return AttributeValue.objects.filter(customer__in=self.customers)

    @property
    def audited(self):
        """Lines of the audit log about him."""
        ids = [str(pk) for pk in self.customers]
        return Audited.objects.filter(noun="interactions.customer", object_id__in=ids)


def _merged(customer):
    """The ids of a customer and of all who turned out to be he, however often that happened."""
    found = {customer}
    while more := set(
        Customer.objects.filter(merged_into__in=found).exclude(pk__in=found).values_list("pk", flat=True)
    ):
        found |= more
    return sorted(found)


def raw_deliveries(traces):
    """Empty the platforms' raw deliveries in which one of his ids stands; False: one is not worked off yet, come again."""
    wanted = [one.encode() for one in _ids(traces)]
    whole = True
    for row in _deliveries(traces).iterator(chunk_size=BATCH):
        if wanted and any(one in bytes(row.body) for one in wanted):
            whole &= bool(Inbox.objects.filter(pk=row.pk, done_at__isnull=False).update(body=b"", failure=""))
    return whole


def _deliveries(traces):
    """Those since he is known: before, none can be of his."""
    since = Customer.objects.filter(pk__in=traces.customers).aggregate(since=Min("since"))["since"] - timedelta(days=1)
    rows = Inbox.objects.filter(month__gte=since.date().replace(day=1), received_at__gte=since)
    return rows.order_by("pk").only("body", "done_at")


def _ids(traces):
    """His ids at the platforms; what was taken away already is none."""
    rows = traces.identities.values_list("external_id", "handle")
    return {one for row in rows for one in row if len(one) >= SHORTEST and not one.startswith(ERASED)}


def called(traces):
    """Every name, handle and id by which somebody may have looked for him."""
    names = set(Customer.objects.filter(pk__in=traces.customers).values_list("name", flat=True))
    return (names | set(traces.identities.values_list("name", flat=True)) | _ids(traces)) - {""}


ERASED = "erased-"


def loose_ends(traces):
    """What names him by his ids without hanging on his rows."""
    ids = _ids(traces)
    PlatformNotice.objects.filter(object_id__in=ids).delete()
    Gap.objects.filter(peer__in=ids).delete()
    for one in ids:
        Pace.objects.filter(key__endswith=one).delete()
    Change.objects.filter(identity__in=traces.identities.values("pk")).delete()


def names(traces):
    """His names, ids and portraits: from now on nobody can tell who he was, and what he writes is a new customer's."""
    for one in traces.identities.exclude(external_id__startswith=ERASED):
        if one.picture:
            one.picture.storage.delete(one.picture.name)
        gone = {"name": "", "handle": "", "followers": None, "verified": "", "picture_url": "", "picture": ""}
        Identity.objects.filter(pk=one.pk).update(external_id=f"{ERASED}{one.pk}", scope="", **gone)
    blank = {"name": "", "country": "", "account_number": "", "language": ""}
    Customer.objects.filter(pk__in=traces.customers).update(**blank)
    traces.values.delete()
    Merge.objects.filter(kept__in=traces.customers).update(filled={})
    Block.objects.filter(customer__in=traces.customers).update(reason="")
    traces.audited.update(name="", before={}, after={})


def words(traces, now):
    """What was said, by him and to him, with its files. Returns how many messages had words or files."""
    cleared = 0
    spoken = traces.messages.exclude(deleted_at__isnull=False, text="", carries="", permalink="", template__isnull=True)
    last = 0
    while batch := list(spoken.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        _clear(batch, now)
        cleared, last = cleared + len(batch), batch[-1]
    _around(traces)
    return cleared


def _clear(batch, now):
    """These messages (ids): nothing is left but that there was one, when, and by whom it was handled."""
    remove_files(Attachment.objects.filter(message__in=batch))
    Revision.objects.filter(message__in=batch).delete()
    Reaction.objects.filter(message__in=batch).delete()
    Action.objects.filter(message__in=batch).update(text="", reason="")
    Delivery.objects.filter(message__in=batch).update(reason="")
    rows = Message.objects.filter(pk__in=batch)
    # WhatsApp's ids of messages hold the number; it is never asked for them again, as others are.
    for pk in rows.filter(channel__platform="whatsapp").values_list("pk", flat=True):
        Message.objects.filter(pk=pk).update(external_id=f"{ERASED}{pk}")
    rows.filter(deleted_at=None).update(deleted_at=now)
    rows.update(template=None, awaits="", our_reaction="", reacted=False, **CLEARED)


def _around(traces):
    """What was written about him, and what was about to be written to him."""
    here = traces.interactions.values("pk")
    remove_files(traces.attachments)
    traces.drafts.delete()
    NoteWording.objects.filter(note__in=traces.notes.values("pk")).delete()
    traces.notes.exclude(text="").update(text="")
    HelpRequest.objects.filter(interaction__in=here).update(text="")
    Reaction.objects.filter(identity__in=traces.identities.values("pk")).delete()
    Aside.objects.filter(thread__customer__in=traces.customers).delete()
