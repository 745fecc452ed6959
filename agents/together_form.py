"""Changing several people together: what is left blank stays as it is with each of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agents.license_counts import locked_count
from agents.models import AccessLicense, Family, Membership, Role, Workgroup
from agents.rights import held_by

LEAVE = _("Leave as it is")


class TogetherForm(forms.Form):
    """What happens to all of `people`; `editor` is who does it."""

    active = forms.ChoiceField(
        label=_("May sign in"), required=False, choices=[("", LEAVE), ("yes", _("Activate")), ("no", _("Deactivate"))]
    )
    add_to = forms.ModelChoiceField(
        Workgroup.objects.all(), label=_("Add to workgroup"), required=False, empty_label=LEAVE
    )
    take_out_of = forms.ModelChoiceField(
        Workgroup.objects.all(), label=_("Take out of workgroup"), required=False, empty_label=LEAVE
    )
    give_role = forms.ModelChoiceField(Role.objects.none(), label=_("Give role"), required=False, empty_label=LEAVE)
    take_role = forms.ModelChoiceField(Role.objects.none(), label=_("Take role"), required=False, empty_label=LEAVE)
    give_license = forms.ChoiceField(
        label=_("Give access license"), required=False, choices=[("", LEAVE), *Family.choices]
    )
    take_license = forms.ChoiceField(
        label=_("Take access license"), required=False, choices=[("", LEAVE), *Family.choices]
    )

    def __init__(self, *args, people, editor, **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.editor = people, editor
        mine = held_by(editor)
        roles = Role.objects.prefetch_related("permissions__content_type")
        within = Role.objects.filter(pk__in=[role.pk for role in roles if mine.issuperset(role.rights())])
        self.fields["give_role"].queryset = self.fields["take_role"].queryset = within

    def clean(self):
        """Something has to happen; nobody locks himself out or takes his own roles; licenses have to be there."""
        found = super().clean()
        if not any(found.values()) and not self.errors:
            raise forms.ValidationError(_("Choose what is to change."))
        if self.editor in self.people and (found.get("active") == "no" or found.get("take_role")):
            raise forms.ValidationError(
                _("You are among them, and cannot lock yourself out or take roles from yourself.")
            )
        return found

    def short_of(self):
        """What is missing of the licenses to be given, in words; within a transaction, which then holds their number."""
        family = self.cleaned_data["give_license"]
        if not family:
            return ""
        wanted = len(self._without(family))
        free = locked_count(family).free
        text = _("%(wanted)s access licenses for %(family)s are needed, and %(free)s are free.")
        words = {"wanted": wanted, "family": Family(family).label, "free": free}
        return text % words if wanted > free else ""

    def _without(self, family):
        there = set(AccessLicense.objects.filter(agent__in=self.people, family=family).values_list("agent", flat=True))
        return [agent for agent in self.people if agent.pk not in there]

    def apply(self):
        """Do it to all of them."""
        given = self.cleaned_data
        if given["add_to"]:
            for agent in self.people:
                Membership.objects.update_or_create(
                    agent=agent, workgroup=given["add_to"], defaults={"activated": True}
                )
        if given["take_out_of"]:
            Membership.objects.filter(agent__in=self.people, workgroup=given["take_out_of"]).delete()
        self._roles(given)
        self._licenses(given)
        if given["active"]:
            self._activate(given["active"] == "yes")

    def _roles(self, given):
        for agent in self.people:
            agent.groups.add(*([given["give_role"]] if given["give_role"] else []))
            agent.groups.remove(*([given["take_role"]] if given["take_role"] else []))

    def _licenses(self, given):
        if given["give_license"]:
            family = given["give_license"]
            AccessLicense.objects.bulk_create(AccessLicense(agent=one, family=family) for one in self._without(family))
        if given["take_license"]:
            AccessLicense.objects.filter(agent__in=self.people, family=given["take_license"]).delete()

    def _activate(self, active):
        for agent in self.people:
            agent.is_active = active
            agent.save(update_fields=["is_active"])
            if not active:
                agent.put_out()
