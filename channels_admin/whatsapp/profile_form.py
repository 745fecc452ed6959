"""Entering a business profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from channels_admin.models import BusinessProfile
from channels_admin.whatsapp import profiles


class ProfileForm(forms.ModelForm):
    """A business profile; with Meta the industry is one of its list, with Genesys Cloud it is text."""

    new_photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("640×640 pixels, PNG recommended."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    class Meta:
        model = BusinessProfile
        fields = ["about", "description", "address", "email", "website", "website_2", "vertical"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3, "maxlength": 256}),
            "address": forms.Textarea(attrs={"rows": 2, "maxlength": 256}),
            "email": forms.TextInput(attrs={"type": "email"}),
            "website": forms.TextInput(attrs={"type": "url"}),
            "website_2": forms.TextInput(attrs={"type": "url"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.genesys = profiles.is_genesys(self.instance)
        if not self.genesys:
            now = self.instance.vertical
            more = [] if now in profiles.VERTICALS or not now else [(now, now)]
            choices = [("", _("Not said")), *profiles.VERTICALS.items(), *more]
            self.fields["vertical"] = forms.ChoiceField(
                choices=choices, required=False, label=_("Industry"), help_text=_("WhatsApp takes none back.")
            )
        self.order_fields(["new_photo", *self.Meta.fields])

    def clean_new_photo(self):
        """Of the right size; kept as PNG."""
        upload = self.cleaned_data["new_photo"]
        if not upload:
            return None
        try:
            return profiles.photo(upload)
        except profiles.BadPhoto as bad:
            raise forms.ValidationError(str(bad)) from None

    def clean(self):
        """What goes together with Genesys Cloud, and what Meta takes."""
        cleaned = super().clean() or self.cleaned_data
        facts = {name: cleaned.get(name, "") for name in self.Meta.fields if name not in self.errors}
        for name, text in profiles.faults(facts, self.genesys).items():
            if name not in self.errors:
                self.add_error(name, text)
        return cleaned

    def save(self, commit=True):
        """With the photo."""
        if self.cleaned_data.get("new_photo"):
            profiles.keep_photo(self.instance, self.cleaned_data["new_photo"])
        return super().save(commit)
