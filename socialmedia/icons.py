"""The icons' template tag: each drawing is made once, for a page of the console shows dozens of them."""

from functools import lru_cache

import lucide
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_drawn = lru_cache(2000)(lucide._render_icon)


@register.simple_tag(name="lucide")
def icon(name, *, size=24, **attributes):
    """An icon of Lucide's by its name, as an SVG with these attributes."""
    # Tags take their arguments for safe, which the drawing would then not escape.
    escaped = {key: value + "" if isinstance(value, SafeString) else value for key, value in attributes.items()}
    return mark_safe(_drawn(name, size, **escaped))
