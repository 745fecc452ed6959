"""What is said to a customer by the product itself: only inside the platform's own window, and never as a person."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hints import wake
from interactions.models.delivery import Delivery
from interactions.models.message import Message, whole_second
from interactions.models.states import State
from interactions.models.thread import SAFETY

CLOSED = "closed"  # what an out-of-hours reply is marked with


class Automatic:
    """Automatic replies of `Interaction`: messages without an agent, marked with what said them."""

    def say_closed(self, text, until):
        """The out-of-hours reply, once; under the thread's lock. `until` is when the workgroup opens. None: not sent.

        The customer goes on waiting: it is no answer.
        """
        thread = self.thread
        if not self.takes_automatic() or thread.told_closed_until and thread.told_closed_until >= until:
            return None
        if self.messages.filter(automatic=CLOSED).exists():
            return None
        with transaction.atomic():
            type(thread).objects.filter(pk=thread.pk).update(told_closed_until=until)
            message = self._automatic_message(text, CLOSED)
            delivery = Delivery.objects.create(message=message)
            self._note("reply", message=message, where={"state": State.WAITING}, last_message=message)
            wake("interactions.tasks.deliver", delivery.pk)
        return message

    def takes_automatic(self, now=None):
        """Is the platform's window for machines open, and may anything be sent there? People may answer for longer."""
        hours, last = self._capabilities.window_hours, self.thread.last_inbound_at
        if hours and (last is None or last + timedelta(hours=hours) - SAFETY <= (now or timezone.now())):
            return False
        parent = self._newest_inbound()
        if parent and not parent.can_reply and not self.thread.channel.account.answers_all:
            return False
        return not self.thread.destination_refused()

    def _automatic_message(self, text, what, template=None):
        return Message.objects.create(
            thread=self.thread,
            channel=self.thread.channel,
            interaction=self,
            parent=self._newest_inbound(),
            outbound=True,
            automatic=what,
            text=text,
            carries="template" if template else "",
            template=template and template.as_json(),
            platform_at=whole_second(timezone.now()),
        )
