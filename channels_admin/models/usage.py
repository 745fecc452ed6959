"""What platforms charge for: counted per channel and day, priced by a table, held against a monthly budget (R9a)."""

import threading
import time
from collections import Counter
from decimal import Decimal

from django.db import connections, models, router, transaction
from django.db.models import DecimalField, F, OuterRef, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models.account import Platform
from channels_admin.models.channel import Channel

FLUSHED = 5.0  # seconds for which counts are gathered in a process; a killed one loses at most that many
JUDGED = 20.0  # seconds for which it is remembered who has used up a budget
WARN_AT = Decimal("0.8")
COST = DecimalField(max_digits=20, decimal_places=6)

_gathered, _guard, _flushed_at = Counter(), threading.Lock(), [0.0]
_spent = {}


class Kind(models.TextChoices):
    """What is counted. X charges by object and request; WhatsApp by template."""

    CALL = "call", _("Calls")
    POST = "post", _("Posts read")
    USER = "user", _("Profiles read")
    DM_EVENT = "dm_event", _("Direct messages read")
    POST_CREATE = "post_create", _("Posts sent")
    POST_CREATE_LINK = "post_create_link", _("Posts sent with a link")
    DM_CREATE = "dm_create", _("Direct messages sent")
    TEMPLATE = "template", _("Templates sent")


class Price(models.Model):
    """What one of a kind costs on a platform, in the currency in which the budgets are meant."""

    platform = models.CharField(_("platform"), max_length=20, choices=Platform)
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    amount = models.DecimalField(_("price of one"), max_digits=12, decimal_places=6)

    class Meta:
        verbose_name, verbose_name_plural = _("price"), _("prices")
        ordering = ["platform", "kind"]
        constraints = [models.UniqueConstraint(fields=["platform", "kind"], name="one_price_per_kind")]

    def __str__(self):
        return f"{self.get_platform_display()}: {self.get_kind_display()}"


class Usages(models.QuerySet):
    """Counts."""

    def this_month(self, now=None):
        """Those since the first of the month (UTC)."""
        return self.filter(day__gte=(now or timezone.now()).date().replace(day=1))

    def priced(self):
        """Each with its `cost`; null where it has no price."""
        price = Price.objects.filter(platform=OuterRef("channel__platform"), kind=OuterRef("kind")).values("amount")
        return self.annotate(cost=F("count") * Subquery(price, output_field=COST))

    def costs(self):
        """{channel: what its counts cost}; what has no price costs nothing."""
        rows = self.priced().order_by().values_list("channel").annotate(sum=Sum("cost", output_field=COST))
        return {channel: cost or Decimal(0) for channel, cost in rows}


class Usage(models.Model):
    """How many of a kind a channel used on a day (UTC)."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="usage")
    day = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    count = models.PositiveBigIntegerField(_("count"), default=0)

    objects = Usages.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("usage"), _("usage")
        ordering = ["-day", "channel", "kind"]
        constraints = [models.UniqueConstraint(fields=["channel", "day", "kind"], name="one_count_per_day")]

    def __str__(self):
        return f"{self.channel_id} {self.day} {self.kind}: {self.count}"


def note(channel, counts):
    """Count what a channel (by id) used: {kind: number}. Written down together every few seconds."""
    day = timezone.now().date()
    with _guard:
        for kind, number in counts.items():
            _gathered[channel, day, str(kind)] += number
        due = _flushed_at[0] + FLUSHED < time.monotonic()
    if due:
        flush()


def flush():
    """Write down what was gathered in this process."""
    with _guard:
        rows = [(*key, number) for key, number in sorted(_gathered.items()) if number]
        _gathered.clear()
        _flushed_at[0] = time.monotonic()
    if rows:
        _add(rows)


def _add(rows):
    # Django's own "update or create" for many rows cannot add to what is there.
    alias = router.db_for_write(Usage)
    table = connections[alias].ops.quote_name(Usage._meta.db_table)
    sql = (
        f"INSERT INTO {table} (channel_id, day, kind, count) VALUES (%s, %s, %s, %s) "  # noqa: S608  a table of ours
        f"ON CONFLICT (channel_id, day, kind) DO UPDATE SET count = {table}.count + excluded.count"
    )
    known = set(Channel.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", flat=True))
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.executemany(sql, [row for row in rows if row[0] in known])


def over_budget():
    """Ids of the channels whose monthly budget is used up: their keyword search stops, all else goes on."""
    until, found = _spent.get("over", (0.0, frozenset()))
    if until < time.monotonic():
        limited = dict(Channel.objects.current().filter(monthly_budget__gt=0).values_list("pk", "monthly_budget"))
        costs = Usage.objects.filter(channel__in=limited).this_month().costs() if limited else {}
        found = frozenset(pk for pk, cost in costs.items() if cost >= limited[pk])
        _spent["over"] = (time.monotonic() + JUDGED, found)
    return found


def forget():
    """Judge anew: a budget was raised, or a price changed."""
    _spent.clear()


def budget_of(channel):
    """(spent this month, budget or None, share used or None) of a channel."""
    spent = Usage.objects.filter(channel=channel).this_month().costs().get(channel.pk, Decimal(0))
    budget = channel.monthly_budget or None
    return spent, budget, spent / budget if budget else None


def month_of(channel):
    """[(kind in words, count, cost)] of a channel's counts this month; what has no price costs nothing."""
    prices = dict(Price.objects.filter(platform=channel.platform).values_list("kind", "amount"))
    rows = Usage.objects.filter(channel=channel).this_month().order_by("kind").values("kind").annotate(n=Sum("count"))
    return [(Kind(row["kind"]).label, row["n"], row["n"] * prices.get(row["kind"], Decimal(0))) for row in rows]
