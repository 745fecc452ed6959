"""Counting how often responses are used: an answer with one leaves a row, which is counted once the platform has it."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions.models import Delivery, Message
from workspace.models.response import Response

SENT = [Delivery.State.SENT, Delivery.State.DELIVERED, Delivery.State.READ]
PATIENCE = timedelta(days=30)  # what has not been sent by then never will be


class ResponseUse(models.Model):
    """An answer in which a response was used, until it has been counted."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("use of a response"), _("uses of responses")
        constraints = [models.UniqueConstraint(fields=["response", "message"], name="one_use_per_message")]

    def __str__(self):
        return f"{self.response_id} · {self.message_id}"

    @classmethod
    def note(cls, message, responses):
        """These (ids, which are known to be the agent's to use) are in the answer; the same twice is one use."""
        cls.objects.bulk_create([cls(response_id=pk, message=message) for pk in responses], ignore_conflicts=True)

    @classmethod
    def count_sent(cls, limit=500):
        """Count those whose answer was sent. Any number may do so at once: whoever deletes a row counts it."""
        found = cls.objects.filter(message__delivery__state__in=SENT).order_by("response_id", "pk")
        by_response = {}
        for pk, response in found.values_list("pk", "response_id")[:limit]:
            by_response.setdefault(response, []).append(pk)
        for response, rows in by_response.items():
            with transaction.atomic():
                gone = cls.objects.filter(pk__in=rows).delete()[0]
                if gone:
                    Response.count(response, gone, timezone.now())
        cls.objects.filter(made_at__lt=timezone.now() - PATIENCE).delete()
