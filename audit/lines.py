"""The audit log's lines as people read them, for the log itself and for pages that show one thing's history."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from audit.models import Change

VERBS = {
    "created": _("created"),
    "changed": _("changed"),
    "deleted": _("deleted"),
    "enabled": _("enabled"),
    "disabled": _("disabled"),
    "invited": _("sent a link"),
    "logged_off": _("logged off"),
    "loaded": _("loaded"),
    "linked": _("linked"),
    "blocked": _("blocked"),
    "unblocked": _("unblocked"),
    "exported": _("exported"),
    "erased": _("erased"),
    "merged": _("merged"),
    "unmerged": _("merge undone"),
    "archived": _("archived"),
    "restored": _("brought back from the archive"),
    "switched on": _("switched on"),
    "switched off": _("switched off"),
}


def in_words(value):
    """A recorded value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {in_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "; ".join(str(in_words(one)) for one in value)
    return "–" if value in (None, "") else value


def pairs(change):
    """[(field, before, after)] in words."""
    names = list({**change.before, **change.after})
    return [
        (_field(change.noun, name), in_words(change.before.get(name)), in_words(change.after.get(name)))
        for name in names
    ]


def _field(noun, name):
    """What people call a field; its name where the noun has none such (any more)."""
    try:
        field = apps.get_model(noun)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return capfirst(translated(name.replace("_", " ")))
    if field.is_relation and field.auto_created:
        return capfirst(field.related_model._meta.verbose_name_plural)
    return capfirst(field.verbose_name)


def lines_about(most, **about):
    """The newest changes of one thing, each with `words` and `differences`; `about` names it as `Change` does."""
    changes = list(Change.objects.filter(**about).select_related("by")[:most])
    for change in changes:
        change.words, change.differences = VERBS.get(change.verb, change.verb), pairs(change)
    return changes
