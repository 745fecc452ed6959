"""What customers say of the help they got (R87a): asked, answered, mean, satisfied; per workgroup and per agent."""

from datetime import timedelta

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, Workgroup
from supervision.days import Day
from supervision.quality.doors import for_quality
from supervision.quality.finding import ALL, day_begins
from supervision.quality.ratings import SUMS, asked, figures

SPAN = timedelta(days=30)


class SurveyFilters(forms.Form):
    """Of which workgroup, asked when."""

    workgroup = forms.ModelChoiceField(None, label=_("Workgroup"), required=False, empty_label=ALL)
    since = Day(_("From"))
    until = Day(_("To"))

    def __init__(self, query, *, mine):
        """Among the workgroups that somebody supervises."""
        super().__init__(query)
        self.fields["workgroup"].queryset = mine
        self.is_valid()

    def among(self, surveys):
        """Those that fit; without a first day, of the last 30 days."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        since = day_begins(given["since"]) if "since" in given else timezone.now() - SPAN
        surveys = surveys.filter(asked_at__gte=since)
        if "until" in given:
            surveys = surveys.filter(asked_at__lt=day_begins(given["until"] + timedelta(days=1)))
        return surveys.filter(workgroup=given["workgroup"]) if "workgroup" in given else surveys


@for_quality("GET")
def satisfaction(request):
    """Two tables, and the numbers of all above them."""
    mine = Workgroup.objects.filter(memberships__agent=request.user, memberships__supervises=True).order_by("name")
    filters = SurveyFilters(request.GET, mine=mine)
    surveys = filters.among(asked().filter(workgroup__in=mine.order_by().values("pk")))
    given = any(filters.cleaned_data.values())
    context = {
        "page": "quality",
        "tab": "satisfaction",
        "filters": filters,
        "filtered": given,
        "all": _told(surveys.aggregate(**SUMS)),
        "tables": [
            (_("Workgroup"), _by(surveys, "workgroup", Workgroup)),
            (_("Agent"), _by(surveys, "agent", Agent)),
        ],
    }
    return render(request, "supervision/quality/satisfaction.html", context)


def _by(surveys, column, model):
    """[(which, {figure: value})], by name."""
    found = list(surveys.values(column).annotate(**SUMS))
    names = model.objects.in_bulk([one[column] for one in found])
    rows = [(names[one.pop(column)], _told(one)) for one in found]
    return sorted(rows, key=lambda row: str(row[0]))


def _told(sums):
    return figures(**{name: sums[name] or 0 for name in SUMS})
