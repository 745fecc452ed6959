"""Times as the person in front reads them: in his time zone, relative where near, exact on hover."""

import functools
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

MINUTE, HOUR, DAY = 60, 3600, 86400


def zone_of(person):
    """The time zone of a person; UTC for strangers, and where the name on his account is none."""
    try:
        return ZoneInfo(getattr(person, "time_zone", "") or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def in_local_time(view):
    """A view that reads and writes times in the zone of the person who asks; late templates are rendered within it."""

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        with timezone.override(zone_of(request.user)):
            response = view(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") and not response.is_rendered else response

    return inner


def exact(moment):
    """Date and time to the second, with the zone."""
    local = timezone.localtime(moment)
    return f"{date_format(local, _exact())} {local.tzname()}"


def relative(moment, now=None):
    """How long ago, or until when, in few words; beyond a day the date."""
    now = now or timezone.now()
    seconds = int((now - moment).total_seconds())
    if abs(seconds) >= DAY:
        return _day(moment, now)
    words = lasting(abs(seconds))
    if abs(seconds) < 3:
        return _("just now")
    return _("%(time)s ago") % {"time": words} if seconds > 0 else _("in %(time)s") % {"time": words}


def lasting(seconds):
    """A length of time in one unit: 42 s, 5 min, 3 h, 2 days."""
    seconds = int(seconds)
    if seconds < MINUTE:
        return _("%(n)s s") % {"n": seconds}
    if seconds < HOUR:
        return _("%(n)s min") % {"n": seconds // MINUTE}
    if seconds < 2 * DAY:
        return _("%(n)s h") % {"n": seconds // HOUR}
    return ngettext("%(n)s day", "%(n)s days", seconds // DAY) % {"n": seconds // DAY}


def _day(moment, now):
    local, today = timezone.localtime(moment), timezone.localtime(now)
    if local.date() == today.date() - timedelta(days=1):
        return _("yesterday, %(time)s") % {"time": date_format(local, "H:i")}
    return date_format(local, _this_year() if local.year == today.year else _other_year())


def as_day(date):
    """A day with its year, without the time of day; nothing for none."""
    return date_format(date, _other_year()) if date else ""


def to_second(moment):
    """Day and time to the second, without the year."""
    return date_format(timezone.localtime(moment), pgettext("date format", "j M, H:i:s")) if moment else ""


def _exact():
    # Translators: formats of dates, with the letters of https://docs.djangoproject.com/en/stable/ref/templates/builtins/#date
    return pgettext("date format", "D j M Y, H:i:s")


def _this_year():
    return pgettext("date format", "j M, H:i")


def _other_year():
    return pgettext("date format", "j M Y")


def when(moment, now=None):
    """The `<time>` element of a moment; a dash for none."""
    if moment is None:
        return "–"
    iso = moment.isoformat().replace("+00:00", "Z")
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, exact(moment), relative(moment, now))
