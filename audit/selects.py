"""A select with many options, such as time zones and people, written at once."""

from html import escape

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A select like any other. Django draws a template for every option, which takes long where there are many."""

    def render(self, name, value, attrs=None, renderer=None):
        """The same that Django's templates say."""
        widget = self.get_context(name, value, attrs)["widget"]
        groups = SafeString("".join(_group(group, rows) for group, rows, _place in widget["optgroups"]))
        return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name, options):
    written = "".join(map(_option, options))
    return f'<optgroup label="{_escaped(name)}">{written}</optgroup>' if name else written


def _option(one):
    attributes = flatatt(one["attrs"]) if one["attrs"] else ""
    return f'<option value="{_escaped(one["value"])}"{attributes}>{_escaped(one["label"])}</option>'


def _escaped(value):
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def lengthened(field):
    """The form field, its plain select made one of these."""
    if type(field.widget) is forms.Select:
        plain, field.widget = field.widget, LongSelect(field.widget.attrs)
        field.widget.is_required, field.widget.choices = plain.is_required, plain.choices
    return field
