"""What the Tracker finds, as lines of CSV: batch by batch from key to key, in the same memory for ten and for a million."""

import csv
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.translation import gettext as _

from interactions.models import Interaction, State
from supervision.tracker.finding import Finding
from supervision.tracker.level import NAMES, levels
from supervision.tracker.planning import TooLong, searching
from supervision.tracker.sorting import RELEVANCE

BATCH = 1000
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text):
        """Give it back."""
        return text


_writer = csv.writer(_Echo())


def head():
    """The first line, with the mark by which spreadsheets know the encoding."""
    names = [
        *(_("Number"), _("State"), _("Customer"), _("Platform"), _("Channel"), _("Workgroup"), _("Agent")),
        *(_("Interaction type"), _("Direction"), _("Started"), _("First picked up"), _("Ended")),
        *(_("Duration (s)"), _("Service level"), _("Wrap-up code"), _("Account code"), _("Labels")),
    ]
    return "\ufeff" + _writer.writerow(names)


def batch(criteria, now, key):
    """(lines as one text, how many, the key to go on from: blank at the end)."""
    order = criteria.order if criteria.order[0] != RELEVANCE else ("started", True)
    page = Finding(criteria, now, order).page(onward=key, size=BATCH)
    found = Interaction.objects.filter(pk__in=page.ids).with_people().select_related("wrap_up", "account_code")
    there = {one.pk: one for one in found}
    rows = [there[pk] for pk in page.ids if pk in there]
    known = levels(rows, now)
    lines = [_line(one, now, known[one.pk], criteria.where) for one in rows]
    return "".join(lines), len(lines), page.onward


def _line(one, now, level, where: ZoneInfo):
    return _writer.writerow([_harmless(cell) for cell in _cells(one, now, level, where)])


def _cells(one, now, level, where):
    ended = one.disconnected_at
    names = (one.thread.channel.get_platform_display(), one.thread.channel, one.workgroup, one.owner)
    moments = (one.created_at, one.picked_up_at, ended)
    return [
        one.pk,
        State(one.state).label,
        one.thread.peer or one.customer,
        *names,
        one.get_media_type_display(),
        _("Inbound") if one.inbound_number else _("Outbound"),
        *(moment.astimezone(where).isoformat(timespec="seconds") if moment else "" for moment in moments),
        int(((ended or now) - one.created_at).total_seconds()),
        NAMES.get(level, ""),
        one.wrap_up,
        one.account_code,
        ", ".join(label["name"] for label in one.label_names()),
    ]


def _harmless(cell):
    """A cell as text; a spreadsheet must not take a customer's name for a formula."""
    if cell is None:
        return ""
    text = str(cell)
    return f"'{text}" if isinstance(cell, (str, Model)) and text.startswith(FORMULA) else text


def number(criteria, now):
    """How many there will be, counted to the end; None where that takes too long."""
    try:
        with searching():
            return Finding(criteria, now).everything().count()
    except TooLong:
        return None
