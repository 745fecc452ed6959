"""The search of the history: what a supervisor may combine, and the interactions that fit. All of it is in the address."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import AccountCode, Agent, Workgroup, WrapUpCode
from channels_admin.models import Platform
from interactions.deleted import readable
from interactions.models import Message, State
from supervision.words import containing

ANY = [("", _("Any"))]


class Search(forms.Form):
    """The filters; `person` is who searches, and only his workgroups and their people are offered."""

    text = forms.CharField(label=_("Text"), required=False, max_length=200)
    number = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=2**63 - 1)
    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=ANY + Platform.choices)
    workgroup = forms.ModelChoiceField(
        Workgroup.objects.none(), label=_("Workgroup"), required=False, empty_label=_("Any")
    )
    agent = forms.ModelChoiceField(Agent.objects.none(), label=_("Agent"), required=False, empty_label=_("Any"))
    state = forms.ChoiceField(label=_("State"), required=False, choices=ANY + State.choices)
    wrap_up = forms.ModelChoiceField(
        WrapUpCode.objects.all(), label=_("Wrap-up code"), required=False, empty_label=_("Any")
    )
    account_code = forms.ModelChoiceField(
        AccountCode.objects.all(), label=_("Account code"), required=False, empty_label=_("Any")
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data, *, person):
        super().__init__(data)
        self.person = person
        mine = Workgroup.objects.filter(memberships__agent=person, memberships__supervises=True)
        self.fields["workgroup"].queryset = mine
        people = Agent.objects.filter(memberships__workgroup__in=mine).distinct()
        self.fields["agent"].queryset = people.order_by("first_name", "last_name", "username")

    def clean(self):
        """A span has its ends in order."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("“To” lies before “From”."))
        return self.cleaned_data

    @property
    def given(self):
        """{name: value} of what was filled in and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def among(self, interactions):
        """Those of `interactions` (what the person may see) that fit everything given."""
        for name, value in self.given.items():
            condition = Q(Exists(_found(value, self.person))) if name == "text" else _CONDITIONS[name](value)
            interactions = interactions.filter(condition)
        return interactions


def _found(text, person):
    """The messages of an interaction in which `text` stands, for somebody who may read them."""
    said = readable(Message.objects.filter(interaction=OuterRef("pk")), person)
    return containing(said, text)


def _day(day):
    """The moment at which a day begins where the person is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_agent(agent):
    """His now or at the end, or answered by him on the way."""
    return Q(owner=agent) | Q(Exists(Message.objects.filter(interaction=OuterRef("pk"), agent=agent)))


_CONDITIONS = {
    "number": lambda number: Q(pk=number),
    "platform": lambda platform: Q(platform=platform),
    "workgroup": lambda workgroup: Q(workgroup=workgroup),
    "agent": _of_agent,
    "state": lambda state: Q(state=state),
    "wrap_up": lambda code: Q(wrap_up=code),
    "account_code": lambda code: Q(account_code=code),
    "since": lambda day: Q(created_at__gte=_day(day)),
    "until": lambda day: Q(created_at__lt=_day(day + timedelta(days=1))),
}


def with_words(interactions, text, person):
    """With `says`: the newest message in which `text` was found, or the last one where nothing is looked for."""
    if not text:
        said = readable(Message.objects.filter(pk=OuterRef("last_message")), person)
        return interactions.annotate(says=Subquery(said.values("text")))
    newest = _found(text, person).order_by("-platform_at", "-pk").values("text")[:1]
    return interactions.annotate(says=Subquery(newest))
