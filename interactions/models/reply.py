"""Answering: a reply is a row before it is a request."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hints import wake
from interactions.models.delivery import Delivery
from interactions.models.message import Message, whole_second
from interactions.models.states import Refused, State


class Replies:
    """The verb `reply` of `Interaction`, and what stands in its way."""

    def reply(self, by, text, *, uuid, parent=None):
        """Queue a reply to the platform; changes no state. Returns (message, is it new); the same `uuid` makes one only.

        `parent` is the public message answered (default: the newest of the customer's). Raises `Refused` in words when
        the platform would not take it, `NotAllowed` when the interaction is not connected to `by`.
        """
        again = Message.objects.filter(uuid=uuid).first()
        if again:
            return self._same(again, by), False
        parent = parent or self._newest_inbound()
        self._check(text, parent)
        try:
            return self._queue(by, text, uuid, parent), True
        except IntegrityError:  # the same click came twice at the same moment: the first one counts
            return self._same(Message.objects.get(uuid=uuid), by), False

    def _same(self, message, by):
        if message.interaction_id != self.pk or message.agent_id != by.pk:
            raise Refused(_("This reply was already used elsewhere. Reload the page and write it again."), "uuid_taken")
        return message

    def _queue(self, by, text, uuid, parent):
        with transaction.atomic():
            now = timezone.now()
            message = Message.objects.create(
                thread=self.thread,
                channel=self.thread.channel,
                interaction=self,
                parent=parent,
                outbound=True,
                agent=by,
                uuid=uuid,
                text=text,
                platform_at=whole_second(now),
            )
            delivery = Delivery.objects.create(message=message)
            changes = {"last_message": message, "customer_waits_since": None, "unread": 0}
            self._note("reply", by=by, message=message, where={"owner": by, "state": State.CONNECTED}, **changes)
            wake("interactions.tasks.deliver", delivery.pk)
        return message

    def closed_for(self, parent=None):
        """Why nothing can be written now, in words; blank: it can."""
        if self.state != State.CONNECTED:
            return str(_("Pick it up to answer."))
        if self.thread.window_is_closed():
            return str(_("The reply window has closed. It opens again when the customer writes."))
        if parent and not parent.can_reply:
            return str(_("The platform does not let this account answer this post."))
        return ""

    def _check(self, text, parent):
        module = self.thread.module
        if not text.strip():
            raise Refused(_("Write something first."), "empty")
        if parent and parent.thread_id != self.thread_id:
            raise Refused(_("The message answered belongs to another conversation."), "wrong_parent")
        closed = self.state == State.CONNECTED and self.closed_for(parent)
        if closed:
            raise Refused(closed, "closed")
        too_long = module.length(text) - module.CAPABILITIES.text_limit
        if too_long > 0:
            raise Refused(_("%(n)s characters too many for this platform.") % {"n": too_long}, "too_long")

    def _newest_inbound(self):
        """What a public reply answers if nobody says so; private ones answer the person."""
        if self.thread.private:
            return None
        return self.thread.messages.filter(outbound=False).order_by("-platform_at", "-arrived_at", "-place").first()

    def discard(self, message, by):
        """Forget a reply that surely is not on the platform."""
        with transaction.atomic():
            gone = Delivery.objects.filter(message=message, state=Delivery.State.FAILED).delete()[0]
            if not gone:
                raise Refused(_("Only a reply that failed can be deleted."), "not_failed")
            previous = self.thread.messages.exclude(pk=message.pk).order_by("-platform_at", "-pk").first()
            self._note("discarded", by=by, message=message, where={"owner": by}, last_message=previous)
            message.delete()
