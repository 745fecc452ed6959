"""What administrators may enter about a provider of sign-on."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agents.models import SignOnProvider
from agents.openid.outgoing import fault_of
from agents.rights import held_by
from audit.rights import Right
from audit.secrets import KeepsSecrets, SecretField


class SignOnProviderForm(KeepsSecrets, forms.ModelForm):
    """A provider. Whoever names one could have it vouch for anybody, so he needs every right himself."""

    editor = None
    client_secret = SecretField(label=_("Client secret"))

    class Meta:
        model = SignOnProvider
        fields = ["label", "issuer", "client_id", "client_secret", "enabled"]
        help_texts = {
            "label": _("For example: Sign in with Acme."),
            "issuer": _(
                "An address that begins with https://, exactly as the provider writes it. It cannot be changed later."
            ),
            "client_id": _("As the provider shows it for the application that you registered there."),
        }

    def clean_issuer(self):
        """An address that may be asked."""
        issuer = self.cleaned_data["issuer"].strip()
        fault = fault_of(issuer)
        if not fault and (urlsplit(issuer).query or urlsplit(issuer).fragment):
            fault = _("An issuer has neither a question mark nor a number sign.")
        if fault:
            raise ValidationError(fault)
        return issuer

    def clean(self):
        """By whom it is filled in matters too."""
        if not held_by(self.editor).issuperset(Right):
            raise ValidationError(
                _("A provider vouches for everybody, administrators too: only who has every right may set one up.")
            )
        return super().clean()
