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
    """Read marks of `Interaction`: set and taken back by whoever has it in hand; and how much of it is unread."""

    def read(self, by, seen=None):
        """Its agent has seen everything, up to the line `seen` of the journal if he says so: what came later is new."""
        mine = type(self).objects.filter(pk=self.pk, owner=by, unread__gt=0)
        if mine.filter(**({} if seen is None else {"inbound_number__lte": seen})).update(unread=0):
            self.unread = 0
            live.tell_agents(self)

    def mark_read(self, by, message=None):
        """This message and its branch were read; None: the whole conversation, branch by branch."""
        self._ask_hand(by, "mark_read")
        said = self.thread.messages.order_by()
        tops = said.filter(_on_top(self.thread), outbound=False).order_by("pk").values_list("pk", flat=True)
        heads = [message.pk] if message else tops
        newest = said.aggregate(newest=Max("pk"))["newest"]
        rows = [Reading(message_id=pk, up_to=newest, by=by) for pk in heads]
        news = self._unread_under({row.message_id: newest for row in rows}) if self.unread else 0
        with transaction.atomic():
            Reading.objects.bulk_create(
                rows, BATCH, update_conflicts=True, unique_fields=["message"], update_fields=["up_to", "by", "at"]
            )
            if type(self).objects.filter(pk=self.pk, unread__gte=news).update(unread=F("unread") - news):
                self.unread -= news
            self._marks_changed()

    def mark_unread(self, by, message=None):
        """Open this branch again; None: all of them."""
        self._ask_hand(by, "mark_unread")
        marks = Reading.objects.filter(message__thread=self.thread_id)
        with transaction.atomic():
            (marks.filter(message=message) if message else marks).delete()
            self._marks_changed()

    def _unread_under(self, fresh):
        """How many of the unread messages these marks cover; unread are the newest that no mark has covered so far."""
        marks = dict(Reading.objects.filter(message__thread=self.thread_id).values_list("message", "up_to"))
        said = self.thread.messages.order_by("-platform_at", "-arrived_at", "-place", "-pk")
        rows = list(said.values_list("pk", "parent", "outbound"))
        parents = {pk: parent for pk, parent, _outbound in rows}
        open_ones = [pk for pk, _parent, outbound in rows if not outbound and not _covered(pk, parents, marks)]
        return sum(_covered(pk, parents, fresh) for pk in open_ones[: self.unread])

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


def _covered(pk, parents, marks):
    """Does a mark on it, or on what stands above it, reach so far? A platform may name two as each other's parent."""
    above, at = set(), pk
    while at and at not in above:
        if marks.get(at, 0) >= pk:
            return True
        above.add(at)
        at = parents.get(at)
    return False
