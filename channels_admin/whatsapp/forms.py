"""Writing a template in the console: its parts as plain text, and what each placeholder is filled with."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from audit.kept_words import told
from channels_admin.entering import LinesField
from channels_admin.models import Category, Format, Source, Template, Waba
from channels_admin.whatsapp import samples, wording
from platforms.base import PlatformError

NAME = re.compile(r"[a-z0-9_]{1,512}")
LONG = {"rows": 6, "maxlength": 1024}


class FillingWidget(forms.Widget):
    """A table with one row for each placeholder: what it is filled with, and an example for Meta's reviewers."""

    keys = ()

    def render(self, name, value, attrs=None, renderer=None):
        """The table, or a sentence where there are no placeholders."""
        if not self.keys:
            return format_html('<p class="hint">{}</p>', _("No placeholders. Write {{1}} or {{name}} and save."))
        rows = format_html_join("", "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>", self._rows(name, value))
        heads = [(_("Placeholder"),), (_("Filled with"),), (_("Example for the review"),)]
        head = format_html_join("", "<th scope='col'>{}</th>", heads)
        table = '<table class="table" id="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        return format_html(table, (attrs or {}).get("id", f"id_{name}"), head, rows)

    def value_from_datadict(self, data, files, name):
        """{key: {"source", "example"}} of the rows that were sent."""
        found = {}
        for field in data:
            start, _dash, key = field.partition("-source-")
            if start == name and key:
                found[key] = {"source": data[field], "example": data.get(f"{name}-example-{key}", "").strip()}
        return found

    def value_omitted_from_data(self, data, files, name):
        """Without placeholders nothing is sent."""
        return False

    def _rows(self, name, value):
        for key in self.keys:
            row = (value or {}).get(key, {})
            yield key_in_words(key), self._select(name, key, row), self._example(name, key, row)

    def _select(self, name, key, row):
        label = _("%(key)s is filled with") % {"key": key_in_words(key)}
        select = forms.Select(choices=Source.choices, attrs={"aria-label": label})
        return select.render(f"{name}-source-{key}", row.get("source", Source.FREE))

    def _example(self, name, key, row):
        label = _("Example for %(key)s") % {"key": key_in_words(key)}
        return forms.TextInput(attrs={"aria-label": label}).render(f"{name}-example-{key}", row.get("example", ""))


class FillingField(forms.Field):
    """What each placeholder is filled with."""

    widget = FillingWidget

    def clean(self, value):
        """Only sources that there are."""
        value = super().clean(value) or {}
        if any(row["source"] not in Source.values for row in value.values()):
            raise ValidationError(_("Choose what the placeholder is filled with."))
        return value


def key_in_words(key):
    """A placeholder as people read it."""
    where, dot, name = key.rpartition(".")
    if where == "button":
        return _("Button %(n)s") % {"n": int(name) + 1}
    shown = f"{{{{{name}}}}}"
    return _("Header %(name)s") % {"name": shown} if dot else shown


class TemplateForm(forms.ModelForm):
    """A template. Where Meta has it already, name, language and business account stay as they are."""

    PARTS = ("wanted", "top", "header", "sample", "body", "footer", "buttons")

    wanted = forms.ChoiceField(
        choices=Category, label=_("Meta's category"), help_text=_("Meta may choose another one when it reviews it.")
    )
    top = forms.ChoiceField(choices=samples.TOPS, label=_("On top"))
    header = forms.CharField(required=False, label=_("Header"), help_text=_("At most 60 characters, one placeholder."))
    sample = forms.FileField(
        required=False,
        label=_("Sample file"),
        help_text=_(
            "For the reviewers, if a file is on top: JPEG, PNG, MP4 or PDF. Agents attach another when they send."
        ),
    )
    body = forms.CharField(
        label=_("Body"),
        widget=forms.Textarea(attrs=LONG),
        help_text=_("With {{1}}, {{2}} or {{name}} where something is filled in, never at the beginning or end."),
    )
    footer = forms.CharField(required=False, label=_("Footer"), help_text=_("At most 60 characters."))
    buttons = LinesField(
        label=_("Buttons"),
        help_text=_("One per line: a reply (Yes), an address (Track it | https://…), a number (Call us | +49…)."),
    )
    filled = FillingField(required=False, label=_("Filled with"), help_text=_("An empty one blocks sending."))

    class Meta:
        model = Template
        fields = ["waba", "name", "language", "purpose", "parameter_format"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        template = self.instance
        if "waba" in self.fields and not template.waba_id:
            self.initial["waba"] = _only_one()
        if "purpose" in self.fields:
            self.fields["purpose"].required = False
        self.writable = writable(template)
        if not self.writable:
            for name in self.PARTS:
                del self.fields[name]
        else:
            self._show(template)
        self.fields["filled"].widget.keys = wording.keys(self._parts_now())
        self.initial["filled"] = wording.variables(template.wording, template.variables)

    def clean_name(self):
        """As Meta takes it."""
        name = self.cleaned_data["name"].strip()
        if not NAME.fullmatch(name):
            raise ValidationError(_("The name may hold only small letters, digits and underscores."))
        return name

    def clean(self):
        """Put parts and placeholders together."""
        cleaned = super().clean() or self.cleaned_data
        template = self.instance
        known = template.variables | (cleaned.get("filled") or {})
        if not self.writable:
            template.variables = wording.variables(template.components, known)
        elif cleaned.get("body"):
            file, sample = self._on_top(cleaned, template)
            self._write(template, known, file=file, sample=sample)
        return cleaned

    def _on_top(self, cleaned, template):
        """(format, handle) of the file on top, blank for none. A new sample goes to Meta now: it takes no other way."""
        file, sample, now = cleaned.get("top", "TEXT"), cleaned.get("sample"), wording.words(template.wording)
        if file not in samples.FORMATS:
            if sample:
                self.add_error("top", _("Choose what the file is, or leave the file out."))
            return "", ""
        if cleaned.get("header"):
            self.add_error("header", _("Beside a file on top there are no words: put them into the body."))
        if not sample:
            return file, now.sample if file == now.file else ""
        wrong = samples.unfit(file, sample)
        if wrong:
            self.add_error("sample", wrong)
        return file, "" if self.errors else self._handle(cleaned, template, file, sample)

    def _handle(self, cleaned, template, file, sample):
        try:
            return samples.hand_over(cleaned.get("waba") or template.waba, file, sample)
        except PlatformError as error:
            self.add_error("sample", told(error.reason) or str(error))
            return ""

    def _show(self, template):
        words = wording.words(template.wording)
        self.initial |= {
            "header": words.header,
            "body": words.body,
            "footer": words.footer,
            "top": words.file or "TEXT",
        }
        self.initial |= {"buttons": list(words.buttons), "wanted": template.wanted_category}

    def _parts_now(self):
        """The components as they are, or as they are being entered: a refused form keeps its rows."""
        if not (self.writable and self.is_bound):
            return self.instance.wording
        given = {name: self.data.get(self.add_prefix(name), "") for name in ("header", "body", "footer")}
        buttons = self.fields["buttons"].to_python(self.data.get(self.add_prefix("buttons"), ""))
        file = self.data.get(self.add_prefix("top"), "")
        words = wording.Words(**given, buttons=tuple(buttons), file=file if file in samples.FORMATS else "")
        return wording.components(words, {})

    def _write(self, template, known, **on_top):
        given = self.cleaned_data
        lines = (given.get("header", ""), given["body"], given.get("footer", ""), tuple(given.get("buttons", ())))
        words = wording.Words(*lines, **on_top)
        numbered = (given.get("parameter_format") or template.parameter_format) != Format.NAMED
        variables = wording.variables(wording.components(words, {}, numbered), known)
        parts, category = wording.components(words, variables, numbered), given.get("wanted", template.category)
        template.variables = variables
        if not template.at_platform:
            template.components, template.category = parts, category
        elif (parts, category) != (template.components, template.category):
            template.edited = {"components": parts, "category": category}
        else:
            template.edited = None


def _only_one():
    """The business account, where there is no other to choose."""
    rows = list(Waba.objects.values_list("pk", flat=True)[:2])
    return rows[0] if len(rows) == 1 else None


def writable(template):
    """Can its words be changed here and now?"""
    if not template.at_platform:
        return wording.plain(template.wording)
    return template.status in Template.EDITABLE and wording.plain(template.wording)
