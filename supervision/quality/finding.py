"""The filters of the lists of scorecards and results: what is in the address, as far as it makes sense."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, Workgroup
from supervision.days import Day
from supervision.quality.questionnaires import Questionnaire
from supervision.quality.scorecards import Scorecard

ALL = _("All")
STATES = [
    ("", ALL),
    *Scorecard.State.choices,
    ("unsigned", _("Complete, not signed off")),
    ("unread", _("Complete, not acknowledged")),
]
WHOSE = [("", ALL), ("me", _("Me")), ("nobody", _("Nobody yet"))]


class Filters(forms.Form):
    """My team's cards: by state, whose, about whom, with what, when. What makes no sense filters nothing."""

    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    workgroup = forms.ModelChoiceField(None, label=_("Workgroup"), required=False, empty_label=ALL)
    agent = forms.ModelChoiceField(None, label=_("Agent"), required=False, empty_label=ALL)
    questionnaire = forms.ModelChoiceField(None, label=_("Questionnaire"), required=False, empty_label=ALL)
    scorer = forms.ChoiceField(label=_("Scored by"), choices=WHOSE, required=False)
    since = Day(_("From"))
    until = Day(_("To"))

    ONLY = None

    def __init__(self, query, *, person):
        """For what this person supervises."""
        super().__init__(query)
        mine = Workgroup.objects.filter(memberships__agent=person, memberships__supervises=True)
        self.person = person
        self.fields["workgroup"].queryset = mine.order_by("name")
        about = Agent.objects.filter(Q(memberships__workgroup__in=mine)).exclude(pk=person.pk)
        self.fields["agent"].queryset = about.distinct().order_by("first_name", "last_name")
        self.fields["questionnaire"].queryset = Questionnaire.objects.all()
        for name in set(self.fields) - set(self.ONLY or self.fields):
            del self.fields[name]
        self.is_valid()

    @property
    def given(self):
        """What is filtered by."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def among(self, cards, moment="assigned_at"):
        """Those that fit; `moment` is what the dates are about."""
        given = self.given
        wanted = {name: given[field] for field, name in _EXACT.items() if field in given}
        cards = cards.filter(_state(given.get("state", "")), _scorer(given.get("scorer"), self.person), **wanted)
        if "since" in given:
            cards = cards.filter(**{f"{moment}__gte": day_begins(given["since"])})
        if "until" in given:
            cards = cards.filter(**{f"{moment}__lt": day_begins(given["until"] + timedelta(days=1))})
        return cards


class OwnFilters(Filters):
    """An agent's own: those he has not acknowledged, with which questionnaire, when they were completed."""

    ONLY = ("state", "questionnaire", "since", "until")

    def __init__(self, query, *, person):
        """All of them are complete."""
        super().__init__(query, person=person)
        self.fields["state"].choices = [("", ALL), ("unread", _("Not acknowledged yet"))]
        self.full_clean()


_EXACT = {"workgroup": "interaction__workgroup", "agent": "agent", "questionnaire": "questionnaire"}


def day_begins(day):
    """The first moment of a day, in the time zone of the person in front."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _state(word):
    complete = Q(state=Scorecard.State.COMPLETE, calibration=None)
    special = {"": Q(), "unsigned": complete & Q(signed_off_at=None), "unread": complete & Q(acknowledged_at=None)}
    return special.get(word, Q(state=word))


def _scorer(word, person):
    return {"me": Q(scorer=person), "nobody": Q(scorer=None)}.get(word, Q())
