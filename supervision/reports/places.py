"""How channels did, one row for each: what began there, what became of replies, what went wrong, and what it cost."""

from collections import Counter
from datetime import UTC, timedelta

from django.db.models import Count, Q

from channels_admin.models import Channel, Incident, Usage
from interactions.models import Delivery, Message
from supervision.reports.counting import Scope

BAD = Q(delivery__state__in=[Delivery.State.FAILED, Delivery.State.UNCERTAIN])
GOOD = Q(delivery__state__in=[Delivery.State.SENT, Delivery.State.DELIVERED, Delivery.State.READ])


def channels(scope: Scope, now):
    """([(channel, {figure: value})], total) of the channels that send to the workgroups."""
    sends = Q(direct_workgroup__in=scope.workgroups) | Q(conversation_workgroup__in=scope.workgroups)
    places = list(Channel.objects.current().filter(sends).order_by("name"))
    begun = dict(scope.begun().values_list("thread__channel").annotate(number=Count("pk")))
    replies = Message.objects.filter(interaction__in=scope.begun(), outbound=True).order_by()
    counted = replies.values_list("channel").annotate(sent=Count("pk", filter=GOOD), failed=Count("pk", filter=BAD))
    outcome = {channel: (sent, failed) for channel, sent, failed in counted}
    wrong, used, costs = _incidents(scope), *_usage(scope, places)
    rows = []
    for place in places:
        sent, failed = outcome.get(place.pk, (0, 0))
        facts = {"begun": begun.get(place.pk, 0), "sent": sent, "failed": failed}
        facts |= {"incidents": wrong[place.account_id], "used": used[place.pk]}
        rows.append((place, facts | {"cost": round(float(costs.get(place.pk, 0)), 2)}))
    total = Counter()
    for _place, row in rows:
        total.update(row)
    return rows, dict(total)


def _incidents(scope):
    began = Incident.objects.filter(began__gte=scope.span.since, began__lt=scope.span.until).order_by()
    return Counter(dict(began.values_list("account").annotate(number=Count("pk"))))


def _usage(scope, places):
    """Usage is kept by days in UTC: those that lie in the span."""
    first = scope.span.since.astimezone(UTC).date()
    last = (scope.span.until.astimezone(UTC) - timedelta(microseconds=1)).date()
    rows = Usage.objects.filter(channel__in=places, day__gte=first, day__lte=last)
    used = Counter()
    for channel, count in rows.order_by().values_list("channel", "count"):
        used[channel] += count
    return used, rows.costs()
