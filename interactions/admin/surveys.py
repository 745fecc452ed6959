"""Surveys in the console: which workgroups ask their customers how satisfied they were (R87a)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state
from interactions.models import SurveyRule
from interactions.models.survey import forget


@admin.register(SurveyRule, site=console)
class SurveyRulePages(ConsolePages):
    """That a workgroup asks, and in which words."""

    task, place, icon, menu, one = Task.ROUTING, 88, "talk", _("Satisfaction surveys"), _("satisfaction survey")
    list_display = ["workgroup", "text", "template", "force"]
    list_filter = ["active"]
    list_select_related = ["workgroup", "template"]
    search_fields = ["workgroup__name"]
    search_help_text = _("Workgroup")
    fieldsets = [
        (_("Who is asked"), {"fields": ["workgroup", "active"]}),
        (_("In which words"), {"fields": ["text", "template"]}),
    ]

    def save_related(self, request, form, formsets, change):
        """In force at once in this process, within seconds in the others."""
        super().save_related(request, form, formsets, change)
        forget()

    @admin.display(description=_("state"), ordering="active")
    def force(self, rule):
        """Does it ask?"""
        return state("connected", "done", _("In force")) if rule.active else state("waiting", "off", _("Off"))
