"""The utilization table of a person or workgroup (R35): every interaction type has its row, and a blank one inherits."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, MediaType, Utilization
from agents.room import DEFAULT

ORDER = list(MediaType)


def words(share):
    """A share as the table writes it."""
    return f"{share.percent} % / {share.max_assign}"


class ShareForm(forms.ModelForm):
    """One type: both numbers, or none of them."""

    class Meta:
        model = Utilization
        fields = ["media_type", "percent", "max_assign"]
        widgets = {"media_type": forms.HiddenInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, most in (("percent", 100), ("max_assign", 1000)):
            self.fields[name].required = False
            self.fields[name].widget.attrs |= {"min": 0, "max": most, "inputmode": "numeric"}
            if not self.instance.pk:
                self.initial[name] = None

    @property
    def type(self):
        """Which type it is."""
        return MediaType(self.instance.media_type or self.initial["media_type"])

    @property
    def is_blank(self):
        """Does it inherit?"""
        given = getattr(self, "cleaned_data", {})
        return given.get("percent") is None and given.get("max_assign") is None and not self.errors

    def clean(self):
        """Half a row means nothing."""
        found = super().clean()
        blank = [name for name in ("percent", "max_assign") if name not in self.errors and found.get(name) is None]
        if len(blank) == 1:
            text = _("Fill in both numbers, or leave both blank to inherit.")
            raise ValidationError({blank[0]: text})
        return found


class ShareRows(BaseInlineFormSet):
    """All types, in their order. What is blank has no row in the database; a row that was emptied is deleted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = {row.media_type for row in self.get_queryset()}
        self.initial_extra = [{"media_type": kind.value} for kind in ORDER if kind not in there]

    def _should_delete_form(self, form):
        return form.is_blank

    @property
    def table(self):
        """[(form, what it inherits, from where)] in the order of the types."""
        inherited = inherited_by(self.instance)
        rows = sorted(self.forms, key=lambda form: ORDER.index(form.type))
        return [(form, inherited[form.type]) for form in rows]


def inherited_by(owner):
    """{type: [(share in words, from where)]} that counts where the owner, a person or a workgroup, says nothing himself."""
    if not isinstance(owner, Agent) or not owner.pk:
        return {kind: [(words(DEFAULT), _("default"))] for kind in ORDER}
    groups = {row.workgroup: {} for row in owner.memberships.select_related("workgroup") if row.activated}
    for row in Utilization.objects.filter(workgroup__in=groups).select_related("workgroup"):
        groups[row.workgroup][row.media_type] = row
    return {kind: _by_group(kind, groups) or [(words(DEFAULT), _("default"))] for kind in ORDER}


def _by_group(kind, groups):
    """Of several workgroups the one counts that routes the interaction: so all are named."""
    default = _("%(workgroup)s (default)")
    ordered = sorted(groups.items(), key=lambda pair: pair[0].name)
    return [
        (words(rows[kind]), str(group)) if kind in rows else (words(DEFAULT), default % {"workgroup": group})
        for group, rows in ordered
    ]
