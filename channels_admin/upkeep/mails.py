"""Telling the administrators, once per incident. A mail server that is away costs nobody anything: a tick tries again."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agents.own_language import by_language
from audit.kept_words import told
from audit.rights import Right
from channels_admin.models import Incident

log = logging.getLogger(__name__)


def tell():
    """Mail every incident of which nobody was told yet."""
    now = timezone.now()
    for incident in (
        Incident.objects.untold(now).select_related("account").defer("account__token", "account__refresh_token")[:50]
    ):
        if incident.claim_mail(now):
            _tell(incident)


def administrators():
    """Those with the right Social Media Admin and an e-mail address."""
    return reached(get_user_model().objects.with_perm(Right.SOCIAL_MEDIA_ADMIN))


def reached(people):
    """Those of these people who have an e-mail address."""
    return list(people.exclude(email="").only("email", "language").order_by("pk").distinct())


def mail(people, subject, body):
    """One mail for all who read the same language; `subject` and `body` are called to write it in each."""
    for language, readers in by_language(people).items():
        with translation.override(language):
            addresses = sorted({reader.email for reader in readers})
            EmailMessage(subject(), body(), to=[], bcc=addresses).send()


def _tell(incident):
    people = administrators()
    if not people:
        return log.warning("nobody to tell of %s: no administrator has an e-mail address", incident)
    try:
        mail(people, lambda: _subject(incident), lambda: _body(incident))
    except Exception as error:  # noqa: BLE001  whatever a mail server or its connection raises: tried again in minutes
        return log.warning("the mail about %s could not be sent: %s: %s", incident, type(error).__name__, error)
    incident.told()


def _subject(incident):
    if incident.kind == Incident.Kind.SUSPENDED:
        text = _("%(account)s is suspended: nothing is read or sent")
    else:
        text = _("The access to %(account)s ends soon")
    return " ".join((text % {"account": incident.account}).split())


def _body(incident):
    address = reverse("console:channels_admin_account_change", args=[incident.account_id])
    return "\n\n".join(
        [
            told(incident.reason),
            _("Account: %(account)s (%(platform)s)")
            % {"account": incident.account, "platform": incident.account.get_platform_display()},
            _("Since: %(when)s UTC") % {"when": f"{incident.began:%Y-%m-%d %H:%M}"},
            _("What customers write meanwhile is not lost; it comes in once the account is linked again."),
            f"{settings.PUBLIC_URL}{address}",
        ]
    )
