"""Sending the mails about alerts (`supervision/letters.py`)."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.own_language import in_language, language_of
from audit.local_times import exact
from supervision.alerts.models import AlertMail, Severity
from supervision.alerts.words import cleared, status_of, told

TOO_OLD = timedelta(minutes=30)  # news of then helps nobody, unless it is so still
ABOUT = ("occurrence__alert__made_by", "occurrence__workgroup", "occurrence__agent")


def send_due(now=None):
    """Send what is due."""
    now = now or timezone.now()
    for mail in AlertMail.objects.due(now).select_related(*ABOUT)[:50]:
        if mail.claim():
            _send(mail, now)


def _send(mail, now):
    occurrence = mail.occurrence
    alert, is_old = occurrence.alert, now - mail.made_at > TOO_OLD
    if alert is None or (is_old and occurrence.ended_at):
        return mail.too_late()
    return mail.send(lambda: in_language(language_of(alert.made_by), _letter, mail, alert))


def _letter(mail, alert):
    occurrence = mail.occurrence
    facts = {"severity": Severity(occurrence.severity).label, "who": occurrence.workgroup or occurrence.agent}
    status = status_of(occurrence)
    if mail.leaving:
        subject, what = _("[Cleared] %(who)s") % facts, cleared(occurrence, status)
    else:
        subject, what = _("[%(severity)s] %(who)s") % facts, told(occurrence, occurrence.began_with, status)
    since = _("Since: %(when)s") % {"when": exact(occurrence.began_at)}
    ended = [_("Cleared: %(when)s") % {"when": exact(occurrence.ended_at)}] if mail.leaving else []
    body = "\n".join([what, "", since, *ended, "", f"{settings.PUBLIC_URL}{reverse('statistics:board')}"])
    return EmailMessage(f"{subject}: {what}", body, to=[], bcc=alert.addresses)
