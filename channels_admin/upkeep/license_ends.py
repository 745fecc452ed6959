"""Telling the administrators that licenses end, or have ended: 30, 7 and 1 days ahead and after, once each."""

import logging
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.models import License, LicenseWarning
from audit.rights import Right
from channels_admin.upkeep.mails import mail, reached

log = logging.getLogger(__name__)

WARNED = (1, 7, 30)  # days ahead, the nearest first
ENDED = 0
TELLING = timedelta(minutes=10)  # for which whoever writes the mail has it to himself; after a failure the next attempt


def warn():
    """Note what ends, and mail what nobody was told of. A mail server that is away costs nothing: the next tick tries."""
    now = timezone.now()
    marks = {row: _mark(row, now.date()) for row in _ending(now.date())}
    wanted = [
        LicenseWarning(part=row.part, expires_on=row.expires_on, days=mark, mail_due_at=now)
        for row, mark in marks.items()
    ]
    LicenseWarning.objects.bulk_create(wanted, ignore_conflicts=True)
    together = defaultdict(list)
    for warning in _untold(marks, now):
        if _claim(warning, now):
            together[warning.expires_on, warning.days].append(warning)
    for (day, days), warnings in together.items():
        _tell(day, days, warnings)


def _ending(today):
    return License.objects.filter(expires_on__lte=today + timedelta(days=WARNED[-1])).order_by("part")


def _mark(license, today):
    left = (license.expires_on - today).days
    return ENDED if left < 0 else next(mark for mark in WARNED if left <= mark)


def _untold(marks, now):
    """Only the latest warning of each part: one that could not be mailed before the next became due is past."""
    due = LicenseWarning.objects.filter(mailed_at=None, mail_due_at__lte=now).order_by("part")
    present = {(row.part, row.expires_on, mark) for row, mark in marks.items()}
    return [warning for warning in due if (warning.part, warning.expires_on, warning.days) in present]


def _claim(warning, now):
    rows = LicenseWarning.objects.filter(pk=warning.pk, mailed_at=None, mail_due_at=warning.mail_due_at)
    return bool(rows.update(mail_due_at=now + TELLING))


def _tell(day, days, warnings):
    people = _administrators()
    if not people:
        return log.warning("nobody to tell that licenses end on %s: no administrator has an e-mail address", day)
    try:
        mail(people, lambda: _subject(day, days), lambda: _body(day, days, warnings))
    except Exception as error:  # noqa: BLE001  whatever a mail server or its connection raises: tried again in minutes
        return log.warning("the mail about licenses could not be sent: %s: %s", type(error).__name__, error)
    LicenseWarning.objects.filter(pk__in=[warning.pk for warning in warnings]).update(mailed_at=timezone.now())


def _administrators():
    """Those who can load a file, or see what stops."""
    people = get_user_model().objects
    return reached(people.with_perm(Right.LICENSES) | people.with_perm(Right.SOCIAL_MEDIA_ADMIN))


def _subject(day, days):
    if days == ENDED:
        return _("Licenses have ended on %(day)s") % {"day": day}
    left = max((day - timezone.now().date()).days, 0)
    text = ngettext("Licenses end in %(n)s day, on %(day)s", "Licenses end in %(n)s days, on %(day)s", left)
    return text % {"n": left, "day": day}


def _body(day, days, warnings):
    ahead = _("After that day channels of that family open nothing new, and its agents are offered nothing.")
    after = _("Channels of that family open nothing new, and its agents are offered nothing.")
    return "\n\n".join(
        [
            "\n".join(f"{License.Part(one.part).label} ({one.part})" for one in warnings),
            _("Last valid day: %(day)s (UTC).") % {"day": day},
            after if days == ENDED else ahead,
            _("Open interactions can be answered to their end. Load a newer license file here:"),
            f"{settings.PUBLIC_URL}{reverse('console:agents_license_changelist')}",
        ]
    )
