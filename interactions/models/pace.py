"""How fast we may write: so many messages at once, then one every so often, per number and per recipient."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Value, When
from django.utils import timezone


class Pace(models.Model):
    """The moment from which a number or recipient owes nothing (the generic cell rate algorithm).

    Each message moves it on by the seconds one message takes; it may lie ahead of now by as many as may come at once.
    """

    key = models.CharField(max_length=255, primary_key=True)
    paid_until = models.DateTimeField()

    def __str__(self):
        return self.key

    @classmethod
    def take(cls, key, seconds, burst):
        """Room for one message: None if there is some, which is then taken; else the moment when there will be."""
        now, step = timezone.now(), timedelta(seconds=seconds)
        latest = now + step * (burst - 1)
        moved = Case(When(paid_until__gt=now, then=F("paid_until") + step), default=Value(now + step))
        while not cls.objects.filter(key=key, paid_until__lte=latest).update(paid_until=moved):
            row = cls.objects.filter(key=key).first()
            if row and row.paid_until > latest:
                return row.paid_until - step * (burst - 1)
            cls.objects.bulk_create([cls(key=key, paid_until=now)], ignore_conflicts=True)
        return None
