"""The page on which cards are assigned about one interaction: one, or several of the same for a calibration."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agents.models import Agent
from audit.rights import Right
from interactions.models import Interaction, Refused
from supervision.quality.assigning import assign, worked_on
from supervision.quality.calibrations import Calibration
from supervision.quality.doors import for_quality
from supervision.quality.questionnaires import Questionnaire
from supervision.quality.scorecards import Scorecard


class AssignForm(forms.Form):
    """About whom, with what, and who scores: oneself, whoever comes first, or several each by himself."""

    questionnaire = forms.ModelChoiceField(None, label=gettext_lazy("Questionnaire"), empty_label=None)
    agent = forms.ModelChoiceField(None, label=gettext_lazy("About whom"), empty_label=None)
    who = forms.ChoiceField(
        label=gettext_lazy("Scored by"),
        choices=[
            ("me", gettext_lazy("Me, now")),
            ("anybody", gettext_lazy("Whoever takes it first")),
            ("several", gettext_lazy("Several, each by himself (calibration)")),
        ],
        widget=forms.RadioSelect,
        initial="me",
    )
    people = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Who calibrates"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, interaction, agents, person, **kwargs):
        """About this interaction, which these agents have had in hand."""
        super().__init__(*args, **kwargs)
        used = Questionnaire.objects.filter(active=True, versions__published_at__isnull=False)
        self.fields["questionnaire"].queryset = used.distinct()
        others = [agent.pk for agent in agents if agent.pk != person.pk]
        self.fields["agent"].queryset = Agent.objects.filter(pk__in=others)
        self.fields["people"].queryset = _scorers(interaction)

    def clean(self):
        """Two at least calibrate, and nobody judges himself."""
        given = super().clean()
        people = [one for one in given.get("people") or [] if one != given.get("agent")]
        if given.get("who") == "several" and len(people) < 2:
            raise ValidationError(_("Choose two people at least who score, other than the agent."))
        return given | {"people": people}


def _scorers(interaction):
    """Who supervises its workgroup and has the right."""
    found = Agent.objects.filter(is_active=True, memberships__workgroup=interaction.workgroup_id)
    found = found.filter(memberships__supervises=True).distinct().order_by("first_name", "last_name")
    allowed = [person.pk for person in found if person.has_perm(Right.QUALITY)]
    return Agent.objects.filter(pk__in=allowed).order_by("first_name", "last_name")


@for_quality("GET", "POST")
def assign_about(request, pk):
    """Which cards there are about an interaction, and a new one."""
    mine = Interaction.objects.for_supervisor(request.user).with_people()
    interaction = get_object_or_404(mine, pk=pk)
    agents = worked_on(interaction)
    form = AssignForm(request.POST or None, interaction=interaction, agents=agents, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_assigned(request, interaction, form.cleaned_data))
        except Refused as why:
            form.add_error("questionnaire", str(why))
    context = {
        "page": "quality",
        "tab": "cards",
        "interaction": interaction,
        "agents": [agent for agent in agents if agent != request.user],
        "form": form,
        "cards": Scorecard.objects.for_supervisor(request.user).filter(interaction=interaction).with_names(),
    }
    return render(request, "supervision/quality/assign.html", context, status=400 if form.errors else 200)


def _assigned(request, interaction, given):
    """Do it; where it leads."""
    if given["who"] == "several":
        version = given["questionnaire"].in_use
        made = Calibration.begin(version, interaction, given["agent"], given["people"], by=request.user)
        return reverse("quality:calibration", args=[made.pk])
    scorer = request.user if given["who"] == "me" else None
    card, new = assign(given["questionnaire"], interaction, given["agent"], request.user, scorer)
    if new and scorer is None:
        messages.success(request, _("The scorecard is assigned."))
    elif not new:
        messages.warning(request, _("This was assigned before: here is that scorecard."))
    return reverse("quality:card", args=[card.pk])
