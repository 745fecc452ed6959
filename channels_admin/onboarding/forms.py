"""The customer information form (R19a): what is wrong is said at once, what is missing is asked for by the checklist."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models import Account, BusinessManager, Decision, Industry, Onboarding, Platform
from channels_admin.onboarding.facts import number_fault
from channels_admin.whatsapp import known, phone
from channels_admin.whatsapp.owners import id_fault


class OnboardingForm(forms.ModelForm):
    """What the customer tells, and what was decided about it."""

    declared = forms.BooleanField(
        required=False,
        label=_("Commerce policy"),
        help_text=_("The customer declares to keep WhatsApp's commerce policy and business policy."),
    )

    class Meta:
        model = Onboarding
        fields = [
            *("name", "account", "owner", "typed", "display_name", "contact_name", "contact_email", "contact_phone"),
            *("industry", "decision", "decision_note"),
        ]
        widgets = {"decision_note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "account": _("Meta, or Genesys Cloud: it decides which approvals are asked for."),
            "owner": _("The customer's own: legal name, address and website are taken from it."),
            "typed": _("With + and country code. A landline gets its code by voice only."),
            "display_name": _("What customers read in WhatsApp."),
            "industry": _("WhatsApp decides about these case by case, and the decision has to be recorded."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "account" in self.fields:
            accounts = Account.objects.current().filter(platform=Platform.WHATSAPP).defer("token", "refresh_token")
            self.fields["account"].queryset = accounts
        self.fields["owner"].queryset = BusinessManager.objects.exclude(whose=BusinessManager.Whose.PARTNER)
        self.fields["owner"].empty_label = _("Not named yet")
        self.initial["declared"] = self.instance.declared_at is not None
        self._check_while_typing()

    def _check_while_typing(self):
        asks = {"data-check": reverse("console:name_check"), "data-check-with": "#id_owner", "data-check-as": "name"}
        asks["data-check-proof"] = _("It passes once you record that the customer owns the name, under Owned names.")
        self.fields["display_name"].widget.attrs |= asks | {"data-check-label": _("Check of the display name")}
        asks = {"data-check": reverse("console:number_check"), "data-check-as": "number"}
        self.fields["typed"].widget.attrs |= asks | {"data-check-label": _("Check of the number"), "inputmode": "tel"}

    def clean_owner(self):
        """One whose ID can be right."""
        owner = self.cleaned_data["owner"]
        fault = owner and id_fault(owner.external_id, known.meanings())
        if fault:
            raise ValidationError(fault)
        return owner

    def clean_typed(self):
        """A number that WhatsApp can use and nobody else is onboarding; blank until it is known."""
        typed = self.cleaned_data["typed"].strip()
        self.instance.digits = ""
        if not typed:
            return typed
        try:
            found = phone.parse(typed)
        except phone.Refused as refused:
            raise ValidationError(str(refused)) from None
        taken = number_fault(self.instance, found)
        if taken:
            raise ValidationError(taken)
        if found.e164 != f"+{Onboarding.objects.filter(pk=self.instance.pk).values_list('digits', flat=True).first()}":
            self.instance.in_use = ""
        self.instance.digits = found.digits
        return found.shown

    def clean_display_name(self):
        """With single spaces."""
        return " ".join(self.cleaned_data["display_name"].split())

    def clean(self):
        """The name must pass for this customer; a decision needs its reason."""
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.get("display_name")
        if name and "owner" in cleaned:
            for one in known.name_refusals(name, cleaned["owner"]):
                self.add_error("display_name", str(one.words))
        decided = cleaned.get("decision") not in (Decision.NONE, None)
        if decided and cleaned.get("industry") == Industry.ORDINARY:
            self.add_error("decision", _("Nothing is to be decided: the industry is an ordinary one."))
        if decided and not cleaned.get("decision_note"):
            self.add_error("decision_note", _("Write down who decided, and why."))
        return cleaned

    def stamp(self, by):
        """Note when and by whom it was declared and decided."""
        now, onboarding = timezone.now(), self.instance
        if self.cleaned_data.get("declared") != (onboarding.declared_at is not None):
            said = bool(self.cleaned_data.get("declared"))
            onboarding.declared_at, onboarding.declared_by = (now, by) if said else (None, None)
        if "decision" in self.changed_data:
            onboarding.decided_at = now if onboarding.decision else None
