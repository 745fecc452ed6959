"""Telling the administrators of pressing news, once per piece; what has come together goes in one mail."""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.kept_words import told
from channels_admin.models import PlatformNotice
from channels_admin.upkeep.mails import administrators, mail

log = logging.getLogger(__name__)

IN_ONE = 50
LONGEST = 70  # characters of news in a subject


def tell():
    """Mail what nobody was told yet. A mail server that is away costs nothing: a tick tries again."""
    now = timezone.now()
    mine = [notice for notice in PlatformNotice.objects.untold(now)[:IN_ONE] if notice.claim_mail(now)]
    if mine:
        _tell(mine)


def _tell(notices):
    people = administrators()
    if not people:
        return log.warning("nobody to tell of %s news: no administrator has an e-mail address", len(notices))
    try:
        mail(people, lambda: _subject(notices), lambda: _body(notices))
    except Exception as error:  # noqa: BLE001  whatever a mail server or its connection raises: tried again in minutes
        return log.warning("the mail about news could not be sent: %s: %s", type(error).__name__, error)
    PlatformNotice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())


def _subject(notices):
    first = " ".join(told(notices[0].words).split())
    if len(notices) == 1:
        return first if len(first) <= LONGEST else f"{first[: LONGEST - 1]}…"
    return ngettext("%(n)s piece of platform news", "%(n)s pieces of platform news", len(notices)) % {"n": len(notices)}


def _body(notices):
    lines = [
        _("%(when)s UTC: %(words)s") % {"when": f"{one.at:%Y-%m-%d %H:%M}", "words": told(one.words)} for one in notices
    ]
    return "\n\n".join([*lines, _("All news:"), f"{settings.PUBLIC_URL}{_address(notices)}"])


def _address(notices):
    if len(notices) == 1:
        return reverse("console:channels_admin_platformnotice_change", args=[notices[0].pk])
    return reverse("console:channels_admin_platformnotice_changelist")
