"""A workgroup's business hours as people enter them: spans per weekday, holidays, and what is said meanwhile."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agents.forms import TimeZoneField
from agents.hours import MIDNIGHT
from agents.models import Holiday, OpeningHours, Workgroup
from agents.models.hours import clock
from channels_admin.entering import LinesField
from channels_admin.handing_off import handoff_words, names_a_way

DAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
PUBLIC_MOST = 280  # characters; X takes no more


class SpansField(forms.CharField):
    """Spans of a day, like "09:00–12:30, 13:30–18:00", as [(opens, closes)] in minutes; blank: closed."""

    def prepare_value(self, value):
        """Stored spans as text."""
        return value if isinstance(value, str) else spans_in_words(value or [])

    def to_python(self, value):
        """Text as spans, in their order and without overlap."""
        texts = [text.strip() for text in (super().to_python(value) or "").split(",") if text.strip()]
        spans = sorted(map(self._span, texts))
        for before, after in zip(spans, spans[1:], strict=False):
            if after[0] < before[1]:
                raise ValidationError(_("%(first)s and %(second)s overlap.") % _two(before, after))
        return spans

    def _span(self, text):
        found = SPAN.fullmatch(text)
        opens, closes = _minutes(*found.groups()) if found else (0, 0)
        if not found or opens >= closes or closes > MIDNIGHT:
            words = _(
                "“%(text)s” is no span of a day: write it like 09:00–18:00, several with commas, the end up to 24:00."
            )
            raise ValidationError(words % {"text": text})
        return opens, closes


def _minutes(*parts):
    hour, minute, until_hour, until_minute = map(int, parts)
    valid = minute < 60 and until_minute < 60
    return (hour * 60 + minute, until_hour * 60 + until_minute) if valid else (0, 0)


def _two(before, after):
    return {"first": spans_in_words([before]), "second": spans_in_words([after])}


def spans_in_words(spans):
    """Spans as text."""
    return ", ".join(f"{clock(opens)}–{clock(closes)}" for opens, closes in spans)


class HoursForm(forms.ModelForm):
    """The hours of one workgroup. `source` is another one whose week and holidays fill the form in."""

    time_zone = TimeZoneField()
    holidays = LinesField(
        label=_("Holidays"), help_text=_("One per line: the day, then its name, like 2026-12-25 Christmas Day.")
    )

    class Meta:
        model = Workgroup
        fields = ["keeps_hours", "time_zone", "closed_reply", "closed_reply_in_public"]
        labels = {"keeps_hours": _("Open by these hours only")}
        help_texts = {
            "keeps_hours": _("Not ticked: always open, and the hours below wait."),
            "closed_reply_in_public": _("As a comment or post that everybody reads; then 280 characters at most."),
        }
        widgets = {"closed_reply": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, source=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source or self.instance
        for weekday, words in enumerate(DAYS):
            self.fields[f"day{weekday}"] = SpansField(label=words, required=False)
            self.initial[f"day{weekday}"] = [
                (row.opens, row.closes) for row in self.source.hours.all() if row.weekday == weekday
            ]
        self.initial["holidays"] = [str(row) for row in self.source.holidays.all()]
        if source:
            self.initial |= {"keeps_hours": source.keeps_hours, "time_zone": source.time_zone}

    @property
    def days(self):
        """The week's fields, for the page."""
        return [self[f"day{weekday}"] for weekday in range(7)]

    def clean_holidays(self):
        """[(day, name)], each day once."""
        found = {}
        for line in self.cleaned_data["holidays"]:
            text, _space, name = line.partition(" ")
            try:
                found[date.fromisoformat(text)] = name.strip()[:80]
            except ValueError:
                words = _("“%(line)s” does not begin with a day: write it like 2026-12-25 Christmas Day.")
                raise ValidationError(words % {"line": line[:60]}) from None
        return sorted(found.items())

    def clean_closed_reply(self):
        """Refused without a way to a person (R26)."""
        text = self.cleaned_data["closed_reply"].strip()
        if text and not names_a_way(text):
            words = ", ".join(f"“{word}”" for word in handoff_words()[:6])
            if not words:
                raise ValidationError(_("Enter a hand-off word first (WhatsApp, Stop and hand-off words)."))
            fault = _("Name a way to a person in it: one of the hand-off words, which are %(words)s.")
            raise ValidationError(fault % {"words": words})
        return text

    def clean(self):
        """What is said in public is short."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("closed_reply_in_public") and len(cleaned.get("closed_reply") or "") > PUBLIC_MOST:
            self.add_error("closed_reply", _("Under public posts it has 280 characters at most."))
        return cleaned

    def save(self, commit=True):
        """The workgroup's own fields, and its week and holidays anew."""
        with transaction.atomic():
            workgroup = super().save()
            week = [(day, span) for day in range(7) for span in self.cleaned_data[f"day{day}"]]
            workgroup.hours.all().delete()
            workgroup.holidays.all().delete()
            OpeningHours.objects.bulk_create(
                OpeningHours(workgroup=workgroup, weekday=day, opens=opens, closes=closes)
                for day, (opens, closes) in week
            )
            Holiday.objects.bulk_create(
                Holiday(workgroup=workgroup, day=day, name=name) for day, name in self.cleaned_data["holidays"]
            )
        return workgroup


def facts(workgroup):
    """The hours as the audit log compares them."""
    names = ("keeps_hours", "time_zone", "closed_reply", "closed_reply_in_public")
    week = [f"{DAYS[row.weekday]} {spans_in_words([(row.opens, row.closes)])}" for row in workgroup.hours.all()]
    rows = {"hours": week, "holidays": [str(row) for row in workgroup.holidays.all()]}
    return {name: getattr(workgroup, name) for name in names} | rows
