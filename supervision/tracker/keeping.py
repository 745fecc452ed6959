"""What a person keeps of the Tracker: the columns of his list, and searches under names."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from agents.models import Workgroup
from audit import recording
from supervision.tracker import columns
from supervision.tracker.criteria import Criteria
from supervision.tracker.models import SavedSearch

NOBODY, GROUP = SavedSearch.Shared.NOBODY, SavedSearch.Shared.WORKGROUP


class Saving(forms.Form):
    """A name for a search, and with whom it is shared: those who supervise nothing keep theirs for themselves."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.ChoiceField(label=gettext_lazy("Shared with"), choices=SavedSearch.Shared.choices)
    workgroup = forms.ModelChoiceField(
        Workgroup.objects.none(), label=gettext_lazy("Workgroup"), required=False, empty_label="–"
    )

    def __init__(self, reach, *args, **more):
        super().__init__(*args, **more)
        self.fields["workgroup"].queryset = Workgroup.objects.filter(pk__in=reach.workgroups).order_by("name")
        if not reach.workgroups:
            self.fields["shared"].choices = [(NOBODY.value, NOBODY.label)]

    def clean(self):
        """A workgroup goes with sharing in one."""
        given = self.cleaned_data
        if given.get("shared") == GROUP and not given.get("workgroup"):
            self.add_error("workgroup", _("Choose the workgroup whose supervisors get it."))
        if given.get("shared") != GROUP:
            given["workgroup"] = None
        return given


@require_POST
@login_required
def choose_columns(request):
    """Keep the columns; the page shows them at once."""
    columns.choose(request.user, request.POST.getlist("column"))
    return _back(request)


@require_POST
@login_required
def save(request):
    """Keep a search; the same name again replaces it."""
    criteria = Criteria(QueryDict(request.POST.get("query", "")[:4000]), person=request.user)
    asked = Saving(criteria.reach, request.POST)
    if not asked.is_valid():
        for field, errors in asked.errors.items():
            messages.error(request, f"{asked.fields[field].label}: {errors[0]}")
        return _back(request)
    given = asked.cleaned_data
    before = SavedSearch.objects.filter(owner=request.user, name=given["name"]).first()
    was = recording.facts(before) if before else {}
    facts = {"query": criteria.query(), "shared": given["shared"], "workgroup": given["workgroup"]}
    kept, made = SavedSearch.objects.update_or_create(owner=request.user, name=given["name"], defaults=facts)
    if kept.shared != NOBODY or was.get("shared", NOBODY) != NOBODY:
        recording.record(request.user, "added" if made else "changed", kept, was, recording.facts(kept))
    messages.success(request, _("“%(name)s” is kept.") % {"name": kept})
    return _back(request)


@require_POST
@login_required
def forget(request, pk):
    """Take one's own away."""
    mine = get_object_or_404(SavedSearch, pk=pk, owner=request.user)
    if mine.shared != NOBODY:
        recording.record(request.user, "deleted", mine, recording.facts(mine), {})
    mine.delete()
    messages.success(request, _("“%(name)s” is gone.") % {"name": mine})
    return _back(request)


def _back(request):
    """To the list as it was."""
    query = Criteria(QueryDict(request.POST.get("query", "")[:4000]), person=request.user).query()
    return HttpResponseRedirect(reverse("supervision:tracker") + (f"?{query}" if query else ""))
