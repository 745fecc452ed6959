"""A form field of the console's own: lists entered one per line."""

from django import forms


class LinesField(forms.CharField):
    """A list of texts, one per line; blank lines and repetitions are left out."""

    def __init__(self, *, chips="", **options):
        """`chips` names what the entries are, for pages that draw them one by one and check each."""
        rows = {"rows": 3, "spellcheck": "false", "autocapitalize": "none", **({"data-chips": chips} if chips else {})}
        super().__init__(required=False, widget=forms.Textarea(attrs=rows), **options)

    def prepare_value(self, value):
        """A stored list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        """Lines as a list."""
        lines = (line.strip() for line in (super().to_python(value) or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial, data):
        """Compare lists, not how they were typed."""
        return (initial or []) != self.to_python(data)
