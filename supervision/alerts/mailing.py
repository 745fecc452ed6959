"""Sending the mails about alerts, each once.

A mail is claimed before it is sent. If the mail server cannot be reached at all, nothing has left and it is tried again;
whatever goes wrong after that leaves it claimed: better one mail too few than the same one twice.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agents.own_language import language_of
from audit.local_times import exact
from supervision.alerts.models import AlertMail, Severity
from supervision.alerts.words import cleared, status_of, told

log = logging.getLogger(__name__)
AGAIN = timedelta(seconds=30)
TOO_OLD = timedelta(minutes=30)  # news of then helps nobody


def send_due(now=None):
    """Send what is due."""
    now = now or timezone.now()
    due = AlertMail.objects.filter(claimed_at=None, due_at__lte=now).order_by("due_at")
    for mail in due.select_related("occurrence__alert__made_by", "occurrence__workgroup", "occurrence__agent")[:50]:
        if AlertMail.objects.filter(pk=mail.pk, claimed_at=None).update(claimed_at=now):
            _send(mail, now)


def _send(mail, now):
    mine = AlertMail.objects.filter(pk=mail.pk)
    alert = mail.occurrence.alert
    if alert is None or now - mail.made_at > TOO_OLD:
        return mine.update(problem="too late")
    try:
        server = mailers.default
        server.open()
    except Exception as error:  # noqa: BLE001  whatever a mail server raises: nothing has left
        log.warning("no mail server for alerts: %s: %s", type(error).__name__, error)
        return mine.update(claimed_at=None, due_at=now + AGAIN, problem=_problem(error))
    try:
        with override(language_of(alert.made_by)):
            server.send_messages([_letter(mail, alert)])
        mine.update(sent_at=timezone.now(), problem="")
    except Exception as error:  # noqa: BLE001  it may have left: not again
        log.warning("the mail about alert %s may not have been sent: %s: %s", alert.pk, type(error).__name__, error)
        mine.update(problem=_problem(error))
    finally:
        server.close()


def _problem(error):
    return f"{type(error).__name__}: {error}"[:300]


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
