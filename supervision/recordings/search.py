"""Finding recordings by their attributes; all of it is in the address."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, MediaType, Workgroup
from channels_admin.models import Channel, Platform
from supervision.days import Day
from supervision.recordings.models import Recording, Tag

ANY = [("", _("Any"))]
SOCIAL = (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE)


def _one_of(model, label):
    return forms.ModelChoiceField(model.objects.none(), label=label, required=False, empty_label=_("Any"))


class Attributes(forms.Form):
    """The attributes; `mine` are the recordings that the person may see, and only what occurs among them is offered."""

    interaction = forms.IntegerField(label=_("Interaction"), required=False, min_value=1, max_value=2**63 - 1)
    customer = forms.CharField(label=_("Customer"), required=False, max_length=100)
    agent = _one_of(Agent, _("Agent"))
    workgroup = _one_of(Workgroup, _("Workgroup"))
    platform = forms.ChoiceField(
        label=_("Platform"),
        required=False,
        choices=[*ANY, (_("Media specific › Social › Platform"), Platform.choices)],
    )
    channel = _one_of(Channel, _("Channel"))
    media_type = forms.ChoiceField(
        label=_("Type"), required=False, choices=ANY + [(kind.value, kind.label) for kind in SOCIAL]
    )
    tag = _one_of(Tag, _("Tag"))
    cause = forms.ChoiceField(label=_("Made by"), required=False, choices=ANY + Recording.Cause.choices)
    since, until = Day(_("From")), Day(_("To"))
    archived = forms.ChoiceField(
        label=_("Archived"),
        required=False,
        choices=[("", _("Not shown")), ("with", _("Shown too")), ("only", _("Only these"))],
    )

    def __init__(self, data, *, mine):
        super().__init__(data)
        self.mine = mine
        for name, model in (("agent", Agent), ("workgroup", Workgroup), ("channel", Channel)):
            self.fields[name].queryset = model.objects.filter(pk__in=mine.order_by().values(name))
        self.fields["tag"].queryset = Tag.objects.all()

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

    def found(self, **instead):
        """Those that fit everything given (or something else instead); archived ones only where they are asked for."""
        found = self.mine
        for name, value in ({"archived": ""} | self.given | instead).items():
            found = found.filter(_CONDITIONS[name](value))
        return found


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _customer(words):
    """By name or handle, as he is called now on any platform."""
    called = Q(interaction__customer__name__icontains=words)
    for name in ("name", "handle"):
        called |= Q(**{f"interaction__thread__peer__{name}__icontains": words})
    return called


_CONDITIONS = {
    "interaction": lambda number: Q(interaction=number),
    "customer": _customer,
    "agent": lambda agent: Q(agent=agent),
    "workgroup": lambda workgroup: Q(workgroup=workgroup),
    "platform": lambda platform: Q(platform=platform),
    "channel": lambda channel: Q(channel=channel),
    "media_type": lambda kind: Q(media_type=kind),
    "tag": lambda tag: Q(pk__in=tag.recordings.values("pk")),
    "cause": lambda cause: Q(cause=cause),
    "since": lambda day: Q(began_at__gte=_midnight(day)),
    "until": lambda day: Q(began_at__lt=_midnight(day + timedelta(days=1))),
    "archived": lambda which: {"with": Q(), "only": Q(archived_at__isnull=False)}.get(which, Q(archived_at=None)),
}
