"""Editing policies: the criteria are the same for all three kinds, what a policy does is each kind's own."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from agents.models import Agent, MediaType, Role, Workgroup
from channels_admin.models import Channel, Platform
from supervision.policies.actions import ACTIONS, ASSIGN, WITH_DAYS, WITH_WORD
from supervision.policies.models import Policy
from supervision.policies.security import Act
from supervision.quality.questionnaires import Questionnaire
from supervision.recordings.models import Tag

SOCIAL = [(kind.value, kind.label) for kind in (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE)]
ROWS, WORDS = 8, "words"  # of actions; the list of what words there are
LONGEST_DAYS, LONGEST_TAG = 36500, 60


def _many(label, choices):
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


def _rows(label, model):
    return forms.ModelMultipleChoiceField(
        label=label, queryset=model.objects.all(), required=False, widget=forms.SelectMultiple(attrs={"size": 5})
    )


class PolicyForm(forms.Form):
    """Name and criteria; `criteria` and `does` are what it comes to."""

    name = forms.CharField(label=_("Name"), max_length=80)
    media_types = _many(_("Interaction type"), SOCIAL)
    platforms = _many(_("Platform"), Platform.choices)
    channels = _rows(_("Channel"), Channel)
    workgroups = _rows(_("Workgroup"), Workgroup)
    agents = _rows(_("For whom: agents"), Agent)
    keyword = forms.CharField(
        label=_("Keyword"),
        required=False,
        max_length=100,
        help_text=_("Words that stand in a message. “Two words” in quotes stand together, -word must not be there."),
    )
    kind = None

    def __init__(self, *args, policy, **more):
        self.policy = policy
        super().__init__(*args, **more)
        if not args or args[0] is None:
            self.initial = {"name": policy.name} | policy.criteria | self.shown(policy.does)
            self.initial |= {"of_agents": policy.does.get("agents", [])}

    def shown(self, does):
        """The fields of this kind, as a policy has them."""
        return {}

    def clean_name(self):
        """Each policy of a kind has a name of its own."""
        name = self.cleaned_data["name"].strip()
        if Policy.objects.filter(kind=self.policy.kind, name=name).exclude(pk=self.policy.pk).exists():
            raise forms.ValidationError(_("There is a policy with this name already. Choose another one."))
        return name

    @property
    def criteria(self):
        """What it is about, as the row keeps it; what is blank is left out."""
        given = {name: self.cleaned_data.get(name) for name in self.about}
        return {name: _plain(value) for name, value in given.items() if value}

    about = ("media_types", "platforms", "channels", "workgroups", "agents", "keyword")

    def applied(self):
        """The policy with what was entered; not saved."""
        self.policy.name, self.policy.criteria = self.cleaned_data["name"], self.criteria
        self.policy.does = self.does
        return self.policy


def _plain(value):
    if hasattr(value, "values_list"):
        return sorted(value.values_list("pk", flat=True))
    return value.strip() if isinstance(value, str) else value


class InitiationForm(PolicyForm):
    """Whether to record."""

    sample = forms.IntegerField(
        label=_("Sample, percent"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("So many of a hundred interactions fit, chosen by chance. Blank: all."),
    )
    record = forms.TypedChoiceField(
        label=_("What it does"),
        choices=[("yes", _("Record")), ("no", _("Do not record"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    about = (*PolicyForm.about, "sample")

    def shown(self, does):
        """Whether it records."""
        return {"record": "yes" if does.get("record", True) else "no"}

    @property
    def does(self):
        """As the row keeps it."""
        return {"record": self.cleaned_data["record"]}


class TagsField(forms.CharField):
    """Words with commas between them; kept as a list."""

    def prepare_value(self, value):
        """As it is written."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        """As it is kept."""
        return sorted({word.strip()[:60] for word in super().clean(value).split(",") if word.strip()})


class RetentionForm(PolicyForm):
    """What becomes of recordings: actions, one after the other."""

    tags = TagsField(
        label=_("Tags"), required=False, max_length=400, help_text=_("One of these, with commas between them.")
    )
    about = (*PolicyForm.about, "tags")

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        for place in range(ROWS):
            self.fields[f"do{place}"] = forms.ChoiceField(
                label=_("Action %(n)s") % {"n": place + 1},
                required=False,
                choices=[("", _("Nothing more")), *((name, words[0]) for name, words in ACTIONS.items())],
            )
            self.fields[f"value{place}"] = forms.CharField(
                label=_("Days, or the word, of action %(n)s") % {"n": place + 1},
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"list": WORDS}),
            )

    @property
    def words(self):
        """Tags and questionnaires, to be chosen from while a word is typed."""
        names = [*Tag.objects.values_list("name", flat=True), *Questionnaire.objects.values_list("name", flat=True)]
        options = format_html_join("", '<option value="{}"></option>', ((name,) for name in sorted({*names})))
        return format_html('<datalist id="{}">{}</datalist>', WORDS, options)

    def shown(self, does):
        """One row for each action."""
        rows = enumerate(does.get("actions", []))
        return {f"{part}{place}": action.get(key, "") for place, action in rows for part, key in PARTS}

    @property
    def rows(self):
        """The pairs of fields."""
        return [(self[f"do{place}"], self[f"value{place}"]) for place in range(ROWS)]

    def clean(self):
        """Each action has what it needs, and there is one."""
        data, actions = self.cleaned_data, []
        for place in range(ROWS):
            do, value = data.get(f"do{place}"), (data.get(f"value{place}") or "").strip()
            if do:
                actions.append(self._action(place, do, value))
        if not actions:
            self.add_error("do0", _("Choose at least one action."))
        data["actions"] = [action for action in actions if action]
        return data

    def _action(self, place, do, value):
        if do in WITH_DAYS:
            if not value.isdecimal() or not 1 <= int(value) <= LONGEST_DAYS:
                self.add_error(
                    f"value{place}", _("Enter a number of days, from 1 to %(most)s.") % {"most": LONGEST_DAYS}
                )
                return None
            return {"do": do, "value": int(value)}
        if do in WITH_WORD:
            if not value or do != ASSIGN and len(value) > LONGEST_TAG:
                self.add_error(
                    f"value{place}", _("Enter the word, of %(most)s letters at most.") % {"most": LONGEST_TAG}
                )
            elif do == ASSIGN and not Questionnaire.objects.filter(name=value).exists():
                self.add_error(f"value{place}", _("There is no questionnaire of this name: choose one of the list."))
            return {"do": do, "value": value}
        return {"do": do}

    @property
    def does(self):
        """As the row keeps it."""
        return {"actions": self.cleaned_data["actions"]}


PARTS = (("do", "do"), ("value", "value"))


class SecurityForm(PolicyForm):
    """Who may do what with recordings."""

    tags = TagsField(
        label=_("Tags"), required=False, max_length=400, help_text=_("One of these, with commas between them.")
    )
    supervised = forms.BooleanField(label=_("Only of workgroups that the person supervises"), required=False)
    roles = _rows(_("Roles"), Role)
    of_agents = _rows(_("People"), Agent)
    acts = _many(_("May"), Act.choices)
    about = (*PolicyForm.about, "tags", "supervised")

    def shown(self, does):
        """Who and what."""
        return {"roles": does.get("roles", []), "acts": does.get("acts", [])}

    def clean(self):
        """Nobody is let see everything by an oversight."""
        data = super().clean()
        if not data.get("acts"):
            self.add_error("acts", _("Choose at least one thing that they may do."))
        if not (data.get("roles") or data.get("of_agents") or data.get("supervised")):
            self.add_error("roles", _("Choose roles or people, or only workgroups that the person supervises."))
        return data

    @property
    def does(self):
        """As the row keeps it."""
        data = self.cleaned_data
        return {"acts": data["acts"], "roles": _plain(data["roles"]), "agents": _plain(data["of_agents"])}


FORMS = {
    Policy.Kind.INITIATION: InitiationForm,
    Policy.Kind.RETENTION: RetentionForm,
    Policy.Kind.SECURITY: SecurityForm,
}
