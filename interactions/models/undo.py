"""Calling a reply back in the seconds before it leaves (R64a)."""

from datetime import timedelta
from uuid import uuid5

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions.models.delivery import Delivery
from interactions.models.message import Message
from interactions.models.states import Refused

MARGIN = timedelta(seconds=30)  # so shortly before its window closes a reply is not kept back


class Undoing:
    """How long a reply of an `Interaction` is kept back, and how it is called back meanwhile."""

    def undo_seconds(self, by, private=False):
        """For how many seconds a reply of `by` is kept back, as he likes it; none where its window is about to close."""
        seconds = by.preferences["undo_private" if private or self.thread.private else "undo_public"]
        closes = self.thread.writable_until
        late = closes and closes < timezone.now() + timedelta(seconds=seconds) + MARGIN
        return 0 if late else seconds

    def undo(self, message, by):
        """Take back a reply of `by` that no worker has taken yet, with the file that went as a message of its own.

        Raises `Refused` when it is on its way already. Its files are unsent again; returns them.
        """
        with transaction.atomic():
            parts = self._parts(message, by)
            if not all(self._unqueue(part) for part in parts):
                raise Refused(_("It is on its way already and cannot be called back."), "already_sent")
            files = [file for part in parts for file in part.attachments.all()]
            for file in files:
                file.unsend()
            for part in parts:
                self._note("undone", by=by, message=part, data={"gone": part.pk}, **self._before(parts))
            Message.objects.filter(parent__in=parts).update(parent=None)  # what quotes it stays, without the quote
            Message.objects.filter(pk__in=[part.pk for part in parts]).delete()
        return files

    def _parts(self, message, by):
        """The message, and before it the one with its file where the platform takes words and a file apart."""
        both = [message.uuid, uuid5(message.uuid, "file")]
        return list(Message.objects.filter(interaction=self, agent=by, uuid__in=both).order_by("pk"))

    def _unqueue(self, part):
        """The one conditional update that a claim loses against, or the other way round."""
        waits = Delivery.objects.filter(message=part.pk, state=Delivery.State.QUEUED, attempts=0)
        return waits.update(state=Delivery.State.UNDONE)

    def _before(self, parts):
        """What the row says without these: who spoke last, since when the customer waits, and whether he had an answer."""
        said = self.thread.messages.exclude(pk__in=[part.pk for part in parts])
        changes = {
            "last_message": said.order_by("-platform_at", "-arrived_at", "-pk").first(),
            "customer_waits_since": self._unanswered_since(said),
        }
        if not said.filter(interaction=self, agent__isnull=False).exists():
            changes |= {"first_reply_at": None, "first_reply_in": None}
        return changes

    def _unanswered_since(self, said):
        """Since when the customer waits by these messages; an answer of ours that failed is none."""
        ours = said.filter(outbound=True, automatic="").exclude(delivery__state=Delivery.State.FAILED)
        unanswered, last = said.filter(outbound=False, interaction=self), ours.order_by("-platform_at", "-pk").first()
        if last:
            unanswered = unanswered.filter(platform_at__gt=last.platform_at)
        return unanswered.aggregate(since=Min("platform_at"))["since"]

    def _waits_after(self, delivery, was):
        """What did not arrive has answered nobody: the customer waits as before, until it goes out after all."""
        if delivery.message.automatic or Delivery.State.FAILED not in (delivery.state, was):
            return {}
        return {"customer_waits_since": self._unanswered_since(self.thread.messages.all())}
