"""The way of a reply to the platform."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hints import wake
from interactions.models.change import Alias
from interactions.models.message import Message, whole_second
from platforms.base import Outgoing, Receipt, TemplateMessage
from rows.returning import update_returning

ATTEMPT = timedelta(seconds=30)  # longer than the HTTP time-outs together: past it the answer never came
WITH_FILES = timedelta(minutes=10)  # the same where files are uploaded first, each as long as it takes
LAST_REQUEST = timedelta(seconds=20)  # one that begins so long before the deadline has its answer, or none, by then
SURVEY, RATINGS = "survey", ("1", "2", "3", "4", "5")  # the message that asks how satisfied one is, and its answers
RANK = {Receipt.SENT: 1, Receipt.DELIVERED: 2, Receipt.READ: 3}


class Deliveries(models.QuerySet):
    """Replies on their way."""

    def due(self, now):
        """What should go out now, oldest first."""
        return self.filter(state=Delivery.State.QUEUED, due_at__lte=now).order_by("due_at", "pk")

    def lost(self, now):
        """Sent off, and no answer came in time."""
        return self.filter(state=Delivery.State.SENDING, deadline__lt=now)

    def doubtful(self, now):
        """Sent off without an answer, and due for another look."""
        return self.filter(state=Delivery.State.UNCERTAIN, due_at__lte=now).order_by("due_at", "pk")


class Delivery(models.Model):
    """One reply's way out: a row before it is a request, and never two requests without a look in between.

    queued → sending → sent → delivered → read; beside them uncertain (sent off, no answer) and failed. Undone is what was
    called back before it left (until `undo_until` nobody takes it); its row goes in the same transaction.
    """

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        READ = "read", _("Read")
        UNCERTAIN = "uncertain", _("Uncertain")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Called back")

    UNSETTLED = (State.SENDING, State.UNCERTAIN)
    AHEAD = (State.QUEUED, State.SENDING)

    message = models.OneToOneField(Message, models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(default=timezone.now, null=True)
    undo_until = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    first_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    absent = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = Deliveries.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("delivery"), _("deliveries")
        # The tick looks for what is due and for what never came back; settled rows are the many, and left out.
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["queued", "uncertain"]), name="delivery_due"),
            models.Index(fields=["deadline"], condition=Q(state="sending"), name="delivery_lost"),
        ]

    def __str__(self):
        return f"{self.message_id}: {self.state}"

    @property
    def mark(self):
        """Our own id of the message, carried where the platform takes one."""
        return f"m{self.message_id}"

    @property
    def can_retry(self):
        """May a person send it again?"""
        return self.state == self.State.FAILED or (self.state == self.State.UNCERTAIN and self.due_at is None)

    @property
    def is_under_way(self):
        """Is it still to be sent, or being sent? What was written after it to one customer waits for it."""
        return self.state in self.AHEAD

    def waits_for_another(self):
        """Was something written before to the same customer in private that is not out yet? Nobody reads us backwards."""
        if not self.message.thread.private:
            return False
        ahead = Delivery.objects.filter(message__thread=self.message.thread_id, pk__lt=self.pk, state__in=self.AHEAD)
        return ahead.exists()

    def put_off(self, until):
        """There is no room for it before then: not an attempt."""
        Delivery.objects.filter(pk=self.pk, state=self.State.QUEUED).update(due_at=until)

    def claim(self):
        """Take it for sending: True for exactly one caller. The attempt is written down before the request leaves."""
        now = timezone.now()
        attempt = ATTEMPT if self.message.carries in ("", "template") else WITH_FILES
        changes = {"state": self.State.SENDING, "deadline": now + attempt, "attempts": F("attempts") + 1}
        return self._move((self.State.QUEUED,), first_try_at=Coalesce("first_try_at", Value(now)), **changes)

    def settle(self, sent, receipt=Receipt.SENT):
        """The platform has it: note its id. A receipt may have come before the answer, so states only go up."""
        with transaction.atomic(savepoint=False):
            if self.message.external_id is None and not self.was_once(sent.external_id):
                self._drop_copies(sent.external_id)
                Message.objects.filter(pk=self.message_id, external_id=None).update(external_id=sent.external_id)
            return self.lift(receipt)

    def was_once(self, external_id):
        """Is this the id under which an earlier attempt of it failed? Platforms repeat what they report, that too."""
        other = external_id and external_id != self.message.external_id
        return bool(other) and Alias.objects.filter(message=self.message_id, external_id=external_id).exists()

    def _drop_copies(self, external_id):
        """A private answer to a public post was polled, on its private thread, before its answer came: it is this one."""
        if self.message.private_reply:
            copies = Message.objects.filter(channel=self.message.channel_id, external_id=external_id, outbound=True)
            copies.exclude(pk=self.message_id).delete()

    def lift(self, receipt):
        """Raise the state to what a receipt says; lower and repeated ones change nothing. Failed can still be lifted."""
        below = [state for state, rank in RANK.items() if rank < RANK[receipt]]
        frm = [self.State.QUEUED, *self.UNSETTLED, self.State.FAILED, *below]
        reached = f"{receipt.value}_at"
        moment = {reached: Coalesce(reached, Value(timezone.now()))}
        return self._move(frm, state=receipt.value, deadline=None, due_at=None, code="", reason="", **moment)

    def fail(self, code, reason):
        """The platform refused it for good; what was delivered stays delivered."""
        frm = (self.State.QUEUED, *self.UNSETTLED, self.State.SENT)
        return self._move(frm, state=self.State.FAILED, code=code[:60], reason=reason[:500], deadline=None, due_at=None)

    def doubt(self, look_at, **why):
        """No answer came: it may be published. `look_at` None leaves it to a person; `why` may name code and reason."""
        return self._move(self.UNSETTLED, state=self.State.UNCERTAIN, deadline=None, due_at=look_at, **why)

    def again(self, at, code="", reason=""):
        """It surely did not go out: queue it for a later attempt."""
        return self._move(
            self.UNSETTLED,
            state=self.State.QUEUED,
            deadline=None,
            due_at=at,
            absent=0,
            code=code[:60],
            reason=reason[:500],
        )

    def retry(self):
        """A person asks for another attempt of a failed or doubtful one."""
        now = timezone.now()
        with transaction.atomic():
            moved = self.can_retry and self._move(
                (self.state,), state=self.State.QUEUED, due_at=now, absent=0, code="", reason=""
            )
            if moved:
                self._forget_id()
                Message.objects.filter(pk=self.message_id).update(platform_at=whole_second(now), arrived_at=now)
                wake("interactions.tasks.deliver", self.pk)
        return moved

    def _forget_id(self):
        """The next attempt gets an id of its own; by the old one it is still known."""
        message = self.message
        if message.external_id:
            old = Alias(channel_id=message.channel_id, external_id=message.external_id, message=message)
            Alias.objects.bulk_create([old], ignore_conflicts=True)
            message.external_id = None
            message.save(update_fields=["external_id"])

    def outgoing(self):
        """What the platform module is to send."""
        message, thread = self.message, self.message.thread
        template = message.template
        return Outgoing(
            text=message.text,
            mark=self.mark,
            to=thread.peer.external_id if thread.peer else "",
            to_kind=thread.peer.kind if thread.peer else "",
            parent=message.parent.external_id or "" if message.parent else "",
            private=thread.private,
            private_reply=message.private_reply,
            by_hand=message.agent_id is not None,
            choices=RATINGS if message.automatic == SURVEY and not template else (),
            media=tuple(file.upload for file in message.attachments.all()) if message.carries else (),
            template=template and TemplateMessage(template["name"], template["language"], template["components"]),
            last_inbound=thread.last_inbound_at,
            first_try=self.first_try_at,
        )

    def _move(self, frm, **changes):
        """The one way a state changes: only from where it was seen, and told to the interaction's journal."""
        was = self.state
        with transaction.atomic(savepoint=False):
            moved = update_returning(self, Delivery.objects.filter(pk=self.pk, state__in=frm), **changes)
            if moved:
                self.message.interaction.delivery_changed(self, was)
        return moved
