"""Writing a response: what is asked for, and what is kept of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Label
from channels_admin.models import Channel, Platform
from workspace.models import Response, ResponseCategory, ResponseFile, ResponseLibrary
from workspace.models.response_file import MOST


class Files(forms.FileField):
    """Any number of files."""

    widget = type(
        "FilesInput",
        (forms.ClearableFileInput,),
        {"allow_multiple_selected": True, "template_name": "django/forms/widgets/file.html"},
    )

    def clean(self, data, initial=None):
        """Each by itself."""
        return [super(Files, self).clean(one) for one in data or [] if one]


class ResponseForm(forms.ModelForm):
    """A response with its category (made where it is missing) and files; `agent` is who writes."""

    category_path = forms.CharField(
        label=_("Category"),
        required=False,
        max_length=130,
        help_text=_("One level or two: “Parts / Gaskets”. A new name makes a new category."),
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"),
        choices=Platform,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: offered on all."),
    )
    channels = forms.ModelMultipleChoiceField(
        Channel.objects.order_by("name"),
        label=_("Channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: offered in all."),
    )
    labels = forms.ModelMultipleChoiceField(
        Label.objects.none(), label=_("Labels"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_files = Files(label=_("Add files"), required=False)

    class Meta:
        model = Response
        fields = ["library", "title", "text", "shortcut", "language", "platforms", "channels", "labels", "active"]
        widgets = {"text": forms.Textarea(attrs={"rows": 9, "spellcheck": "true"})}
        help_texts = {
            "shortcut": _("Typed after a slash in the composer. Letters, digits and dashes."),
            "active": _("Off: nobody finds it while answering."),
        }

    def __init__(self, *args, agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.agent = agent
        own = ResponseLibrary.objects.own_of(agent)
        mine = ResponseLibrary.objects.changed_by(agent)
        self.fields["library"].queryset = mine
        self.fields["library"].empty_label = None
        if not self.instance.pk:
            self.fields["library"].initial = self.initial.get("library") or own.pk
        self.fields["language"].choices = [("", _("Any")), *Response._meta.get_field("language").choices]
        self.fields["category_path"].widget.attrs["list"] = "categories"
        self._offer_labels()
        if self.instance.category_id:
            self.fields["category_path"].initial = self.instance.category.path

    def _offer_labels(self):
        """Those that are offered, and those it has."""
        offered = Label.objects.filter(active=True)
        has = (
            Label.objects.filter(pk__in=self.instance.labels.values("pk")) if self.instance.pk else Label.objects.none()
        )
        self.fields["labels"].queryset = (offered | has).distinct()

    @property
    def kept_files(self):
        """The files it has already."""
        return list(self.instance.files.all()) if self.instance.pk else []

    @property
    def dropped(self):
        """The ids of those that are to go."""
        return {pk for pk in self.data.getlist("drop_files") if pk.isdecimal()} if self.is_bound else set()

    def clean_category_path(self):
        """Two levels at most."""
        return " / ".join(ResponseCategory.parts_of(self.cleaned_data["category_path"]))

    def clean(self):
        """The shortcut is free in its library, and some platform takes every file."""
        found = super().clean()
        self.instance.category = None  # the one that is typed takes its place, perhaps in another library
        self.files_to_add = self._checked_files(found.get("new_files") or [], found.get("platforms") or [])
        return found

    def _post_clean(self):
        """What the model says comes first, as it puts the shortcut into shape."""
        super()._post_clean()
        library, shortcut = self.cleaned_data.get("library"), self.instance.shortcut
        if library is None or not shortcut or self.has_error("shortcut"):
            return
        taken = library.responses.filter(shortcut=shortcut).exclude(pk=self.instance.pk).first()
        if taken:
            self.errors.pop("__all__", None)
            self.add_error("shortcut", _("“%(title)s” in this library has it already.") % {"title": taken.title})

    def _checked_files(self, uploaded, platforms):
        made = []
        for file in uploaded:
            try:
                made.append(ResponseFile.checked(file, platforms))
                made[-1].file = file
            except ValidationError as problem:
                self.add_error("new_files", problem)
        staying = [file for file in self.kept_files if str(file.pk) not in self.dropped]
        if len(made) + len(staying) > MOST:
            self.add_error("new_files", _("At most %(most)s files.") % {"most": MOST})
        return made

    def save(self):
        """Keep all of it, with a line in the audit log."""
        response = self.instance
        with transaction.atomic():
            was = Response.objects.filter(pk=response.pk).first()
            before, left = (was.facts(), was.library) if was else ({}, None)
            response.category = ResponseCategory.at(self.cleaned_data["library"], self.cleaned_data["category_path"])
            response.changed_at = timezone.now()
            response.save()
            self._save_m2m()
            self._save_files(response)
            response.note(self.agent, "changed" if was else "created", before)
            for library in {left, response.library} - {None}:
                ResponseCategory.clear_out(library)
        return response

    def _save_files(self, response):
        for file in response.files.filter(pk__in=self.dropped):
            file.remove()
        place = max([file.place for file in response.files.all()], default=-1)
        for number, file in enumerate(self.files_to_add, start=place + 1):
            file.response, file.place = response, number
            file.save()
