"""How recordings are written in templates."""

from functools import partial

from django import template
from django.utils.formats import number_format

from channels_admin.models import Platform
from supervision.recordings.rules import rule_words
from supervision.recordings.scenes import utc

register = template.Library()
register.filter("utc", utc)
register.filter("rule_words", rule_words)
register.filter("grouped", partial(number_format, force_grouping=True))  # 1,204


@register.filter
def platform_words(platform):
    """What people call a platform."""
    return Platform(platform).label if platform in Platform.values else platform


@register.filter
def of(mapping, key):
    """The value of a key; blank where there is none."""
    return mapping.get(key, "")
