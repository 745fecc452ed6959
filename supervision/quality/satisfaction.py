"""What customers say of the help they got (R87a): asked, answered, mean, satisfied; per workgroup and per agent."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.db.models import Avg, Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, Workgroup
from interactions.models import Survey
from supervision.quality.doors import for_quality
from supervision.quality.finding import ALL, day_begins

SPAN = timedelta(days=30)
SATISFIED = 4  # and better


class SurveyFilters(forms.Form):
    """Of which workgroup, asked when."""

    workgroup = forms.ModelChoiceField(None, label=_("Workgroup"), required=False, empty_label=ALL)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

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


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Of one workgroup or agent, or of all: how many were asked and rated, the mean, and how many gave 4 or 5."""

    name: object
    asked: int
    rated: int
    mean: float | None
    satisfied: int

    @property
    def share(self):
        """Percent of those who rated that are satisfied; None: nobody rated."""
        return self.satisfied * 100 / self.rated if self.rated else None

    @property
    def answering(self):
        """Percent of those asked who rated."""
        return self.rated * 100 / self.asked if self.asked else None


@for_quality("GET")
def satisfaction(request):
    """Two tables, and the numbers of all above them."""
    mine = Workgroup.objects.filter(memberships__agent=request.user, memberships__supervises=True).order_by("name")
    filters = SurveyFilters(request.GET, mine=mine)
    surveys = filters.among(Survey.objects.filter(state=Survey.State.ASKED, workgroup__in=mine.order_by().values("pk")))
    given = any(filters.cleaned_data.values())
    context = {
        "page": "quality",
        "tab": "satisfaction",
        "filters": filters,
        "filtered": given,
        "all": Satisfaction("", **surveys.aggregate(**_FIGURES)),
        "tables": [
            (_("Workgroup"), _by(surveys, "workgroup", Workgroup)),
            (_("Agent"), _by(surveys, "agent", Agent)),
        ],
    }
    return render(request, "supervision/quality/satisfaction.html", context)


_FIGURES = {
    "asked": Count("pk"),
    "rated": Count("rating"),
    "mean": Avg("rating"),
    "satisfied": Count("pk", filter=Q(rating__gte=SATISFIED)),
}


def _by(surveys, column, model):
    """A `Satisfaction` for each, by name."""
    found = list(surveys.order_by().values(column).annotate(**_FIGURES))
    names = model.objects.in_bulk([one[column] for one in found])
    rows = [Satisfaction(names[one.pop(column)], **one) for one in found]
    return sorted(rows, key=lambda row: str(row.name))
