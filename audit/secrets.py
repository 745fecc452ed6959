"""Form fields for secrets: written, and never shown."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SecretField(forms.CharField):
    """A secret: whoever opens the form sees whether there is one, never what it is. Blank keeps it."""

    def __init__(self, **options):
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"})
        super().__init__(required=False, widget=widget, **options)


class KeepsSecrets:
    """A model form with `SecretField`s: the stored values enter neither the page nor the comparison of what changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._secret_names():
            kept = bool(self.instance.pk and getattr(self.instance, name))
            self.initial[name] = ""
            self.fields[name].help_text = _("Set. Leave it blank to keep it.") if kept else _("Not set.")

    def clean(self):
        """Put back what was left blank."""
        cleaned = super().clean() or self.cleaned_data
        kept = {name: getattr(self.instance, name) for name in self._secret_names() if not cleaned.get(name)}
        return cleaned | kept

    def _secret_names(self):
        return [name for name, field in self.fields.items() if isinstance(field, SecretField)]
