"""How recordings are written in templates."""

from django import template

from supervision.recordings.rules import rule_words
from supervision.recordings.scenes import utc

register = template.Library()
register.filter("utc", utc)
register.filter("rule_words", rule_words)


@register.filter
def of(mapping, key):
    """The value of a key; blank where there is none."""
    return mapping.get(key, "")
