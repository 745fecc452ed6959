"""What was read and put away of a public conversation."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions import live
from interactions.models.message import Message
from interactions.models.states import NotAllowed, State
from interactions.models.thread import Thread

IN_HAND = (State.CONNECTED, State.HELD, State.PARKED)
BATCH = 1000


class Reading(models.Model):
    """A public message was read, with all that hung on it up to message `up_to` (an id); it is shown in one line.

    What comes under it later is new, and opens the branch again without a change here.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="reading")
    up_to = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("read mark"), _("read marks")


class Reads:
    """Read marks of `Interaction`: set and taken back by whoever has it in hand."""

    def mark_read(self, by, message=None):
        """This message and its branch were read; None: the whole conversation, branch by branch."""
        self._ask_hand(by, "mark_read")
        said = self.thread.messages.order_by()
        tops = said.filter(_on_top(self.thread), outbound=False).order_by("pk").values_list("pk", flat=True)
        heads = [message.pk] if message else tops
        newest = said.aggregate(newest=Max("pk"))["newest"]
        rows = [Reading(message_id=pk, up_to=newest, by=by) for pk in heads]
        with transaction.atomic():
            Reading.objects.bulk_create(
                rows, BATCH, update_conflicts=True, unique_fields=["message"], update_fields=["up_to", "by", "at"]
            )
            self._marks_changed()

    def mark_unread(self, by, message=None):
        """Open this branch again; None: all of them."""
        self._ask_hand(by, "mark_unread")
        marks = Reading.objects.filter(message__thread=self.thread_id)
        with transaction.atomic():
            (marks.filter(message=message) if message else marks).delete()
            self._marks_changed()

    def _ask_hand(self, by, verb):
        if self.owner_id != by.pk or self.state not in IN_HAND:
            raise NotAllowed(self, verb)

    def _marks_changed(self):
        Thread.objects.filter(pk=self.thread_id).update(marks=F("marks") + 1)
        self.thread.refresh_from_db(fields=["marks"])
        live.tell_agents(self)


def _on_top(thread):
    """What begins a branch: it answers nothing, or the post itself."""
    return Q(parent=None) | Q(parent__external_id=thread.external_id)
