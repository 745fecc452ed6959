"""Labels in the console."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agents.models import Label
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state


@admin.register(Label, site=console)
class LabelPages(ConsolePages):
    """Words that people put on interactions."""

    task, place, icon = Task.ROUTING, 85, "tag"
    fields = ["name", "active"]
    list_display = ["name", "offered"]
    list_filter = ["active"]
    search_fields = ["name"]
    search_help_text = _("Name")

    @admin.display(description=_("offered"), ordering="active")
    def offered(self, label):
        """Can it be chosen?"""
        return state("connected", "done", _("Yes")) if label.active else state("waiting", "off", _("No"))
