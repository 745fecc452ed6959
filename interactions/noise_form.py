"""What administrators enter about noise: a rule is saved only after its trial on what was said before (R55)."""

import hashlib
import json

from django import forms
from django.utils.translation import gettext_lazy as _

from channels_admin.entering import LinesField
from interactions import noise
from interactions.models import NoiseRule


class NoiseRuleForm(forms.ModelForm):
    """A rule. `trial` is (messages looked at, those it would have caught) where it was tried just now and not saved;

    `mark` is what the page sends back as `tried` to confirm this very rule.
    """

    words = LinesField(
        label=_("Words"),
        help_text=_("One per line, a word or a few; any of them will do. Whole words, capitals do not matter."),
    )
    tried = forms.CharField(required=False, widget=forms.HiddenInput)
    trial, mark = None, ""

    class Meta:
        model = NoiseRule
        fields = ["channel", "name", "author", "words", "only", "action", "wrap_up", "active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = [("", _("Anything")), *NoiseRule.Only.choices]

    def _post_clean(self):
        """Last, when the rule is whole: try it, unless this very rule was tried and is confirmed."""
        super()._post_clean()
        if self.errors or not self.instance.active:
            return
        mark = self._mark()
        if self.cleaned_data["tried"] != mark:
            self.trial = noise.tried(self.instance)
            self.mark = mark
            looked, caught = len(self.trial[1]), self.trial[0]
            text = _("It would have caught %(n)s of the last %(all)s messages. Save again to put it in force.")
            self.add_error(None, text % {"n": looked, "all": caught})

    def _mark(self):
        """What tells this rule from another: what it catches, and where."""
        rule = self.instance
        facts = [rule.channel_id, rule.author, rule.words, rule.only, rule.action, rule.wrap_up_id]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]
