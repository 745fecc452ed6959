"""What administrators may enter about a person and about a role. Nobody hands on more than he has."""

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agents.forms import TimeZoneField
from agents.models import Agent, Role
from agents.rights import give, give_role, give_roles, held_by, rights_of
from audit.rights import Right


def offered(editor):
    """The rights that he may hand on, as choices."""
    mine = held_by(editor) if editor else set(Right)
    return [(right.value, right.label) for right in Right if right in mine]


VALUES = ["cost", "attribute1", "attribute2", "attribute3"]  # that count in his score by a workgroup's weights (R42)


class AgentForm(forms.ModelForm):
    """A person: who he is, how he signs in, what he may do. `editor` is who fills it in."""

    new_password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(), label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rights = forms.MultipleChoiceField(
        label=_("Further rights"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside those of the roles. What concerns interactions holds in the workgroups one supervises."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    time_zone = TimeZoneField(help_text=_("In which times are shown."))
    editor = None

    class Meta:
        model = Agent
        fields = [
            *("username", "first_name", "last_name", "email", "time_zone", "language", "usual_station"),
            *("is_active", "is_superuser", *VALUES),
        ]
        labels = {
            "username": _("User name"),
            "email": _("E-mail"),
            "is_active": _("May sign in"),
            "is_superuser": _("All rights"),
        }
        help_texts = {
            "username": _("To sign in with."),
            "is_superuser": _("Those to come included."),
            "is_active": _("Without it: logged off, and offered nothing. What was done keeps the name."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "usual_station" in self.fields:
            self.fields["usual_station"].empty_label = _("No station")
        password = self.fields.get("new_password")
        if password and self.instance.pk:
            password.help_text = _("Leave it blank to keep the present one.")
        elif password:
            password.help_text = _(
                "Leave it blank to invite by e-mail: the person chooses one. The link is good for 7 days."
            )
        if "rights" in self.fields:
            self._offer()

    def _offer(self):
        """What the editor has; and of the person, what he has been given."""
        choices = offered(self.editor)
        self.fields["rights"].choices = choices
        mine = {right for right, _label in choices}
        roles = Role.objects.prefetch_related("permissions__content_type")
        within = [role.pk for role in roles if mine.issuperset(role.rights())]
        self.fields["roles"].queryset = Role.objects.filter(pk__in=within)
        if self.instance.pk:
            self.initial["rights"] = rights_of(self.instance)
            self.initial["roles"] = Role.objects.filter(user=self.instance)

    def clean_new_password(self):
        """By the rules of the installation."""
        password = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    def clean_username(self):
        """Nobody tells “Ann” from “ann”: neither people nor a file that is imported."""
        name = self.cleaned_data["username"]
        other = Agent.objects.exclude(pk=self.instance.pk).filter(username__iexact=name).first()
        if other:
            raise ValidationError(_("%(agent)s has this user name already.") % {"agent": other})
        return name

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
        if not active and self._own():
            raise ValidationError(_("You cannot lock yourself out. Ask another administrator."))
        return active

    def clean(self):
        """Nobody takes from himself the right to this page."""
        found = super().clean()
        if not self.instance.pk and not found.get("new_password") and not found.get("email") and not self.errors:
            self.add_error("email", _("Enter an address to which the invitation is mailed, or a password below."))
        if "rights" in self.fields and self._own() and not self._keeps_people():
            text = _("You cannot take the right %(right)s from yourself. Ask another administrator.")
            self.add_error("rights", text % {"right": Right.PEOPLE.label})
        return found

    def _own(self):
        return self.editor and self.editor.pk == self.instance.pk

    def _keeps_people(self):
        given = set(self.cleaned_data.get("rights", []))
        for role in self.cleaned_data.get("roles", []):
            given.update(role.rights())
        return Right.PEOPLE in given or self.cleaned_data.get("is_superuser", self.instance.is_superuser)

    def save(self, commit=True):
        """With the new password, if there is one."""
        if self.cleaned_data.get("new_password"):
            self.instance.set_password(self.cleaned_data["new_password"])
        elif not self.instance.pk:
            self.instance.set_unusable_password()
        return super().save(commit)

    def _save_m2m(self):
        super()._save_m2m()
        if "rights" in self.cleaned_data:
            give(self.instance, self.cleaned_data["rights"])
            give_roles(self.instance, self.cleaned_data["roles"])


class RoleForm(forms.ModelForm):
    """A role: what it is called, what for, and its rights. `editor` is who fills it in."""

    rights = forms.MultipleChoiceField(
        label=_("Rights"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What concerns interactions holds in the workgroups one supervises."),
    )
    editor = None

    class Meta:
        model = Role
        fields = ["name", "description"]
        labels = {"name": _("Name"), "description": _("Description")}
        help_texts = {"description": _("Who should have it, in a sentence.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "rights" in self.fields:
            self.fields["rights"].choices = offered(self.editor)
            self.initial["rights"] = self.instance.rights() if self.instance.pk else []

    def clean_rights(self):
        """Nobody takes from himself the right to the page he is on."""
        given = self.cleaned_data["rights"]
        if self._was_the_way_in() and Right.PEOPLE not in given:
            text = _("You have the right %(right)s by this role, and cannot take it from yourself.")
            raise ValidationError(text % {"right": Right.PEOPLE.label})
        return given

    def _was_the_way_in(self):
        if not self.editor or not self.instance.pk or self.editor.is_superuser:
            return False
        others = Role.objects.filter(user=self.editor).exclude(pk=self.instance.pk)
        elsewhere = Right.PEOPLE in rights_of(self.editor) or any(Right.PEOPLE in role.rights() for role in others)
        return not elsewhere and self.editor.groups.filter(pk=self.instance.pk).exists()

    def _save_m2m(self):
        super()._save_m2m()
        if "rights" in self.cleaned_data:
            give_role(self.instance, self.cleaned_data["rights"])
