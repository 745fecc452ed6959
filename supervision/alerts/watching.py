"""Looking at all alerts: which begin to hold, which have held long enough, which hold no more. Any number may look at once."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hints import wake
from supervision.alerts.models import Alert, AlertMail, Occurrence
from supervision.statistics import sharing
from supervision.statistics.figures import FIGURES, value

MAIL_EVERY = timedelta(minutes=5)


def watch(now=None):
    """One look. Costs one query while there are no alerts, and writes only where something changes."""
    alerts = list(Alert.objects.filter(active=True).select_related("workgroup", "agent"))
    told = Exists(AlertMail.objects.filter(occurrence=OuterRef("pk")))
    opened, now = list(Occurrence.objects.filter(ended_at=None).annotate(told=told)), now or timezone.now()
    found, watched = {one.alert_id: one for one in opened}, {alert.pk for alert in alerts}
    state = sharing.current() if alerts else None
    for alert in alerts:
        _look(alert, found.get(alert.pk), value_of(alert, state), now)
    for one in opened:
        if one.alert_id not in watched:  # switched off or deleted
            _close(one, None, now)


def value_of(alert, state):
    """What its figure says; None where its workgroup or agent is not there."""
    kind, pk = ("workgroups", alert.workgroup_id) if alert.workgroup_id else ("agents", alert.agent_id)
    row = state[kind].get(pk)
    figure = FIGURES[alert.figure]
    if row is None:
        return None
    found = value(figure, row, alert.period, alert.status_id)
    is_moment = figure.unit == "seconds" and not figure.counted
    return (state["version"] - found) / 1000 if is_moment and found is not None else found


def _look(alert, occurrence, found, now):
    holds = alert.holds(found)
    if not holds:
        if alert.met_since:
            Alert.objects.filter(pk=alert.pk).update(met_since=None)
        if occurrence:
            _close(occurrence, found, now)
        else:
            _tell_of_the_end(alert, now)
    elif not occurrence:
        _hold(alert, found, now)
    elif alert.mail_on_entering and not occurrence.told:  # when it opened, there had just been a mail
        _mail(alert.pk, occurrence, now)


def _hold(alert, found, now):
    if alert.met_since is None:
        Alert.objects.filter(pk=alert.pk, met_since=None).update(met_since=now)
        alert.met_since = now
    if now - alert.met_since >= timedelta(seconds=alert.holds_for):
        _open(alert, found, now)


def _open(alert, found, now):
    occurrence = Occurrence.of(alert, found, now)
    try:
        with transaction.atomic():
            occurrence.save(force_insert=True)
            if alert.mail_on_entering:
                _mail(alert.pk, occurrence, now)
    except IntegrityError:  # another look was first
        return


def _close(occurrence, found, now):
    with transaction.atomic():
        mine = Occurrence.objects.filter(pk=occurrence.pk, ended_at=None)
        closed = mine.update(ended_at=max(now, occurrence.began_at), ended_with=found)
        if closed and Alert.objects.filter(pk=occurrence.alert_id, active=True, mail_on_leaving=True).exists():
            _mail(occurrence.alert_id, occurrence, now, leaving=True)


def _tell_of_the_end(alert, now):
    """Who was told that it began, and not that it ended, as there had just been a mail, is told as soon as may be."""
    if not (alert.mail_on_leaving and alert.mailed_at and MAIL_EVERY <= now - alert.mailed_at <= 2 * MAIL_EVERY):
        return
    last = AlertMail.objects.filter(occurrence__alert=alert).select_related("occurrence").order_by("-pk").first()
    if last and not last.leaving:
        _mail(alert.pk, last.occurrence, now, leaving=True)


def _mail(alert, occurrence, now, leaving=False):
    """Write a mail, unless one about this alert (id) was written in the last 5 minutes."""
    rested = Q(mailed_at=None) | Q(mailed_at__lte=now - MAIL_EVERY)
    with transaction.atomic():
        if Alert.objects.filter(rested, pk=alert).exclude(mail_to="").update(mailed_at=now):
            AlertMail.objects.create(occurrence=occurrence, leaving=leaving, made_at=now, due_at=now)
            wake("supervision.tasks.mail_alerts")
