"""Webhook deliveries as they came."""

import secrets
import time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def arrival_key():
    """A key that grows with time: microseconds since 1970 in the upper bits, 12 random bits below against ties."""
    return (time.time_ns() // 1000 << 12) | secrets.randbits(12)


def this_month():
    """The first day of the present month (UTC)."""
    return timezone.now().date().replace(day=1)


class Inbox(models.Model):
    """A raw webhook delivery: a committed row before the platform gets its 200, worked off in order of arrival.

    Partitioned on PostgreSQL by `month`; nothing has a foreign key to it.
    """

    pk = models.CompositePrimaryKey("month", "key")
    month = models.DateField(default=this_month)
    key = models.BigIntegerField(default=arrival_key)
    app_id = models.BigIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    body = models.BinaryField()
    done_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("webhook delivery"), _("webhook deliveries")
        # What is left to do, in order: the drain reads nothing else.
        indexes = [
            models.Index(fields=["app_id", "key"], condition=models.Q(done_at__isnull=True), name="inbox_left_to_do")
        ]

    def __str__(self):
        return f"{self.app_id} {self.received_at:%F %T}"
