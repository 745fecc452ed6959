"""Entering Business Managers and the names that they own."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from channels_admin.models import BusinessManager, OwnedName, evidence
from channels_admin.whatsapp import known
from channels_admin.whatsapp.owners import id_fault


class BusinessManagerForm(forms.ModelForm):
    """A Business Manager; its ID is checked against everything else that has one."""

    class Meta:
        model = BusinessManager
        fields = [
            *("name", "external_id", "whose", "legal_name", "address", "website", "tax_id", "primary_page"),
            *("verification", "verified_on"),
        ]
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "verified_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["external_id"].required = False  # blank is refused with more than "required"

    def clean_external_id(self):
        """Numeric, and nothing else's. A partner may be entered as such, so that its ID is refused elsewhere."""
        typed = self.cleaned_data["external_id"].strip()
        others = known.meanings()
        if self.data.get(self.add_prefix("whose")) == BusinessManager.Whose.PARTNER or typed == self.initial.get(
            "external_id"
        ):
            others = {number: meaning for number, meaning in others.items() if meaning[0] != "partner"}
        fault = id_fault(typed, others)
        if fault:
            raise ValidationError(fault)
        return typed

    def clean(self):
        """A day belongs to what is verified, and to nothing else."""
        cleaned = super().clean() or self.cleaned_data
        verified = cleaned.get("verification") == BusinessManager.Verification.VERIFIED
        if verified and not cleaned.get("verified_on"):
            self.add_error("verified_on", _("Enter the day: Meta shows it beside the verification."))
        if not verified and cleaned.get("verified_on"):
            self.add_error("verified_on", _("Leave it blank: the business is not verified."))
        return cleaned


class OwnedNameForm(forms.ModelForm):
    """An owned name. Without its paper it proves nothing, so there is none without."""

    proof = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("Trade mark, registration or the like: PDF, PNG or JPEG, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ",".join(evidence.TYPES)}),
    )

    class Meta:
        model = OwnedName
        fields = ["owner", "text", "kind", "note"]

    def clean_text(self):
        """With single spaces, as display names are compared."""
        return " ".join(self.cleaned_data["text"].split())

    def clean_proof(self):
        """Of a type that we take; it may only be left out where there is one already."""
        upload = self.cleaned_data["proof"]
        if upload:
            evidence.checked(upload)
        elif not self.instance.evidence_id:
            raise ValidationError(_("Attach the paper that proves it: without it WhatsApp refuses the name."))
        return upload
