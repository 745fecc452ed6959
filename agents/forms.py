"""What administrators may enter about people, workgroups and licenses, and what is said where something is wrong."""

import zoneinfo

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from agents.license_counts import counts, locked_count
from agents.models import Agent, Family, License, Status, Workgroup
from agents.rights import RIGHTS, give, rights_of


def time_zones():
    """All time zones by name, UTC first."""
    return [("UTC", "UTC"), *((name, name) for name in sorted(zoneinfo.available_timezones() - {"UTC"}) if "/" in name)]


class AgentForm(forms.ModelForm):
    """A person: who he is, how he signs in, what he may do. `editor` is who fills it in."""

    new_password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    rights = forms.MultipleChoiceField(
        label=_("Rights"), required=False, choices=list(RIGHTS.items()), widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, initial="UTC", help_text=_("In which times are shown.")
    )
    editor = None

    class Meta:
        model = Agent
        fields = ["username", "first_name", "last_name", "email", "time_zone", "language", "is_active", "is_superuser"]
        labels = {
            "username": _("User name"),
            "email": _("E-mail"),
            "is_active": _("May sign in"),
            "is_superuser": _("Administrator"),
        }
        help_texts = {
            "username": _("To sign in with."),
            "is_superuser": _("Has all rights, those to come included."),
            "is_active": _("Without it: logged off, and offered nothing. What was done keeps the name."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        password = self.fields.get("new_password")
        if password and self.instance.pk:
            password.help_text = _("Leave it blank to keep the present one.")
        elif password:
            password.required = True
        if self.instance.pk:
            self.initial["rights"] = rights_of(self.instance)

    def clean_new_password(self):
        """By the rules of the installation."""
        password = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    def clean_email(self):
        """People also sign in by it, so it names one of them only."""
        email = self.cleaned_data["email"]
        others = Agent.objects.exclude(pk=self.instance.pk).filter(email__iexact=email)
        if email and others.exists():
            raise ValidationError(_("%(agent)s has this e-mail address already.") % {"agent": others.first()})
        return email

    def clean_is_active(self):
        """Nobody locks himself out."""
        active = self.cleaned_data["is_active"]
        if not active and self.editor and self.editor.pk == self.instance.pk:
            raise ValidationError(_("You cannot lock yourself out. Ask another administrator."))
        return active

    def save(self, commit=True):
        """With the new password, if there is one."""
        if self.cleaned_data.get("new_password"):
            self.instance.set_password(self.cleaned_data["new_password"])
        return super().save(commit)

    def _save_m2m(self):
        super()._save_m2m()
        if "rights" in self.cleaned_data:
            give(self.instance, self.cleaned_data["rights"])


class WorkgroupForm(forms.ModelForm):
    """A team with a queue."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial="UTC")

    class Meta:
        model = Workgroup
        fields = ["name", "queue_type", "time_zone", "offer_timeout", "no_answer_status", "decline_pause"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["no_answer_status"].empty_label = Status.NOT_ANSWERING


class LicenseForm(forms.ModelForm):
    """A licensed part."""

    class Meta:
        model = License
        fields = ["part", "count", "expires_on"]
        help_texts = {"count": _("Access licenses: how many may be assigned. Features: 1.")}
        widgets = {"expires_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def clean_count(self):
        """Never fewer than are assigned."""
        count, part = self.cleaned_data["count"], self.cleaned_data.get("part") or self.instance.part
        used = next((one.used for one in counts() if one.part == part), 0)
        if count < used:
            text = _("%(used)s are assigned. Take %(over)s away from people or stations first.")
            raise ValidationError(text % {"used": used, "over": used - count})
        return count


class AccessLicenseRows(BaseInlineFormSet):
    """The access licenses of one agent or station: not more than there are."""

    def clean(self):
        """Refuse what is not free any more, in words."""
        super().clean()
        if not any(self.errors):
            for form in self.extra_forms:
                self._check(form)

    def _check(self, form):
        family = form.cleaned_data.get("family")
        if not family or self._should_delete_form(form):
            return
        count = locked_count(family)
        if not count.free:
            text = _("No access license for %(family)s is free: %(used)s of %(loaded)s are assigned.")
            words = {"family": Family(family).label, "used": count.used, "loaded": count.loaded}
            form.add_error("family", text % words)
