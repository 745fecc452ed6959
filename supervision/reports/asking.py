"""What is asked of a report: which one, of whom, about which days, cut how. It stands in the address, so it can be sent on."""

from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, MediaType, Workgroup
from audit.local_times import zone_of
from channels_admin.models import Channel
from supervision.days import Day
from supervision.reports.figures import REPORTS
from supervision.reports.scope import Scope
from supervision.reports.spans import MOST_DAYS, Interval, Span

TYPES = [MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE]
LASTING = {"workgroup", "agent", "channel", "media_type", "rows", "interval"}  # of the criteria, what a schedule keeps
EACH, INTERVALS = "each", "interval"


def interval_for(days):
    """An interval that gives a few dozen rows."""
    if days <= 2:
        return Interval.HOUR
    if days <= 62:
        return Interval.DAY
    return Interval.WEEK if days <= 366 else Interval.MONTH


class Asked(forms.Form):
    """The criteria; `person` is who asks, and only what he supervises is offered."""

    report = forms.ChoiceField(label=_("Report"), choices=[(one.name, one.label) for one in REPORTS.values()])
    workgroup = forms.ModelChoiceField(
        Workgroup.objects.none(), label=_("Workgroup"), required=False, empty_label=_("All")
    )
    agent = forms.ModelChoiceField(Agent.objects.none(), label=_("Agent"), required=False, empty_label=_("All"))
    channel = forms.ModelChoiceField(Channel.objects.none(), label=_("Channel"), required=False, empty_label=_("All"))
    media_type = forms.ChoiceField(
        label=_("Interaction type"),
        required=False,
        choices=[("", _("All")), *((one.value, one.label) for one in TYPES)],
    )
    since = Day(_("From"))
    until = Day(_("To"))
    rows = forms.ChoiceField(label=_("Rows"), required=False)
    interval = forms.ChoiceField(label=_("Interval"), required=False, choices=[("", _("Automatic")), *Interval.choices])
    zone = forms.CharField(label=_("Time zone"), required=False, max_length=60)

    def __init__(self, data, *, person, now=None):
        given = {name: value for name, value in data.items() if value != ""}
        given.setdefault("report", "volume")
        given.setdefault("zone", zone_of(person).key)
        self.person, self.now = person, now or timezone.now()
        today = self.now.astimezone(zone_of(person)).date()
        if not {"since", "until"} & given.keys():  # the last seven days
            given["since"] = str(today - timedelta(days=6))
        if given.get("since", "") <= str(today):
            given.setdefault("until", str(today))
        super().__init__(given, auto_id="asked_%s")
        mine = Workgroup.objects.filter(memberships__agent=person, memberships__supervises=True)
        self.mine = tuple(mine.values_list("pk", flat=True))
        self.fields["workgroup"].queryset = mine
        people = Agent.objects.filter(memberships__workgroup__in=self.mine).distinct()
        self.fields["agent"].queryset = people.order_by("first_name", "last_name", "username")
        sends = Q(direct_workgroup__in=self.mine) | Q(conversation_workgroup__in=self.mine)
        self.fields["channel"].queryset = Channel.objects.current().filter(sends).order_by("name")
        self._offer_rows(REPORTS.get(given["report"]))
        self.fields["zone"].widget.attrs["list"] = "zones"

    def _offer_rows(self, report):
        """Intervals, or each agent or channel, where a report has them; that comes first."""
        if report and report.each:
            self.fields["rows"].choices = [(EACH, report.each), (INTERVALS, _("Interval"))]
        else:
            del self.fields["rows"]

    def clean_zone(self):
        """A name of the time-zone database."""
        if self.cleaned_data["zone"] not in ZONES:
            raise forms.ValidationError(_("A time zone by its name, such as Europe/Lisbon."))
        return ZoneInfo(self.cleaned_data["zone"])

    def clean(self):
        """The last seven days where none are said; a span in order, and not of more rows than anybody reads."""
        given = super().clean()
        today = self.now.astimezone(given.get("zone") or zone_of(self.person)).date()
        given["until"] = given.get("until") or max(today, given.get("since") or today)
        given["since"] = given.get("since") or given["until"] - timedelta(days=6)
        if given["until"] < given["since"]:
            self.add_error("until", _("“To” lies before “From”."))
            return given
        days = (given["until"] - given["since"]).days + 1
        given["interval"] = Interval(given.get("interval") or interval_for(days))
        if days > MOST_DAYS[given["interval"]]:
            text = _("At most %(days)s days of this interval. Choose a longer interval or a shorter span.")
            self.add_error("interval", text % {"days": MOST_DAYS[given["interval"]]})
        return given

    @property
    def report_asked(self):
        """Its definition."""
        return REPORTS[self.cleaned_data["report"]]

    def scope(self):
        """What is counted."""
        given = self.cleaned_data
        span = Span(given["since"], given["until"], given["zone"], given["interval"])
        groups = (given["workgroup"].pk,) if given.get("workgroup") else self.mine
        agent, channel = (given[name].pk if given.get(name) else None for name in ("agent", "channel"))
        return Scope(groups, span, agent, given.get("media_type", ""), channel)

    @property
    def by_interval(self):
        """Are the rows intervals?"""
        return "rows" not in self.fields or self.cleaned_data.get("rows") == INTERVALS

    def lasting(self):
        """What a schedule keeps of it."""
        return {name: value for name, value in self.data.items() if name in LASTING}


ZONES = sorted(available_timezones())
