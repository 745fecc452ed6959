"""Writing an alert: about whom, which figure, when, and what is done."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, Status, Workgroup
from supervision.alerts.models import Alert, Sound
from supervision.statistics.figures import FIGURES, Unit

CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):([0-5]\d)$")
KINDS = {"w": "workgroup", "a": "agent"}
FEW = 20  # addresses


def threshold(text):
    """A number, or a length as a clock shows it (2:30, 1:05:00) in seconds."""
    written = CLOCK.match(text.strip())
    if written:
        hours, minutes, seconds = (int(part or 0) for part in written.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    try:
        found = float(text.strip().rstrip("%").replace(",", "."))
    except ValueError:
        raise ValidationError(_("A number, or a time such as 2:30.")) from None
    if not 0 <= found < 10**9:
        raise ValidationError(_("A number from 0 upward."))
    return found


def addresses(text):
    """E-mail addresses, one on each line; refuses what is none."""
    found = [address for address in re.split(r"[\s,;]+", text.strip()) if address]
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("“%(a)s” is no e-mail address."), params={"a": address}) from None
    if len(found) > FEW:
        raise ValidationError(_("At most 20 addresses: use a mailing list."))
    return "\n".join(found)


class AlertForm(forms.ModelForm):
    """An alert; `person` is who writes it, and only what he supervises is offered."""

    about = forms.ChoiceField(label=_("Workgroup or agent"))
    figure = forms.ChoiceField(label=_("Figure"), choices=[(one.name, one.label) for one in FIGURES.values()])
    limit = forms.CharField(
        label=_("Threshold"), max_length=20, help_text=_("A number, percent, or a time such as 2:30.")
    )

    class Meta:
        model = Alert
        fields = [
            *("about", "figure", "status", "period", "condition", "limit", "holds_for", "severity", "colors"),
            *("sound_on_entering", "sound_on_leaving", "mail_on_entering", "mail_on_leaving", "mail_to", "active"),
        ]
        widgets = {"mail_to": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "status": _("Only for agents in a status."),
            "period": _("Only for what is counted over a time."),
            "holds_for": _("0: at once."),
            "mail_to": _("One on each line. One mail per alert and five minutes at most."),
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["about"].choices = self._offered()
        self.fields["status"].queryset = Status.objects.all()
        for name in ("sound_on_entering", "sound_on_leaving"):
            self.fields[name].choices = [("", _("None")), *Sound.choices]
        if self.instance.pk:
            kind = "w" if self.instance.workgroup_id else "a"
            self.initial["about"] = f"{kind}{self.instance.workgroup_id or self.instance.agent_id}"
            self.initial["limit"] = f"{self.instance.threshold:g}"

    def _offered(self):
        groups = Workgroup.objects.filter(memberships__agent=self.person, memberships__supervises=True)
        agents = Agent.objects.filter(memberships__workgroup__in=groups, is_active=True).exclude(pk=self.person.pk)
        rows = [(f"a{agent.pk}", str(agent)) for agent in agents.distinct().order_by("first_name", "username")]
        return [(_("Workgroups"), [(f"w{group.pk}", group.name) for group in groups]), (_("Agents"), rows)]

    def clean_limit(self):
        """As a number."""
        return threshold(self.cleaned_data["limit"])

    def clean_mail_to(self):
        """Addresses, one on each line."""
        return addresses(self.cleaned_data["mail_to"])

    def clean(self):
        """What fits together."""
        given = super().clean()
        for field, problem in self._wrong(given):
            self.add_error(field, problem)
        return given

    def _wrong(self, given):
        figure = FIGURES.get(given.get("figure"))
        if figure and given.get("about", "").startswith("a") and not figure.of_agents:
            yield "figure", _("This figure is one of workgroups: choose a workgroup, or another figure.")
        if figure and figure.name == "in_status" and not given.get("status"):
            yield "status", _("Choose the status whose agents are counted.")
        if figure and figure.unit == Unit.PERCENT and (given.get("limit") or 0) > 100:
            yield "limit", _("At most 100 percent.")
        mails = given.get("mail_on_entering") or given.get("mail_on_leaving")
        if mails and not given.get("mail_to") and "mail_to" not in self.errors:
            yield "mail_to", _("Say to whom the mail goes.")

    def _post_clean(self):
        """The alert itself knows about whom it is before it is checked."""
        about = self.cleaned_data.get("about", "")
        self.instance.workgroup_id = self.instance.agent_id = None
        if about:
            setattr(self.instance, f"{KINDS[about[0]]}_id", int(about[1:]))
        self.instance.threshold = self.cleaned_data.get("limit") or 0.0
        if self.cleaned_data.get("figure") != "in_status":
            self.cleaned_data["status"] = None
        super()._post_clean()
