"""What can be looked for (R80), combined at will. All of it is in the address, which can be kept and sent on."""

import re
from datetime import datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import AccountCode, Label, MediaType, WrapUpCode
from audit.local_times import zone_of
from channels_admin.models import Channel, Platform
from interactions.models import State
from supervision.days import Day
from supervision.reports.listed import Counted
from supervision.tracker.conditions import BY, MOST_CUSTOMERS, too_many_called
from supervision.tracker.level import MET, MISSED
from supervision.tracker.level import NAMES as NAMED
from supervision.tracker.reach import Reach
from supervision.tracker.sorting import NAMES, RELEVANCE

SOCIAL = [(kind.value, kind.label) for kind in (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE)]
DIRECTIONS = [("inbound", _("Inbound")), ("outbound", _("Outbound"))]
PERIODS = [
    ("today", _("Today")),
    ("yesterday", _("Yesterday")),
    ("7", _("Last 7 days")),
    ("30", _("Last 30 days")),
    ("90", _("Last 90 days")),
]
LEVELS = [(name, NAMED[name]) for name in (MET, MISSED)]
UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
LENGTH = re.compile(r"(\d{1,9})\s*(s|min|h|d)?")
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d\d)")


class Length(forms.CharField):
    """A length of time: "90 s", "30 min" (or just 30), "2 h", "1:05:00"; in seconds."""

    def clean(self, value):
        """Seconds, or None of nothing."""
        text = super().clean(value)
        if not text:
            return None
        if found := LENGTH.fullmatch(text.lower()):
            return int(found[1]) * UNITS[found[2] or "min"]
        if found := CLOCK.fullmatch(text):
            return (int(found[1] or 0) * 60 + int(found[2])) * 60 + int(found[3])
        raise forms.ValidationError(_("Write a length like 90 s, 30 min, 2 h or 1:05:00."))


def _some(label, choices=()):
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


def _rows(label, queryset=None):
    widget = forms.CheckboxSelectMultiple
    return forms.ModelMultipleChoiceField(queryset, label=label, required=False, widget=widget)


class Criteria(forms.Form):
    """Everything that can be asked for; `person` is who asks, and only what he reaches is offered."""

    text = forms.CharField(label=_("Text"), required=False, max_length=200)
    period = forms.ChoiceField(label=_("Date"), required=False, choices=[("", _("Any")), *PERIODS])
    since, until = Day(_("From")), Day(_("To"))
    zone = forms.CharField(label=_("Time zone"), required=False, max_length=60)
    platform = _some(_("Platform"), Platform.choices)
    workgroup = _rows(_("Workgroup"))
    agent = _rows(_("Agent"))
    state = _some(_("State"), State.choices)
    customer = forms.CharField(label=_("Customer"), required=False, max_length=100)
    channel = _rows(_("Channel"))
    media_type = _some(_("Interaction type"), SOCIAL)
    direction = _some(_("Direction"), DIRECTIONS)
    longer, shorter = Length(label=_("Longer than"), required=False), Length(label=_("Shorter than"), required=False)
    wrap_up = _rows(_("Wrap-up code"), WrapUpCode.objects.all())
    account_code = _rows(_("Account code"), AccountCode.objects.all())
    label = _rows(_("Label"), Label.objects.all())
    level = _some(_("Service level"), LEVELS)
    number = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=2**63 - 1)
    counted = forms.CharField(label=_("Counted as"), required=False, max_length=2000, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, person):
        super().__init__(data)
        self.person, self.reach = person, Reach.of(person)
        self.fields["workgroup"].queryset = self.reach.offered_workgroups
        self.fields["agent"].queryset = self.reach.offered_agents
        self.fields["channel"].queryset = Channel.objects.order_by("name")

    def clean_zone(self):
        """A name that the tz database has."""
        name = self.cleaned_data["zone"]
        if name and name not in available_timezones():
            raise forms.ValidationError(_("There is no time zone of this name. Write one like Europe/Berlin."))
        return name

    def clean_counted(self):
        """A figure of a report, of the workgroups that this person supervises."""
        text = self.cleaned_data["counted"]
        try:
            return Counted.read(text).within(self.reach.workgroups) if text else None
        except ValueError:
            text = _("The address does not say which figure of a report it is about. Open it from the report again.")
            raise forms.ValidationError(text) from None

    def clean_customer(self):
        """So much of a name that it says something."""
        words = self.cleaned_data["customer"]
        if words and too_many_called(words):
            text = _("More than %(n)s customers are called so. Write more of the name.")
            raise forms.ValidationError(text % {"n": MOST_CUSTOMERS})
        return words

    def clean(self):
        """A span has its ends in order."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("“To” lies before “From”."))
        return self.cleaned_data

    @cached_property
    def given(self):
        """{name: value} of what was filled in and makes sense, the order left out; of several values a list."""
        self.is_valid()
        read = {name: _read(value) for name, value in self.cleaned_data.items() if name != "sort"}
        return {name: value for name, value in read.items() if value not in (None, "", [])}

    @property
    def order(self):
        """(name of the order, is it downwards)."""
        self.is_valid()
        asked = self.cleaned_data.get("sort", "")
        name = asked.lstrip("-")
        if name not in NAMES or (name == RELEVANCE and "text" not in self.given):
            return "started", True
        return name, asked.startswith("-") or name == RELEVANCE

    @property
    def where(self):
        """The time zone in which days begin."""
        return ZoneInfo(self.given["zone"]) if "zone" in self.given else zone_of(self.person)

    @property
    def workgroups(self):
        """The ids that were chosen; None: all."""
        chosen = self.given.get("workgroup")
        return None if chosen is None else {one.pk for one in chosen}

    @property
    def span(self):
        """The condition of the dates, on the moment of beginning."""
        begin, end = self.moments()
        return (Q(created_at__gte=begin) if begin else Q()) & (Q(created_at__lt=end) if end else Q())

    def moments(self):
        """(from, until) as moments; None where that end is open. Dates win over a period."""
        since, until = self.given.get("since"), self.given.get("until")
        if not since and not until:
            since, until = _period(self.given.get("period", ""), timezone.now().astimezone(self.where).date())
        return since and self._begins(since), until and self._begins(until + timedelta(days=1))

    def _begins(self, day):
        return datetime.combine(day, time.min, tzinfo=self.where)

    def conditions(self):
        """The `Condition`s of all else that is given."""
        return [by(self.given[name], self.person) for name, by in BY.items() if name in self.given]

    def query(self, **changed):
        """What is asked for as the query of an address; `changed` replaces, None takes away."""
        kept = {name: self.data.getlist(name) for name in self.fields if any(self.data.getlist(name))}
        kept |= {name: value for name, value in changed.items()}
        return urlencode({name: value for name, value in kept.items() if value not in (None, "", [])}, doseq=True)


def _read(value):
    return list(value) if isinstance(value, QuerySet) else value


def _period(name, today):
    if name == "yesterday":
        return today - timedelta(days=1), today - timedelta(days=1)
    if name == "today":
        return today, None
    return (today - timedelta(days=int(name) - 1), None) if name else (None, None)
