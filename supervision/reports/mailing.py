"""Mailing reports on their schedules: each is written as its owner may see it now (`supervision/letters.py`)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agents.own_language import in_language, language_of
from audit.rights import Right
from supervision.reports.asking import Asked
from supervision.reports.models import ReportMail, Schedule
from supervision.reports.schedules import days_before, next_time, told
from supervision.reports.table import table

TOO_OLD = timedelta(hours=12)


def send_due(now=None):
    """Write down what is due, then send what was written down."""
    now = now or timezone.now()
    for schedule in Schedule.objects.filter(next_at__lte=now).order_by("next_at")[:50]:
        _due(schedule, now)
    for letter in ReportMail.objects.due(now).select_related("schedule__made_by")[:20]:
        if letter.claim():
            _send(letter, now)


def _due(schedule, now):
    """One row for each time; whoever moves the schedule on writes it."""
    due = schedule.next_at.astimezone(ZoneInfo(schedule.zone)).date()
    since, until = days_before(schedule.every, due)
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at)
        if mine.update(next_at=next_time(schedule, now)):
            ReportMail.objects.create(schedule=schedule, since=since, until=until, made_at=now, due_at=now)


def _send(letter, now):
    person = letter.schedule.made_by
    if not person.is_active or not person.has_perm(Right.REPORTS) or now - letter.made_at > TOO_OLD:
        return letter.too_late()
    return letter.send(lambda: in_language(language_of(person), _written, letter, now))


def _written(letter, now):
    schedule = letter.schedule
    days = {"since": letter.since.isoformat(), "until": letter.until.isoformat(), "zone": schedule.zone}
    query = schedule.criteria | days | {"report": schedule.report}
    asked = Asked(query, person=schedule.made_by, now=now)
    if not asked.is_valid():  # the workgroup or agent that it was about is not his any more
        return _empty(schedule)
    found = table(asked, now)
    address = f"{settings.PUBLIC_URL}{reverse('reports:reports')}?{urlencode(query)}"
    mail = EmailMessage(
        _subject(schedule, days), f"{_in_words(found)}\n\n{address}", to=[], bcc=schedule.mail_to.split()
    )
    mail.attach(f"{schedule.report}-{letter.since}-{letter.until}.csv", found.as_csv(), "text/csv")
    return mail


def _subject(schedule, days):
    ((_schedule, report, whose, _query),) = told([schedule])
    of = f"{report} ({', '.join(whose)})" if whose else report
    return _("%(report)s, %(since)s to %(until)s") % (days | {"report": of})


def _empty(schedule):
    """The owner alone is told that there is nothing to tell."""
    text = _("A scheduled report is about a workgroup or an agent that you do not supervise any more. Make it anew.")
    address = f"{settings.PUBLIC_URL}{reverse('reports:reports')}"
    to = [schedule.made_by.email or settings.DEFAULT_FROM_EMAIL]
    return EmailMessage(_("A scheduled report says nothing"), f"{text}\n\n{address}", to=to)


def _in_words(found):
    """The totals with their definitions."""
    pairs = zip(found.report.columns, found.total_shown(), strict=True)
    return "\n".join(f"{column.label}: {value}  ({column.meaning})" for column, (value, _link) in pairs)
