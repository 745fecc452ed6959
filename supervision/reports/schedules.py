"""Schedules: when the next report is due, about which days, and the form on which one is written."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, MediaType, Workgroup
from channels_admin.models import Channel
from supervision.alerts.form import addresses
from supervision.reports.figures import REPORTS
from supervision.reports.models import Schedule

NAMED = {"workgroup": Workgroup, "agent": Agent, "channel": Channel}  # of the criteria, those that are rows


def next_day(every, day):
    """The first day after this one on which it is due."""
    if every == Schedule.Every.DAY:
        return day + timedelta(days=1)
    if every == Schedule.Every.WEEK:
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def next_time(schedule, after):
    """The next moment at which it is due."""
    zone = ZoneInfo(schedule.zone)
    day = after.astimezone(zone).date()
    return datetime.combine(next_day(schedule.every, day), time(schedule.hour), tzinfo=zone)


def days_before(every, day):
    """The days that a report is about which is due on this one: (first, last)."""
    last = day - timedelta(days=1)
    if every == Schedule.Every.DAY:
        return last, last
    return (day - timedelta(days=7), last) if every == Schedule.Every.WEEK else (last.replace(day=1), last)


def told(schedules):
    """[(schedule, the report's name, whom it is about, its query)], with the names looked up together."""
    known = {
        name: model.objects.in_bulk({one.criteria[name] for one in schedules if name in one.criteria})
        for name, model in NAMED.items()
    }
    return [
        _told(one, {name: {str(pk): row for pk, row in rows.items()} for name, rows in known.items()})
        for one in schedules
    ]


def _told(schedule, known):
    criteria = schedule.criteria
    whose = [str(known[name].get(str(criteria[name]), "–")) for name in NAMED if name in criteria]
    whose += [str(MediaType(criteria["media_type"]).label)] if "media_type" in criteria else []
    query = urlencode(criteria | {"report": schedule.report, "zone": schedule.zone})
    return schedule, REPORTS[schedule.report].label, whose, query


class ScheduleForm(forms.ModelForm):
    """How often, when and to whom; `asked` is the report that is on the page."""

    hour = forms.TypedChoiceField(
        label=_("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)], initial=7
    )

    class Meta:
        model = Schedule
        fields = ["every", "hour", "mail_to"]
        widgets = {"mail_to": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"mail_to": _("One on each line.")}

    def __init__(self, *args, asked, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.person = asked, person
        self.initial.setdefault("mail_to", person.email)

    def clean_mail_to(self):
        """Addresses, one on each line."""
        return addresses(self.cleaned_data["mail_to"])

    def save(self, commit=True):
        """With what the page asks, and the moment of the first mail."""
        schedule = self.instance
        schedule.report, schedule.criteria = self.asked.cleaned_data["report"], self.asked.lasting()
        schedule.zone, schedule.made_by = self.asked.cleaned_data["zone"].key, self.person
        schedule.next_at = next_time(schedule, timezone.now())
        return super().save(commit)
