"""The rows that belong to a workgroup, as they are entered: members, skills, rings, overflow."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, Membership, OverflowStep, Ring, Workgroup
from agents.models.overflow import MOST_RINGS


class Rows(BaseInlineFormSet):
    """Rows of which each names something else; what can be chosen is read once for all of them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._choices = {}

    def add_fields(self, form, index):
        """Share the choices between the rows."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField) and isinstance(field.widget, forms.Select):
                field.choices = self._once(name, field)

    def _once(self, name, field):
        if name not in self._choices:
            self._choices[name] = [*field.choices]
        return self._choices[name]

    def get_unique_error_message(self, unique_check):
        """Said above the rows."""
        labels = [str(self.form.base_fields[name].label) for name in unique_check if name in self.form.base_fields]
        return _("The same %(what)s stands in two rows, a duplicate. Take one of them away.") % {
            "what": ", ".join(labels).lower()
        }


class Named(forms.HiddenInput):
    """A choice that was made for good: its name, and its id for the browser to send back."""

    def __init__(self, words):
        super().__init__()
        self.words, self.input_type = words, "hidden"

    @property
    def is_hidden(self):
        """Its column is to be seen."""
        return False

    def render(self, name, value, attrs=None, renderer=None):
        """The name, and the hidden field."""
        hidden = super().render(name, value, attrs, renderer)
        return format_html('<span class="named" data-name>{}</span>{}', self.words, hidden)


class MemberForm(forms.ModelForm):
    """Somebody's place in the workgroup; who it is cannot change, only be taken away."""

    class Meta:
        model = Membership
        fields = ["agent", "activated", "supervises"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            agent, field = self.instance.agent, self.fields["agent"]
            field.queryset = Agent.objects.filter(pk=agent.pk)
            field.widget = Named(str(agent) if agent.is_active else _("%(agent)s (may not sign in)") % {"agent": agent})


class OverflowForm(forms.ModelForm):
    """A step; what its action has no use for is left out."""

    class Meta:
        model = OverflowStep
        fields = ["seconds", "action", "amount", "to_workgroup"]
        labels = {
            "seconds": _("After (seconds)"),
            "amount": _("Points"),
            "to_workgroup": _("To workgroup"),
        }

    def clean(self):
        """No amount beside a workgroup, no workgroup beside an amount."""
        found = super().clean()
        action = found.get("action")
        if action not in OverflowStep.NEEDS_AMOUNT:
            found["amount"] = None
        if action != OverflowStep.Action.WORKGROUP:
            found["to_workgroup"] = None
        return found


class OverflowRows(Rows):
    """The steps; elsewhere is where social channels' interactions can wait."""

    def add_fields(self, form, index):
        """Not here, and only where there is a queue for them."""
        form.fields["to_workgroup"].queryset = Workgroup.objects.taking_social().exclude(pk=self.instance.pk)
        super().add_fields(form, index)


class RingForm(forms.ModelForm):
    """A ring: how long it lasts and who joins with it."""

    agents = forms.ModelMultipleChoiceField(
        Agent.objects.all(), label=_("Who joins"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Ring
        fields = ["seconds", "agents"]


class RingRows(BaseInlineFormSet):
    """The rings in their order, which is that of the rows. They are written anew whenever one of them changes."""

    ordering_widget = forms.NumberInput(attrs={"hidden": True})  # keeps what it was, which a hidden field does not

    def add_fields(self, form, index):
        """Who can join: the members that there are. The page adds who has just been entered."""
        super().add_fields(form, index)
        form.fields["agents"].choices = self._members()

    def _members(self):
        if not hasattr(self, "_found"):
            rows = self.instance.memberships.select_related("agent") if self.instance.pk else []
            self._found = sorted(((row.agent_id, str(row.agent)) for row in rows), key=lambda pair: pair[1])
        return self._found

    def clean(self):
        """Not more than there may be, and of members only."""
        super().clean()
        if any(self.errors):
            return
        if len(self.ordered_forms) > MOST_RINGS:
            raise ValidationError(_("There are five rings at most. Take some away."))
        members = self._entered()
        for form in self.ordered_forms:
            strangers = [str(agent) for agent in form.cleaned_data["agents"] if str(agent.pk) not in members]
            if strangers:
                text = _("%(names)s: no member of this workgroup. Add them under Members first.")
                form.add_error("agents", text % {"names": ", ".join(strangers)})

    def _entered(self):
        """The ids of the members as they will be once the page is saved."""
        count = int(self.data.get("memberships-TOTAL_FORMS") or 0)
        rows = [f"memberships-{number}" for number in range(count)]
        return {self.data.get(f"{row}-agent") for row in rows if not self.data.get(f"{row}-DELETE")}

    def save(self, commit=True):
        """The rows say the places."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        if not self.has_changed():
            return []
        self.instance.rings.all().delete()
        for place, form in enumerate(self.ordered_forms, 1):
            ring = Ring.objects.create(workgroup=self.instance, place=place, seconds=form.cleaned_data["seconds"])
            ring.agents.set(form.cleaned_data["agents"])
            self.new_objects.append(ring)
        return self.new_objects
