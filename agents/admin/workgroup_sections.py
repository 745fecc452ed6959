"""The sections of a workgroup's page, in the order in which one thinks of them."""

from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agents.models import Workgroup


@dataclass(frozen=True)
class Section:
    """A part of the page: fields of the workgroup, kinds of rows (by their prefix), or both."""

    slug: str
    title: object
    fields: list = field(default_factory=list)
    rows: tuple = ()
    help: object = ""
    style: str = ""

    @property
    def fieldset(self):
        """As Django's admin takes it."""
        return self.title, {"fields": self.fields, "description": self.help, "classes": [self.style or self.slug]}


SECONDS = _("Times count in seconds: one skill point weighs as one second. Only how the weights compare matters.")
FIRST = _("When an agent is free, the interaction with the highest score goes to him first.")
SECTIONS = [
    Section("queue", _("Queue"), ["name", "queue_type", "time_zone"]),
    Section(
        "offers",
        _("Offers"),
        ["offer_timeout", "no_answer_status", "decline_pause", "asks_decline_reason", "exempts_held"],
        help=_("What an agent is given to decide, and what follows when he does not."),
    ),
    Section("members", _("Members"), rows=("memberships",)),
    Section("utilization", _("Utilization"), rows=("utilizations",)),
    Section("levels", _("Service levels"), rows=("service_levels",)),
    Section("clock", _("Clock of service levels"), ["counts_open_time"]),
    Section(
        "agents",
        _("Which agent gets it"),
        list(Workgroup.AGENT_WEIGHTS),
        help=format_lazy("{} {}", _("The agent with the highest score: the sum of weight × value."), SECONDS),
        style="weights",
    ),
    Section(
        "interactions",
        _("Which interaction goes first"),
        list(Workgroup.INTERACTION_WEIGHTS),
        help=format_lazy(
            "{} {}", _("When an agent is free, the interaction with the highest score goes to him first."), SECONDS
        ),
        style="weights",
    ),
    Section("skills", _("Skills"), rows=("required_skills", "skill_levels")),
    Section("rings", _("Rings"), rows=("rings",)),
    Section("overflow", _("Overflow"), rows=("overflow_steps",)),
    Section(
        "first",
        _("Returning customers and closing windows"),
        ["affinity_seconds", "window_minutes"],
    ),
    Section("leaving", _("When nobody goes on"), ["idle_hours", "gone_minutes"]),
    Section("wrap-up", _("Wrap-up"), ["wrap_up_status", "wrap_up_seconds", "asks_wrap_up"]),
]


def laid_out(adminform, formsets):
    """[{section, its fieldset or None, its rows, does something in it want another look}] for the template."""
    fieldsets = {fieldset.name: fieldset for fieldset in adminform}
    by_prefix = {one.formset.prefix: one for one in formsets}
    return [_laid_out(section, fieldsets, by_prefix, adminform.form) for section in SECTIONS]


def _laid_out(section, fieldsets, by_prefix, form):
    rows = [by_prefix[prefix] for prefix in section.rows if prefix in by_prefix]
    wrong = bool(set(section.fields) & set(form.errors)) or any(_is_wrong(one.formset) for one in rows)
    return {
        "section": section,
        "fieldset": fieldsets.get(section.title) if section.fields else None,
        "rows": rows,
        "wrong": wrong,
    }


def _is_wrong(formset):
    return formset.is_bound and (any(formset.errors) or bool(formset.non_form_errors()))
