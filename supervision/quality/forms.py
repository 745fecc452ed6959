"""What is entered about questionnaires and their questions."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.quality.questionnaires import Question, Questionnaire, Version
from supervision.quality.scoring import Importance, Kind, plain

MOST_CHOICES = 20
MOST_POINTS = 1000


class QuestionnaireForm(forms.ModelForm):
    """Name, description and whether it is offered."""

    class Meta:
        model = Questionnaire
        fields = ["name", "description", "active"]


class NewQuestionnaireForm(forms.ModelForm):
    """What a new one begins with."""

    class Meta:
        model = Questionnaire
        fields = ["name", "description"]


class VersionForm(forms.ModelForm):
    """What a draft says beside its questions."""

    class Meta:
        model = Version
        fields = ["pass_mark"]


class Choices(forms.CharField):
    """Answers to pick from, one a line, each with its points: “Friendly = 2”. As [{"text", "points"}]."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        """As lines."""
        if not isinstance(value, list):
            return value
        return "\n".join(f"{one['text']} = {plain(one['points'])}" for one in value)

    def to_python(self, value):
        """As kept; raises where a line has no points."""
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        if len(lines) > MOST_CHOICES:
            raise ValidationError(_("At most %(n)s answers.") % {"n": MOST_CHOICES})
        return [_choice(line) for line in lines]

    def has_changed(self, initial, data):
        """Compared as kept."""
        return self.prepare_value(initial) != data


def _choice(line):
    text, equals, points = line.rpartition("=")
    try:
        number = int(Decimal(points.strip())) if equals else -1
    except (InvalidOperation, ValueError, OverflowError):
        number = -1
    if not text.strip() or not 0 <= number <= MOST_POINTS:
        raise ValidationError(_("Write “%(line)s” as an answer with its points: Friendly = 2") % {"line": line[:60]})
    return {"text": text.strip()[:200], "points": number}


class QuestionForm(forms.ModelForm):
    """One question of a draft, and in which group it stands."""

    group = forms.ModelChoiceField(None, label=gettext_lazy("Group"), empty_label=None)
    choices = Choices(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        help_text=gettext_lazy("One a line, with its points: Friendly = 2"),
    )

    class Meta:
        model = Question
        fields = "text help kind choices yes_is_good lowest highest importance weight minimum".split()
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "autofocus": True}),
            "help": forms.Textarea(attrs={"rows": 2}),
        }

    field_order = ["group"]

    # For which kinds of question each field is there; those not named are for all.
    ONLY_FOR = {
        "choices": [Kind.CHOICE],
        "yes_is_good": [Kind.YES_NO],
        "lowest": [Kind.INTEGER, Kind.NUMBER],
        "highest": [Kind.INTEGER, Kind.NUMBER],
        "weight": [kind for kind in Kind if kind != Kind.TEXT],
        "minimum": [kind for kind in Kind if kind != Kind.TEXT],
    }

    def __init__(self, *args, version, **kwargs):
        """For a draft with groups."""
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = version.groups.all()
        for name, kinds in self.ONLY_FOR.items():
            self.fields[name].widget.attrs["data-only-for"] = " ".join(kinds)
            self.fields[name].required = False

    def clean(self):
        """What a kind does not have is as if it had not been entered."""
        given = super().clean()
        kind = given.get("kind")
        for name, kinds in self.ONLY_FOR.items():
            if kind not in kinds or given.get(name) is None and name not in self.errors:
                given[name] = self._meta.model._meta.get_field(name).get_default()
                self.errors.pop(name, None)
        self._check_kind(kind, given)
        self._check_importance(kind, given)
        return given

    def _check_kind(self, kind, given):
        if kind == Kind.CHOICE and len(given.get("choices") or []) < 2 and "choices" not in self.errors:
            self.add_error("choices", _("Write two answers at least, one a line."))
        if "lowest" in given and "highest" in given and given["lowest"] >= given["highest"]:
            self.add_error("highest", _("The highest number must be above the lowest."))

    def _check_importance(self, kind, given):
        if given.get("importance") != Importance.CRITICAL:
            return
        if kind == Kind.TEXT:
            self.add_error("importance", _("A free text cannot be critical: it makes no score."))
        elif not given.get("minimum") and "minimum" not in self.errors:
            self.add_error("minimum", _("A critical question needs a minimum above 0, or nothing could fail it."))
